import { eventLine } from './event-line.ts'
import type { SimEvent } from './sim-event.ts'
import type { SimOutput } from './sim-output.ts'

/** One line an event on stdout, for logs and pipes, on stdout or `stream`; logs on stderr. */
export class LineOutput implements SimOutput {
  private readonly only: 'everything' | 'summary'
  private readonly stream: NodeJS.WritableStream

  constructor(only: 'everything' | 'summary', stream: NodeJS.WritableStream = process.stdout) {
    this.only = only
    this.stream = stream
  }

  event(event: SimEvent): void {
    if (this.only === 'everything' || event.event === 'summary') this.stream.write(`${eventLine(event)}\n`)
  }

  log(line: string): void {
    process.stderr.write(`${line}\n`)
  }

  close(): void {
    // nothing to restore
  }
}
