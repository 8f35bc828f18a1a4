import type { NodeSettings } from '../../contract/settings.ts'
import type { SimulatedBoard } from '../board/simulated-board.ts'
import { SOFTWARE } from './espruino-globals.ts'
import { FlashStorage } from './flash-storage.ts'
import type { NodeScripts } from '../../cli/node-scripts.ts'
import type { HardwareWatchdog } from './hardware-watchdog.ts'
import type { InterpreterFault } from './interpreter-fault.ts'
import { applicationRecord, POWER_ON, settingsRecord } from '../../cli/node-scripts.ts'
import { sandboxBoard } from './sandbox-board.ts'
import { SandboxedNode } from './sandboxed-node.ts'

export interface FlashedNodeOptions {
  /** Unix time in ms that its clock starts at, or 0 for a clock that nobody has set. */
  date: number
  /** What the firmware prints, and its uncaught errors. */
  log(line: string): void
  /** What makes its interpreter fail. */
  fault?: InterpreterFault
  /** Its watchdog; without it, it has none. */
  watchdog?: HardwareWatchdog
  /** What a former start has left; without it, a new one. */
  storage?: FlashStorage
}

/** A simulated board with the guard, the application and the settings in its flash: what `npm run flash` leaves. */
export class FlashedNode {
  readonly node: string
  readonly location: string
  readonly board: SimulatedBoard
  readonly storage: FlashStorage
  private readonly sandbox: SandboxedNode
  private readonly watchdog: HardwareWatchdog | undefined

  /** The settings' strings are UTF-8 bytes, as `readSettings` returns them. */
  constructor(board: SimulatedBoard, scripts: NodeScripts, settings: NodeSettings, options: FlashedNodeOptions) {
    this.node = settings.node
    this.location = Buffer.from(settings.location, 'latin1').toString('utf8')
    this.board = board
    this.storage = options.storage ?? new FlashStorage()
    this.storage.write('.bootPowerOn', POWER_ON)
    this.storage.write('.boot0', scripts.guard)
    this.storage.write('.bootcde', scripts.bootCode)
    this.storage.write('app.a', scripts.application)
    this.storage.write('app.a.sum', applicationRecord(scripts.application))
    const json = Buffer.from(JSON.stringify(settings), 'latin1').toString('utf8')
    this.storage.write('settings.a', settingsRecord(1, json))
    this.watchdog = options.watchdog
    this.watchdog?.listen(() => this.restart())
    this.sandbox = new SandboxedNode(sandboxBoard(board, settings.sensors), {
      storage: this.storage,
      date: options.date,
      log: options.log,
      fault: options.fault,
      watchdog: options.watchdog,
      reboot: () => this.restart()
    })
  }

  /** Power-on. */
  start(): void {
    this.board.powerUp()
    this.run()
  }

  /** The program starts, on a board that has power. `cause`: why, as the chip's register says. */
  run(cause?: number): void {
    this.sandbox.start(cause)
  }

  /** The chip restarts by itself, as `ESP32.reboot()`, a panic and the watchdog do it: the parts keep their power. */
  restart(): void {
    this.halt()
    this.board.wifi.powerDown()
    this.run(SOFTWARE)
  }

  /** `reset()` at the console: the guard runs again, the application does not. */
  reset(): void {
    this.watchdog?.disable()
    this.sandbox.reset()
  }

  /** The firmware's own way to leave: retained `offline`, its acknowledgement, DISCONNECT; then `done`, once. */
  stop(done: () => void): void {
    const station = this.sandbox.global('station') as { stop(done: () => void): void } | undefined
    if (station) station.stop(done)
    else this.board.clock.after(0, done, undefined)
  }

  /** What a line typed at the console comes to. */
  evaluate(code: string): unknown {
    return this.sandbox.evaluate(code)
  }

  /** A global of the running firmware. */
  global(name: string): unknown {
    return this.sandbox.global(name)
  }

  /** Nothing of the program runs any more. */
  halt(): void {
    this.watchdog?.disable()
    this.sandbox.halt()
  }

  /** Power-off: whatever is connected finds its peer gone. */
  kill(): void {
    this.halt()
    this.board.powerDown()
  }
}
