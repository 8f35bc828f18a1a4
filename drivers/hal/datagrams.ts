import type { Bytes } from './bytes.ts'

/** A UDP port of our own, open until it is closed. */
export interface DatagramSocket {
  /** Nothing is heard afterwards. To be called once. */
  close(): void
}

/** Where a datagram came from: an IP address in decimal, `192.168.1.1`. The shape is that of Espruino's `dgram`. */
export interface DatagramSource {
  address: string
  port: number
}

/**
 * UDP: sends one datagram from a new port and passes whatever comes back to that port to `onBytes`, from anybody and
 * never from inside this call, and from whom where the platform tells. Never throws; undefined when the platform has no socket left. It may block for as long
 * as the look-up of a name takes, and a datagram that is lost is not reported.
 */
export type SendDatagram = (
  host: string, port: number, bytes: Bytes, onBytes: (bytes: Bytes, from?: DatagramSource) => void
) => DatagramSocket | undefined
