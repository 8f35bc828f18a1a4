/** Sensirion SCD30 over I2C: what is said. After the interface description 1.0 (May 2020), sections 1.1 to 1.5. */
import { BAD_CHECKSUM, BAD_REPLY, OK, SUSPECT } from '../hal/status.ts'
import type { Status } from '../hal/status.ts'
import type { Reading } from '../sensor.ts'
import { sensirionCrc8 } from '../checksum/sensirion-crc8.ts'

/** The 7-bit bus address. */
export const ADDRESS = 0x61

/** Continuous measurement; the argument is the air pressure, 0 for none or 700-1400 hPa. Overrides `ALTITUDE`. */
export const PRESSURE = 0x0010
/** Ends continuous measurement. */
export const STOP = 0x0104
/** Seconds between measurements, 2-1800, non-volatile. */
export const INTERVAL = 0x4600
/** Reads 1 when a measurement waits, else 0. */
export const DATA_READY = 0x0202
/** The measurement: three floats. */
export const MEASUREMENT = 0x0300
/** Automatic self-calibration: 0 or 1, non-volatile. */
export const SELF_CALIBRATION = 0x5306
/** Forced recalibration to 400-2000 ppm: the curve changes for good, the value reads back as 400 after power-up. */
export const FORCED_RECALIBRATION = 0x5204
/** Hundredths of a deg C taken off the temperature; unsigned, non-volatile. */
export const TEMPERATURE_OFFSET = 0x5403
/** Metres above the sea, non-volatile; ignored while a pressure is set. */
export const ALTITUDE = 0x5102
/** Major version in the high byte, minor in the low. */
export const FIRMWARE = 0xd100
/** 32 characters ending in NULs; in every vendor driver, not in the document. */
export const SERIAL = 0xd033
/** Back to the state after power-up within 2 s. */
export const SOFT_RESET = 0xd304

/** In place of an argument: the bare command. */
export const NONE = -1

/** The bytes of a command, with its argument word and that word's checksum unless `argument` is NONE. @hot */
export function encodeCommand(command: number, argument: number): number[] {
  const bytes = [command >> 8, command & 255]
  if (argument !== NONE) bytes.push(argument >> 8, argument & 255, sensirionCrc8(argument))
  return bytes
}

/**
 * Checks a reply of words that are each followed by a checksum; one wrong word refuses all (BAD_CHECKSUM). Eighteen
 * bytes are a measurement (1.4.5): it goes to `reading`, CO2 in whole ppm, and `bytes` is used up. BAD_REPLY leaves
 * `reading` alone: a value that is not finite, or outside the part's physics. SUSPECT leaves out CO2 alone: it is not
 * above 0, as after a reset.
 * @hot
 */
export function decodeReply(bytes: Uint8Array, reading: Reading): Status {
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
  if (bytes.length !== 18) return OK
  // A float is two words: close the gap that the first one's checksum leaves between them.
  for (let i = 0; i < 18; i += 6) {
    bytes[i + 2] = bytes[i + 1]
    bytes[i + 1] = bytes[i]
  }
  const view = new DataView(bytes.buffer)
  const co2 = Math.round(view.getFloat32(1))
  const temperature = view.getFloat32(7)
  const humidity = view.getFloat32(13)
  // Written so that not-a-number fails too.
  if (!(isFinite(co2) && co2 <= 40000 && temperature >= -40 && temperature <= 125 && humidity >= 0 && humidity <= 100.5)) {
    return BAD_REPLY
  }
  reading.temperature = temperature
  reading.humidity = humidity
  if (co2 <= 0) return SUSPECT
  reading.co2 = co2
  return OK
}
