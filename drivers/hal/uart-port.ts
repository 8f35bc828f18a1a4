import type { Bytes } from './bytes.ts'

/** Told of what arrives at a port. An object rather than a closure. */
export interface UartListener {
  /** Chunks split or join frames anywhere. */
  onBytes(chunk: Bytes): void
}

/** A serial port, already set to the part's rate and format. */
export interface UartPort {
  /** Queues the bytes and returns at once. */
  write(bytes: Bytes): void
  /** Replaces the one listener. */
  listen(listener: UartListener): void
}
