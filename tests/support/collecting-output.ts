import type { SimEvent } from '../../host-sim/sim/sim-event.ts'
import type { SimOutput } from '../../host-sim/sim/sim-output.ts'

/** Keeps what a run told. */
export class CollectingOutput implements SimOutput {
  readonly events: SimEvent[] = []
  readonly lines: string[] = []

  event(event: SimEvent): void {
    this.events.push(event)
  }

  log(line: string): void {
    this.lines.push(line)
  }

  close(): void {
    // nothing to restore
  }

  of<K extends SimEvent['event']>(kind: K): Extract<SimEvent, { event: K }>[] {
    return this.events.filter(event => event.event === kind) as Extract<SimEvent, { event: K }>[]
  }
}
