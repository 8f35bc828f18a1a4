import type { Bytes } from './bytes.ts'

/** A serial port, already set to the part's rate and format. */
export interface UartPort {
  /** Queues the bytes and returns at once. */
  write(bytes: Bytes): void
  /** Replaces the one listener. Chunks split or join frames anywhere. */
  listen(onBytes: (chunk: Bytes) => void): void
}
