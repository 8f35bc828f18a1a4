import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maximCrc8 } from '../../../drivers/checksum/maxim-crc8.ts'
import { dallasCrc8 } from '../../../host-sim/parts/dallas-crc8.ts'
import { bytesOf, POWER_ON, SCRATCHPADS } from '../../support/ds18b20-vectors.ts'

/** The shift register of Application Note 27, bit by bit. */
function shiftRegister(bytes: number[]): number {
  let crc = 0
  for (const byte of bytes) {
    crc ^= byte
    for (let i = 0; i < 8; i++) crc = crc & 1 ? (crc >> 1) ^ 0x8c : crc >> 1
  }
  return crc
}

describe('the checksum of 1-Wire parts', () => {
  it.each([
    ['02 1C B8 01 00 00 00', 0xa2], ['28 13 9B BB 0B 00 00', 0x1f], ['28 FF 64 1D CD 96 F2', 0x01],
    ['28 39 38 6A 0D 00 00', 0x44], ['28 CA 00 92 04 00 78', 0x0c], ['FF FF FF FF FF FF FF FF', 0xc9],
    ['00 00 00 00 00 00 00 00', 0x00]
  ])('of %s is %i', (text, expected) => {
    expect(maximCrc8(bytesOf(text))).toBe(expected)
    expect(dallasCrc8([...bytesOf(text)])).toBe(expected)
  })

  it.each([...SCRATCHPADS.map(each => each.bytes), POWER_ON])('is 0 over %s, its own included', text => {
    expect(maximCrc8(bytesOf(text))).toBe(0)
  })

  it('is that of the shift register for any bytes, in driver and part alike', () => {
    fc.assert(fc.property(fc.array(fc.nat(255), { maxLength: 20 }), bytes => {
      expect(maximCrc8(bytes)).toBe(shiftRegister(bytes))
      expect(dallasCrc8(bytes)).toBe(shiftRegister(bytes))
    }))
  })

  it('shows every single flipped bit of a scratchpad', () => {
    const bytes = bytesOf(SCRATCHPADS[0].bytes)
    for (let bit = 0; bit < 72; bit++) {
      const flipped = bytes.slice()
      flipped[bit >> 3] ^= 1 << (bit & 7)
      expect(maximCrc8(flipped)).not.toBe(0)
    }
  })
})
