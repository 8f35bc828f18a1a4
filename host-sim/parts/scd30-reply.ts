/** An SCD30's words on the wire: big-endian, each with its checksum (interface description 1.0, 1.1.3). */

/** A float has many spellings of not-a-number; this is the part's. */
const NOT_A_NUMBER = 0x7fc00000
const SERIAL_TEXT = 'B3A1C05E7D92'

/** The checksum that follows a word: polynomial 31, initial FF. */
export function checksum(high: number, low: number): number {
  let crc = 0xff
  for (const byte of [high, low]) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x80 ? (crc << 1 ^ 0x31) & 0xff : crc << 1
  }
  return crc
}

export function words(values: number[]): number[] {
  const bytes: number[] = []
  for (const value of values) bytes.push(value >> 8, value & 255, checksum(value >> 8, value & 255))
  return bytes
}

/** IEEE 754 singles, two words each. */
export function floats(values: number[]): number[] {
  const halves: number[] = []
  const view = new DataView(new ArrayBuffer(4))
  for (const value of values) {
    if (isNaN(value)) view.setUint32(0, NOT_A_NUMBER)
    else view.setFloat32(0, value)
    halves.push(view.getUint16(0), view.getUint16(2))
  }
  return words(halves)
}

/** The serial number, as 32 characters. */
export function serial(): number[] {
  const pairs: number[] = []
  for (let i = 0; i < 32; i += 2) {
    pairs.push(i < SERIAL_TEXT.length ? SERIAL_TEXT.charCodeAt(i) << 8 | SERIAL_TEXT.charCodeAt(i + 1) : 0)
  }
  return words(pairs)
}
