import type { Bytes } from '../drivers/hal/bytes.ts'

/** A number of two bytes, the most significant first (MQTT 3.1.1, 1.5.2). */
export function wordBytes(value: number): Bytes {
  return String.fromCharCode(value >> 8, value & 0xff)
}
