import { describe, expect, it } from 'vitest'
import { sensirionCrc8 } from '../../../drivers/checksum/sensirion-crc8.ts'

function bitByBit(word: number): number {
  let crc = 0xff
  for (const byte of [word >> 8, word & 255]) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x80 ? (crc << 1 ^ 0x31) & 0xff : crc << 1
  }
  return crc
}

describe('the checksum of Sensirion sensors', () => {
  it.each([
    [0xbeef, 0x92], [0x0000, 0x81], [0x0001, 0xb0], [0x0002, 0xe3], [0xffff, 0xac], [0x0190, 0x4c], [0x01c2, 0x50],
    [0x01f4, 0x33], [0x03e8, 0xd4], [0x0342, 0xf3], [0x03f5, 0xdb]
  ])('of %i is %i', (word, crc) => {
    expect(sensirionCrc8(word)).toBe(crc)
  })

  it('agrees with the definition, bit by bit, for every word', () => {
    const words = Array.from({ length: 65536 }, (_, word) => word)
    expect(words.filter(word => sensirionCrc8(word) !== bitByBit(word))).toEqual([])
  })
})
