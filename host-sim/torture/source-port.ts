import type { WallClock } from '../../drivers/hal/wall-clock.ts'
import { InProcessStation } from '../board/in-process-station.ts'
import { SimulatedWallClock } from '../board/simulated-wall-clock.ts'
import { HookedPort } from './hooked-port.ts'
import type { Firmware, FirmwareMaker } from './node-port.ts'

/** Told of every start of the firmware, before its first instruction: a defect may be planted. */
export type Starting = (node: InProcessStation) => void

/** A port to the firmware's own source in this process. */
export class SourcePort extends HookedPort {
  readonly wallClock: WallClock
  protected readonly station: object
  protected readonly client: object
  private readonly node: InProcessStation

  constructor(node: InProcessStation, wallClock: WallClock, exact = false, starting: Starting = () => undefined) {
    super()
    this.node = node
    this.wallClock = wallClock
    this.station = node.station
    this.client = node.client
    this.hookInside(exact)
    // No setting does it, and the session can.
    if (exact) this.hook(node.client, 'subscribe', call => (filters, qos) => call(filters, 2 * (qos as number)))
    starting(node)
    this.hookOutside()
  }

  start(): void {
    this.node.run()
  }

  /** Whatever is thrown reaches the clock. */
  check(): void { /* nothing is kept back */ }

  /** Its clock and its network have lost their power. */
  halt(): void {
    this.node.board.uart.listen({ onBytes: () => undefined })
  }

  protected nameOf(object: object, member: string): string {
    if (!(member in object)) throw new Error(`The firmware has no member ${member} any more; see hooked-port.ts.`)
    return member
  }
}

/** Nodes that run the firmware's source. */
export function sourceFirmware(starting: Starting = () => undefined): FirmwareMaker {
  const firmware: Firmware = ({ board, settings, boot, exact }) => {
    const wallClock = new SimulatedWallClock(board.clock, 0)
    return new SourcePort(new InProcessStation(board, settings, wallClock, boot), wallClock, exact, starting)
  }
  return { pages: undefined, make: () => firmware }
}
