import type { SimEvent } from './sim-event.ts'

/** Where a run tells what happens. */
export interface SimOutput {
  event(event: SimEvent): void
  /** A line of the simulator's or a node's own log; never part of the results. */
  log(line: string): void
  /** Leaves the terminal as it was found. */
  close(): void
}
