// CRC-8 of Maxim's 1-Wire parts (Application Note 27): x^8 + x^5 + x^4 + 1, least significant bit first, initial value 0.

/** What four steps of the shift register make of each nibble: 16 bytes, where a table of all bytes would take 256. */
const NIBBLES = '\x00\x9d\x23\xbe\x46\xdb\x65\xf8\x8c\x11\xaf\x32\xca\x57\xe9\x74'

/** The checksum of `bytes`; 0 when they end in their own checksum, and also when every one of them is 0. */
export function maximCrc8(bytes: Uint8Array | number[]): number {
  let crc = 0
  for (const byte of bytes) {
    crc ^= byte
    crc = (crc >> 4) ^ NIBBLES.charCodeAt(crc & 15)
    crc = (crc >> 4) ^ NIBBLES.charCodeAt(crc & 15)
  }
  return crc
}
