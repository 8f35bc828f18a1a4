import { VirtualClock } from '../../host-sim/clock/virtual-clock.ts'
import type { ReplEndpoint, Terminal } from '../../host-sim/espruino/repl-endpoint.ts'
import type { Desk, DeskTime } from '../../tools/console/desk.ts'
import type { Link, LinkListener } from '../../tools/console/link.ts'

/** ms for a character at 115,200 baud. */
const CHARACTER = 10 / 115.2
/** ms for what a USB converter holds back. */
const LATENCY = 1

/** A desk in virtual time, on which one board is plugged in; `patience` real ms are none. */
export class VirtualDesk implements Desk {
  readonly clock: VirtualClock
  readonly time: DeskTime = {
    now: () => this.clock.now(),
    after: (delay, task) => {
      const timer = { alarm: undefined as unknown }
      timer.alarm = this.clock.after(delay, () => {
        timer.alarm = undefined
        task()
      }, undefined)
      return timer
    },
    cancel: timer => {
      const pending = timer as { alarm: unknown }
      this.clock.cancel(pending.alarm)
      pending.alarm = undefined
    }
  }

  private readonly board: ReplEndpoint

  /** `clock`: the board's own, where its time is to pass as well. */
  constructor(board: ReplEndpoint, clock = new VirtualClock()) {
    this.board = board
    this.clock = clock
  }

  open(port: string, _baud: number, listener: LinkListener): Promise<Link> {
    let open = true
    const soon = (delay: number, task: () => void): void => { this.time.after(delay, () => { if (open) task() }) }
    const terminal: Terminal = {
      write: text => { soon(LATENCY, () => { listener.onText(text) }) },
      hangUp: () => {
        soon(LATENCY, () => {
          open = false
          listener.onLost()
        })
      }
    }
    this.board.connect(terminal)
    return Promise.resolve({
      port,
      write: text => { soon(text.length * CHARACTER, () => { this.board.receive(terminal, text) }) },
      slowDown: () => undefined,
      duration: characters => characters * CHARACTER,
      close: () => {
        open = false
        return Promise.resolve()
      }
    })
  }

  /** Lets time pass for as long as `work` takes, and hands on what comes of it. */
  async until<T>(work: Promise<T>): Promise<T> {
    let settled = false
    const settle = (): void => { settled = true }
    work.then(settle, settle)
    for (;;) {
      // Whatever is due now runs first: promises, and the board's `setImmediate`.
      await new Promise(resolve => setImmediate(resolve))
      if (settled) return work
      if (!this.clock.step()) throw new Error('it waits for nothing, and does not end')
    }
  }
}
