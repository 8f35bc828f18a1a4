import type { VirtualClock } from '../../host-sim/clock/virtual-clock.ts'
import type { UartListener, UartPort } from '../../drivers/hal/uart-port.ts'
import { fromHex, toHex } from './byte-string.ts'

/** What the far end sends when it has got a request: hex, one entry for each time it gets it, the last one for ever. */
export type Answers = Record<string, string[]>

/** A port whose far end answers requests, looked up by their third byte in hex, 20 ms later, in the chunks given with `|`. */
export class ScriptedUartPort implements UartPort {
  /** Everything written, in hex, a request an entry. */
  readonly written: string[] = []
  answers: Answers = {}
  private readonly clock: VirtualClock
  private listener: UartListener | undefined

  constructor(clock: VirtualClock) {
    this.clock = clock
  }

  write(bytes: string): void {
    this.written.push(toHex(bytes))
    const answers = this.answers[toHex(bytes.slice(2, 3))]
    if (!answers || answers.length === 0) return
    const answer = answers.length > 1 ? answers.shift() : answers[0]
    for (const chunk of (answer ?? '').split('|')) this.clock.after(20, text => this.say(text), fromHex(chunk))
  }

  listen(listener: UartListener): void {
    this.listener = listener
  }

  /** The far end speaks unasked. */
  say(chunk: string): void {
    if (chunk) this.listener?.onBytes(chunk)
  }
}
