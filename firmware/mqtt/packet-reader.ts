// What a server may send us in MQTT 3.1.1, judged from the fixed header, and the names of topics.

import type { Bytes } from '../../drivers/hal/bytes.ts'
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
  let fits = false
  if (!connected) fits = first === CONNACK && length === 2 // [MQTT-3.2.0-1]
  else if (first === PUBACK || first === PUBREC || first === PUBCOMP || first === UNSUBACK) fits = length === 2
  // [MQTT-3.6.1-1] its flags are 0010, in the constant
  else if (first === PUBREL) fits = length === 2
  else if (first === PINGRESP) fits = length === 0
  else if (first === SUBACK) fits = length > 2 && length < 128
  // There is no DUP with QoS 0 [MQTT-3.3.1-2], and no QoS 3 [MQTT-3.3.1-4].
  else fits = first >= PUBLISH && first < PUBACK && (first & 14) !== 8 && (first & 6) !== 6 && length > 1
  return fits ? length * 8 + size : MALFORMED
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
      // [MQTT-1.5.3-1] Unicode's table 3-7: no overlong forms, no surrogates, nothing above 10FFFF
      let more = code < 0xc2 || code > 0xf4 ? 0 : code < 0xe0 ? 1 : code < 0xf0 ? 2 : 3
      const next = bytes.charCodeAt(i + 1)
      if (
        more < 1 || (code === 0xe0 && next < 0xa0) || (code === 0xed && next > 0x9f) ||
        (code === 0xf0 && next < 0x90) || (code === 0xf4 && next > 0x8f)
      ) return false
      while (more-- > 0) {
        i++
        if (i >= end || (bytes.charCodeAt(i) & 0xc0) !== 0x80) return false
      }
    } else if (code < 1) {
      return false // [MQTT-1.5.3-2] [MQTT-4.7.3-2]
    } else if (code === 35 || code === 43) {
      // [MQTT-3.3.2-2] [MQTT-4.7.1-1] ... [MQTT-4.7.1-3]
      if (!wildcards || (i > 0 && bytes.charAt(i - 1) !== '/')) return false
      if (i + 1 < end && (code === 35 || bytes.charAt(i + 1) !== '/')) return false
    }
  }
  return true
}
