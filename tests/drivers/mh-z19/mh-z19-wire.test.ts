import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BROKEN, MORE, REPLY, STRAY, encodeRequest, scan } from '../../../drivers/mh-z19/mh-z19-wire.ts'
import { framed, fromHex, toHex } from '../../support/byte-string.ts'

describe('a request', () => {
  it.each([
    ['read', 0x86, 0, 0, 'FF 01 86 00 00 00 00 00 79'],
    ['unclamped read', 0x85, 0, 0, 'FF 01 85 00 00 00 00 00 7A'],
    ['firmware', 0xa0, 0, 0, 'FF 01 A0 00 00 00 00 00 5F'],
    ['ABC on', 0x79, 0xa000, 0, 'FF 01 79 A0 00 00 00 00 E6'],
    ['ABC off', 0x79, 0, 0, 'FF 01 79 00 00 00 00 00 86'],
    ['ABC status', 0x7d, 0, 0, 'FF 01 7D 00 00 00 00 00 82'],
    ['zero', 0x87, 0, 0, 'FF 01 87 00 00 00 00 00 78'],
    ['span 2000', 0x88, 2000, 0, 'FF 01 88 07 D0 00 00 00 A0'],
    ['range 1000', 0x99, 0, 1000, 'FF 01 99 00 00 00 03 E8 7B'],
    ['range 2000', 0x99, 0, 2000, 'FF 01 99 00 00 00 07 D0 8F'],
    ['range 3000', 0x99, 0, 3000, 'FF 01 99 00 00 00 0B B8 A3'],
    ['range 5000', 0x99, 0, 5000, 'FF 01 99 00 00 00 13 88 CB'],
    ['get range', 0x9b, 0, 0, 'FF 01 9B 00 00 00 00 00 64'],
    ['reset', 0x8d, 0, 0, 'FF 01 8D 00 00 00 00 00 72'],
    ['raw', 0x84, 0, 0, 'FF 01 84 00 00 00 00 00 7B'],
    ['background', 0x9c, 0, 0, 'FF 01 9C 00 00 00 00 00 63'],
    ['last reply', 0xa2, 0, 0, 'FF 01 A2 00 00 00 00 00 5D']
  ])('%s has every byte in its place', (_name, command, first, last, frame) => {
    expect(toHex(encodeRequest(command, first, last))).toBe(frame)
  })
})

const REPLIES: [number, string][] = [
  [0x86, 'FF 86 02 20 00 00 00 00 58'], [0x86, 'FF 86 02 60 47 00 00 00 D1'], [0x86, 'FF 86 03 20 12 34 56 78 43'],
  [0x86, 'FF 86 01 9A 3C 00 3A 98 D1'], [0x86, 'FF 86 13 88 41 00 00 00 9E'], [0x86, 'FF 86 0D E5 3D 40 42 CF FA'],
  [0x85, 'FF 85 09 60 03 20 56 78 21'], [0xa0, 'FF A0 30 35 31 35 00 00 95'], [0xa0, 'FF A0 30 34 30 30 00 00 9C'],
  [0x7d, 'FF 7D 00 00 00 00 00 01 82'], [0x9b, 'FF 9B 00 00 07 D0 00 00 8E']
]

describe('the scanner', () => {
  it.each(REPLIES)('finds the reply to %i in %s', (command, frame) => {
    expect(scan(fromHex(frame), command)).toBe(REPLY)
  })

  it('waits for all nine bytes', () => {
    const frame = fromHex('FF 86 02 20 00 00 00 00 58')
    for (let length = 0; length < 9; length++) expect(scan(frame.slice(0, length), 0x86)).toBe(MORE)
  })

  it.each(REPLIES)('refuses the reply to %i in %s with any one bit flipped', (command, frame) => {
    const bytes = fromHex(frame)
    for (let bit = 0; bit < 72; bit++) {
      const at = bit >> 3
      const flipped = bytes.slice(0, at) + String.fromCharCode(bytes.charCodeAt(at) ^ (1 << (bit & 7))) + bytes.slice(at + 1)
      expect(scan(flipped, command) & 3).not.toBe(REPLY)
    }
  })

  it('tells a wrong sum from a frame of another command', () => {
    expect(scan(fromHex('FF 86 02 20 00 00 00 00 59'), 0x86)).toBe(BROKEN)
    expect(scan(framed('FF 79 01 00 00 00 00 00'), 0x86)).toBe(STRAY)
    expect(scan(fromHex('FF 01 86 00 00 00 00 00 79'), 0x86)).toBe(STRAY)
    expect(scan(fromHex('00 00 FF 86 02 20 00 00 00 00 59'), 0x86)).toBe(2 * 4 + BROKEN)
    expect(scan(fromHex('FF 79 01 00 00 00 00 00 99'), 0x86) & 3).toBe(MORE)
  })

  it('takes nothing for a frame that does not begin with FF, behind an FF either', () => {
    expect(scan(fromHex('7F 86 02 20 00 00 00 00 58'), 0x86) & 3).toBe(MORE)
    expect(scan(fromHex('FF 00 7F 86 02 20 00 00 00 00 58'), 0x86) & 3).toBe(MORE)
  })

  it.each([
    ['lost step', '00 00 86'], ['a PMS5003', '42 4D 00 1C 00 05 00 09 00 0A'], ['FF before FF', 'FF FF FF'],
    ['the head of a reply', 'FF 86'], ['a reply cut short', 'FF 86 02 20 00'], ['the echo of the request', 'FF 01 86 00 00 00 00 00 79']
  ])('finds a reply behind %s', (_name, garbage) => {
    const frame = fromHex('FF 86 03 20 12 34 56 78 43')
    let bytes = fromHex(garbage) + frame
    for (;;) {
      const found = scan(bytes, 0x86)
      expect(found & 3).not.toBe(MORE)
      if ((found & 3) === REPLY) {
        expect(bytes.slice(found >> 2)).toBe(frame)
        return
      }
      bytes = bytes.slice((found >> 2) + 1)
    }
  })

  it('keeps less than a frame of anything it has seen', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), noise => {
      let bytes = String.fromCharCode(...noise)
      for (;;) {
        const found = scan(bytes, 0x86)
        if ((found & 3) === MORE) break
        bytes = bytes.slice((found >> 2) + 1)
      }
      bytes = bytes.slice(scan(bytes, 0x86) >> 2)
      expect(bytes.length).toBeLessThan(9)
    }))
  })
})
