import type { Bytes } from '../drivers/hal/bytes.ts'

/** Bytes behind the fixed header up to which a node lets a message pass: docs/mqtt.md. */
export const MOST_BYTES = 1048576

/** Whether a message, as a packet's first byte and its body, is one on which a client has to hang up: too long, or with a topic that breaks the standard. */
export function isUnacceptable(head: number, body: Bytes): boolean {
  if (head >> 4 !== 3) return false
  if (body.length > MOST_BYTES) return true
  const topic = body.slice(2, 2 + body.charCodeAt(0) * 256 + body.charCodeAt(1))
  return /[\0\x80-\xff]/.test(topic) && (topic.includes('\0') || Buffer.from(topic, 'latin1').toString('utf8').includes('\ufffd'))
}
