/** Sensirion SCD30 over I2C: what is said. After the interface description 1.0 (May 2020), sections 1.1 to 1.5. */
import { BAD_CHECKSUM, OK } from '../hal/status.ts'
import type { Status } from '../hal/status.ts'
import type { Bytes } from '../hal/bytes.ts'
import { sensirionCrc8 } from '../checksum/sensirion-crc8.ts'

/** The 7-bit bus address. */
export const ADDRESS = 0x61

/** Ends continuous measurement. */
export const STOP = 0x0104
/** Reads 1 when a measurement waits, else 0. */
export const DATA_READY = 0x0202
/** The measurement: three floats. */
export const MEASUREMENT = 0x0300
/** Major version in the high byte, minor in the low. */
export const FIRMWARE = 0xd100
/** 32 characters ending in NULs; in every vendor driver, not in the document. */
export const SERIAL = 0xd033
/** Back to the state after power-up within 2 s. */
export const SOFT_RESET = 0xd304

/** Bytes of the replies: words that are each followed by a checksum. */
export const WORD_REPLY = 3
export const MEASUREMENT_REPLY = 18
export const SERIAL_REPLY = 48

/** The bytes of a command, with its argument word and that word's checksum unless `argument` is below 0. @hot */
export function encodeCommand(command: number, argument: number): number[] {
  const bytes = [command >> 8, command & 255]
  if (argument >= 0) bytes.push(argument >> 8, argument & 255, sensirionCrc8(argument))
  return bytes
}

/** OK, or BAD_CHECKSUM: one wrong word refuses all. @hot */
export function checkReply(bytes: Uint8Array): Status {
  // Two words in one division, the second in the upper half; a word that is alone stands in both. Else as in
  // sensirion-crc8.ts: a mask keeps what is shifted in its own half.
  let second = bytes.length > 3 ? 3 : 0
  for (let i = 0; i < bytes.length; i += 6) {
    let quotient = (bytes[i] << 8 | bytes[i + 1] | bytes[second] << 24 | bytes[second + 1] << 16) ^ 0xff00ff00
    quotient ^= quotient >> 3 & 0x1fff1fff ^ quotient >> 4 & 0xfff0fff ^ quotient >> 8 & 0xff00ff
    quotient ^= quotient >> 6 & 0x3ff03ff ^ quotient >> 8 & 0xff00ff
    quotient ^= quotient >> 12 & 0xf000f
    if (((quotient ^ (quotient & 0xf000f) << 4 ^ (quotient & 0x70007) << 5 ^ bytes[i + 2] ^ bytes[second + 2] << 16) & 0xff00ff) !== 0) {
      return BAD_CHECKSUM
    }
    second += 6
  }
  return OK
}

/** The text of the reply to SERIAL. */
export function serialOf(bytes: Uint8Array): Bytes {
  let text = ''
  for (let i = 0; i < SERIAL_REPLY; i++) {
    if (i % 3 < 2 && bytes[i] > 32 && bytes[i] < 127) text += String.fromCharCode(bytes[i])
  }
  return text
}
