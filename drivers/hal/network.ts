import type { Bytes } from './bytes.ts'

/** Told of one socket's life. An object rather than three closures. */
export interface SocketEvents {
  onOpen(): void
  onBytes(chunk: Bytes): void
  /** Once, however it ended; nothing follows it. */
  onClose(): void
}

/** A stream socket. */
export interface Socket {
  /** False when the bytes could not be queued; the socket is then as good as closed. */
  write(bytes: Bytes): boolean
  /** Safe twice. `onClose` follows, never from inside this call. */
  close(): void
}

/** TCP. `connect` may block for as long as name look-up and handshake take (up to 30 s on an ESP32). */
export interface Network {
  /** Never throws: a refusal is an `onClose` without `onOpen`, after this call has returned. */
  connect(host: string, port: number, events: SocketEvents): Socket
  /** True where the latest `connect` has failed because nobody knows the host's name. */
  readonly nameless?: boolean
}
