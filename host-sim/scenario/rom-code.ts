/** 1-Wire addresses as 16 hex digits in bus order: family code, six bytes of serial number, CRC (Maxim AN27). */
import type { RomCode } from '../../drivers/hal/one-wire-bus.ts'
import type { Random } from '../random.ts'

/** The two digits that close an address whose first seven bytes are given as 14 hex digits. */
export function romChecksum(digits: string): string {
  let crc = 0
  for (let i = 0; i < digits.length; i += 2) {
    crc ^= parseInt(digits.slice(i, i + 2), 16)
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0x8c : crc >> 1
  }
  return crc.toString(16).padStart(2, '0')
}

/** An address like `model`, of the same family code and the same maker's pattern of zeros, with another serial number. */
export function similarRom(model: RomCode, random: Random): RomCode {
  let digits = model.slice(0, 2)
  for (let i = 2; i < 14; i += 2) {
    const byte = random.below(256).toString(16).padStart(2, '0')
    const fixed = model.slice(i, i + 2)
    digits += fixed === '00' || fixed === 'ff' ? fixed : byte
  }
  return digits + romChecksum(digits)
}
