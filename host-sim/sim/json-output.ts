import type { SimEvent } from './sim-event.ts'
import type { SimOutput } from './sim-output.ts'

/** One JSON object a line on stdout; logs on stderr. */
export class JsonOutput implements SimOutput {
  private readonly only: 'everything' | 'summary'

  constructor(only: 'everything' | 'summary') {
    this.only = only
  }

  event(event: SimEvent): void {
    if (this.only === 'everything' || event.event === 'summary') process.stdout.write(`${JSON.stringify(event)}\n`)
  }

  log(line: string): void {
    process.stderr.write(`${line}\n`)
  }

  close(): void {
    // nothing to restore
  }
}
