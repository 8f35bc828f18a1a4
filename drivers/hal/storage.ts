import type { Status } from './status.ts'

/** Named texts that outlive a power cycle. Names have at most 28 characters; longer ones are refused, not cut. */
export interface Storage {
  read(name: string): string | undefined
  /** OK, OUT_OF_RANGE for a bad name or an empty text, FULL. */
  write(name: string, text: string): Status
  erase(name: string): void
}
