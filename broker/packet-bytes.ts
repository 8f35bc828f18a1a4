import type { Bytes } from '../drivers/hal/bytes.ts'

/** A packet whose first byte is `head`, its length in as many bytes as it needs (MQTT 3.1.1, 2.2.3). */
export function packetBytes(head: number, body: Bytes): Bytes {
  let length = ''
  let rest = body.length
  do {
    length += String.fromCharCode(rest > 127 ? (rest & 127) | 128 : rest)
    rest >>= 7
  } while (rest > 0)
  return String.fromCharCode(head) + length + body
}
