import { maximCrc8 } from '../../../../drivers/checksum/maxim-crc8.ts'
import { sensirionCrc8 } from '../../../../drivers/checksum/sensirion-crc8.ts'
import { Random } from '../../../../host-sim/random.ts'
import { type Checks, numbersOf } from '../check.ts'

function sensirionBitByBit(word: number): number {
  let crc = 0xff
  for (const byte of [word >> 8, word & 255]) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x80 ? (crc << 1 ^ 0x31) & 0xff : crc << 1
  }
  return crc
}

function maximBitByBit(bytes: Uint8Array): number {
  let crc = 0
  for (const byte of bytes) {
    crc ^= byte
    for (let i = 0; i < 8; i++) crc = crc & 1 ? (crc >> 1) ^ 0x8c : crc >> 1
  }
  return crc
}

/** The checksums of SCD30 and 1-Wire parts, against their definitions; and the seeded stream all emulated parts draw from. */
export function checksumCases(checks: Checks): void {
  for (const pair of ['BE EF 92', '00 00 81', '00 01 B0', '00 02 E3', 'FF FF AC', '01 90 4C', '01 C2 50', '01 F4 33', '03 E8 D4', '03 42 F3', '03 F5 DB']) {
    const bytes = numbersOf(pair)
    checks.check('sensirion ' + pair, sensirionCrc8(bytes[0] << 8 | bytes[1]), bytes[2])
  }
  for (const text of [
    '02 1C B8 01 00 00 00 A2', '28 13 9B BB 0B 00 00 1F', '28 FF 64 1D CD 96 F2 01', '28 39 38 6A 0D 00 00 44', '28 CA 00 92 04 00 78 0C',
    'FF FF FF FF FF FF FF FF C9', '00 00 00 00 00 00 00 00 00', '91 01 4B 46 7F FF 0F 10 25'
  ]) checks.check('maxim ' + text, maximCrc8(numbersOf(text)), 0)
  const random = new Random(8)
  let wrong = 0
  for (let i = 0; i < 500; i++) {
    const word = random.below(65536)
    if (sensirionCrc8(word) !== sensirionBitByBit(word)) wrong++
    const bytes = new Uint8Array(random.below(12))
    for (let k = 0; k < bytes.length; k++) bytes[k] = random.below(256)
    if (maximCrc8(bytes) !== maximBitByBit(bytes)) wrong++
  }
  checks.check('checksums that differ from their definition', wrong, 0)
  const stream = new Random(1).split('scd30')
  let sum = 0
  for (let i = 0; i < 200; i++) sum = (sum * 31 + stream.below(65536)) % 1000003
  checks.note('200 numbers of a seeded stream', sum)
  checks.note('its next normal deviate, in thousandths', Math.floor(stream.gaussian() * 1000))
}
