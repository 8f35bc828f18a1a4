import type { WallClock } from '../../drivers/hal/wall-clock.ts'
import { assembleNode, type Hardware } from '../../firmware/station/assemble-node.ts'
import type { Client } from '../../firmware/mqtt/client.ts'
import type { Sntp } from '../../firmware/station/sntp.ts'
import type { Station } from '../../firmware/station/station.ts'
import type { NodeSettings } from '../../contract/settings.ts'
import { programVersion } from '../../cli/program-version.ts'
import type { SimulatedBoard } from './simulated-board.ts'
import { Wiring } from './wiring.ts'

/** Nobody measures the memory of a station that is not on an interpreter. */
const NO_MEMORY = { used: 0, total: 0 }

/** The laptop's composition root: the firmware's own node over a simulated board, without Espruino. */
export class InProcessStation {
  readonly station: Station
  readonly client: Client
  readonly board: SimulatedBoard
  private readonly sntp: Sntp | undefined

  /** `boot` is the number of the start that the messages carry; `adapt` makes the hardware another one. */
  constructor(
    board: SimulatedBoard, settings: NodeSettings, wallClock: WallClock, boot: number, adapt = (hardware: Hardware): Hardware => hardware
  ) {
    const hardware = adapt(InProcessStation.hardware(board, settings, wallClock, boot))
    const { station, client, sntp } = assembleNode(settings, hardware)
    this.board = board
    this.station = station
    this.client = client
    this.sntp = sntp
  }

  /** Power on, and the program starts. */
  start(): void {
    this.board.powerUp()
    this.run()
  }

  /** The program starts, on a board that has power. */
  run(): void {
    this.station.start(this.client, this.sntp)
  }

  /** Says goodbye to the broker first; `done` runs when that is over and the power is off. */
  stop(done: () => void): void {
    this.station.stop(() => {
      this.board.powerDown()
      done()
    })
  }

  /** Every pin that the node asks for is in the settings, so there is something at it. */
  private static hardware(board: SimulatedBoard, settings: NodeSettings, wallClock: WallClock, boot: number): Hardware {
    const random = board.random.split('jitter')
    const wiring = new Wiring(board, settings.sensors)
    return {
      clock: board.clock,
      wallClock,
      wifi: board.wifi,
      network: board.network,
      sendDatagram: (host, port, bytes, onBytes) => board.network.sendDatagram(host, port, bytes, onBytes),
      flash: board.flash,
      storage: board.storage,
      facts: { boot, firmware: programVersion(), bundle: 'none', reset: 'power-on', memory: () => NO_MEMORY, alive: () => undefined, note: () => undefined, recall: () => '', say: () => undefined },
      suffix: board.mac.slice(-6),
      random: () => random.next(),
      i2c: (scl, sda) => wiring.i2c(scl, sda)!,
      uart: (tx, rx) => wiring.uart(tx, rx)!,
      oneWire: pin => wiring.oneWire(pin)!,
      pin: name => wiring.pin(name)!
    }
  }
}
