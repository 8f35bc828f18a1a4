// What a server may send us in MQTT 3.1.1, judged from the fixed header, and the names of topics.

import type { Bytes } from '../../drivers/hal/bytes.ts'
import { utf8Length } from '../../drivers/hal/utf8.ts'
import { CONNACK, PINGRESP, PUBACK, PUBCOMP, PUBLISH, PUBREC, PUBREL, SUBACK, UNSUBACK } from './packet-type.ts'

/** The fixed header has not all arrived. */
export const INCOMPLETE = 0
/** This packet may not come: unknown or client-only type, wrong flags, length or moment, QoS 3. */
export const MALFORMED = -1

/**
 * Reads the fixed header at `at`: eight times the remaining length plus the header's own 2-5 bytes, INCOMPLETE or
 * MALFORMED. `connected` says whether the CONNACK has come: before it nothing else may, after it no second one.
 */
export function readHeader(bytes: Bytes, at: number, connected: boolean): number {
  const first = bytes.charCodeAt(at)
  let length = 0
  let size = 1
  let digit = 128
  while (digit > 127) {
    if (size > 4) return MALFORMED
    if (at + size >= bytes.length) return INCOMPLETE
    digit = bytes.charCodeAt(at + size)
    length += (digit & 127) << (7 * (size - 1))
    size++
  }
  return mayCome(first, length, connected) ? length * 8 + size : MALFORMED
}

/** Whether a packet with that first byte and remaining length may come at this moment. */
function mayCome(first: number, length: number, connected: boolean): boolean {
  if (!connected) return first === CONNACK && length === 2 // [MQTT-3.2.0-1]
  // [MQTT-3.6.1-1] the flags of a PUBREL are 0010, in the constant
  if (first === PUBACK || first === PUBREC || first === PUBREL || first === PUBCOMP || first === UNSUBACK) return length === 2
  if (first === PINGRESP) return length === 0
  return first === SUBACK ? length > 2 && length < 128 : length > 1 && isPublish(first)
}

/** There is no DUP with QoS 0 [MQTT-3.3.1-2], and no QoS 3 [MQTT-3.3.1-4]. */
function isPublish(first: number): boolean {
  return first >= PUBLISH && first < PUBACK && (first & 14) !== 8 && (first & 6) !== 6
}

/**
 * True for a topic name, or with `wildcards` a filter: 1-65535 bytes of well-formed UTF-8 without NUL, wildcards only
 * in filters and only as whole levels, `#` last.
 */
export function isTopic(bytes: Bytes, wildcards: boolean): boolean {
  const end = bytes.length
  if (end < 1 || end > 65535) return false // [MQTT-4.7.3-1] [MQTT-4.7.3-3]
  for (let i = 0; i < end; i++) {
    const code = bytes.charCodeAt(i)
    if (code > 127) {
      const size = utf8Length(bytes, i) // [MQTT-1.5.3-1]
      if (!size) return false
      i += size - 1
    } else if (code < 1) {
      return false // [MQTT-1.5.3-2] [MQTT-4.7.3-2]
    } else if ((code === 35 || code === 43) && !(wildcards && isLevel(bytes, i))) {
      return false // [MQTT-3.3.2-2]
    }
  }
  return true
}

/** Whether the wildcard at `at` is a whole level, a `#` the last: [MQTT-4.7.1-1] ... [MQTT-4.7.1-3]. */
function isLevel(bytes: Bytes, at: number): boolean {
  if (at > 0 && bytes.charAt(at - 1) !== '/') return false
  return at + 1 === bytes.length || bytes.substr(at, 2) === '+/'
}
