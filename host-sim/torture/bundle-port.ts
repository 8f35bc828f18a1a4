import type { WallClock } from '../../drivers/hal/wall-clock.ts'
import type { NodeScripts } from '../../cli/node-scripts.ts'
import { FlashStorage } from '../espruino/flash-storage.ts'
import { POWER_CAME, SOFTWARE } from '../espruino/espruino-globals.ts'
import { FlashedNode } from '../espruino/flashed-node.ts'
import { HookedPort } from './hooked-port.ts'
import type { FirmwareMaker, NodeListener, NodeStart } from './node-port.ts'
import type { MemberNames } from '../espruino/member-names.ts'
import { Violation } from './violation.ts'

/** As `firmware/main.ts` has it. */
const PAGES = 16

/** What the guard has noted of a start, as far as it matters here. */
interface StartNote {
  file: string
  offset: number
}

/** A port to the flashed bundle in the sandbox, by the names that the build has given to its members. */
class BundlePort extends HookedPort {
  private readonly node: FlashedNode
  private readonly names: MemberNames
  private readonly exact: boolean
  private readonly cause: number
  private running: object | undefined
  /** The latest line. */
  private printed = 'nothing'
  /** The first that has been thrown in there. */
  private failure: unknown

  constructor({ board, settings, exact, switchedOn }: NodeStart, scripts: NodeScripts, names: MemberNames, storage: FlashStorage) {
    super()
    this.names = names
    this.exact = exact
    this.cause = switchedOn ? POWER_CAME : SOFTWARE
    const log = (line: string): void => {
      this.printed = line
      if (line.startsWith('Uncaught')) this.failure ??= new Violation('I7', line)
    }
    this.node = new FlashedNode(board, scripts, settings, { date: 0, log, storage })
  }

  get wallClock(): WallClock {
    return this.read(this.station, 'wallClock') as WallClock
  }

  protected get station(): object {
    if (!this.running) throw new Violation('I7', `the application does not run, and has printed: ${this.printed}`)
    return this.running
  }

  protected get client(): object {
    return this.read(this.station, 'client') as object
  }

  /** Nothing happens before the first timer, so that the hooks come early enough. */
  start(): void {
    this.node.run(this.cause)
    this.running = this.node.global('station') as object | undefined
    this.hookInside(this.exact)
    this.hookOutside()
  }

  check(): void {
    if (this.failure) throw this.failure as Error
  }

  /**
   * The guard takes restarts in series for an application that crashes, and gives it up after six: not what is tried
   * here, so a start that ends so is noted as a healthy one. Power cuts it must tell from crashes by itself.
   */
  halt(restarting: boolean): void {
    const { file, offset } = this.node.global('breva') as StartNote
    if (restarting && file && this.node.storage.read(file, offset, 1) === '\xff') this.node.storage.write(file, 'H', offset)
    this.node.halt()
  }

  protected nameOf(object: object, member: string): string {
    return this.names.in(object, member)
  }

  /** The interpreter would keep it to itself. */
  protected override tell(about: (listener: NodeListener) => void): void {
    try {
      super.tell(about)
    } catch (error) {
      this.failure ??= error
    }
  }
}

/** Nodes that run what the build has made, each with a Storage of its own. */
export function bundleFirmware(scripts: NodeScripts, names: MemberNames): FirmwareMaker {
  return {
    pages: PAGES,
    make: () => {
      const storage = new FlashStorage()
      return start => new BundlePort(start, scripts, names, storage)
    }
  }
}
