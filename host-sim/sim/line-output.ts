import { eventLine } from './event-line.ts'
import type { SimEvent } from './sim-event.ts'
import type { SimOutput } from './sim-output.ts'

/** One line an event on stdout, for logs and pipes; logs on stderr. */
export class LineOutput implements SimOutput {
  private readonly only: 'everything' | 'summary'

  constructor(only: 'everything' | 'summary') {
    this.only = only
  }

  event(event: SimEvent): void {
    if (this.only === 'everything' || event.event === 'summary') process.stdout.write(`${eventLine(event)}\n`)
  }

  log(line: string): void {
    process.stderr.write(`${line}\n`)
  }

  close(): void {
    // nothing to restore
  }
}
