/** Where a device puts the bytes it sends. */
export interface UartLine {
  /** Queues the bytes behind those still on their way, at the line's rate. */
  transmit(bytes: string): void
}

/** Whatever hangs on the far end of a UART. Bytes are strings of codes 0-255. */
export interface UartDevice {
  /** Once, when it is wired up. */
  attached(line: UartLine): void
  /** What the host has sent, in one piece or many, when its last bit has arrived. */
  receive(bytes: string): void
}
