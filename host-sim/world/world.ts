import type { Air } from '../parts/part.ts'

/** What the parts of one node are surrounded by. */
export interface World {
  /** Lets it live until `time`, in ms on the node's clock; a moment that has passed already changes nothing. */
  advance(time: number): void
  /** The air at a position: the same record at every call, kept up to date by `advance`. */
  air(position: string): Air
}
