// CRC-8 of Maxim's 1-Wire parts (Application Note 27): x^8 + x^5 + x^4 + 1, least significant bit first, initial value 0.

/** The checksum of `bytes`; 0 when they end in their own checksum, and also when every one of them is 0. @hot */
export function maximCrc8(bytes: Uint8Array | number[]): number {
  // Four bytes in one division, by multiplication as in sensirion-crc8.ts; the bits are reflected, so that s is a shift
  // to the left. Zeros before a message change nothing.
  const size = (bytes.length + 3) & -4
  const padded = new Uint8Array(size)
  padded.set(bytes, size - bytes.length)
  let crc = 0
  // The board and the laptop are both little-endian.
  for (const word of new Int32Array(padded.buffer)) {
    crc ^= word
    crc ^= crc << 3 ^ crc << 4 ^ crc << 8
    crc ^= crc << 6 ^ crc << 8 ^ crc << 16
    crc ^= crc << 12 ^ crc << 16
    crc ^= crc << 24
    crc = (crc ^ crc >>> 4 ^ crc >>> 5) >>> 24
  }
  return crc
}
