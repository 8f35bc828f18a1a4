// CRC-8 of Maxim's 1-Wire parts (Application Note 27): x^8 + x^5 + x^4 + 1, least significant bit first, initial value 0.

/** The checksum of `bytes`; 0 when they end in their own checksum, and also when every one of them is 0. */
export function maximCrc8(bytes: Uint8Array | number[]): number {
  const end = bytes.length
  let crc = 0
  for (let i = 0; i < end; i += 4) {
    // Four bytes in one division, by multiplication as in sensirion-crc8.ts; the bits are reflected, so that s is a
    // shift to the left. What is left at the end goes to the upper bytes: zeros before a message change nothing.
    let word = crc ^ bytes[i]
    if (i + 4 <= end) word ^= bytes[i + 1] << 8 ^ bytes[i + 2] << 16 ^ bytes[i + 3] << 24
    else if (i + 1 === end) word <<= 24
    else if (i + 2 === end) word = word << 16 ^ bytes[i + 1] << 24
    else word = word << 8 ^ bytes[i + 1] << 16 ^ bytes[i + 2] << 24
    word ^= word << 3 ^ word << 4 ^ word << 8
    word ^= word << 6 ^ word << 8 ^ word << 16
    word ^= word << 12 ^ word << 16
    word ^= word << 24
    crc = (word ^ word >>> 4 ^ word >>> 5) >>> 24
  }
  return crc
}
