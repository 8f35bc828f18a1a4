/**
 * The check byte of a ROM or scratchpad (Maxim Application Note 27), here as the sum of what each set bit contributes.
 * The parts have their own, so that a wrong one in the drivers shows.
 */
export function dallasCrc8(bytes: number[]): number {
  let crc = 0
  for (const byte of bytes) {
    const x = crc ^ byte
    crc = 0
    if (x & 1) crc ^= 0x5e
    if (x & 2) crc ^= 0xbc
    if (x & 4) crc ^= 0x61
    if (x & 8) crc ^= 0xc2
    if (x & 16) crc ^= 0x9d
    if (x & 32) crc ^= 0x23
    if (x & 64) crc ^= 0x46
    if (x & 128) crc ^= 0x8c
  }
  return crc
}
