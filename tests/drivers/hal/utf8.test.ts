import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { utf8Length } from '../../../drivers/hal/utf8.ts'

/** Characters that a strict decoder finds at the beginning: their bytes, or 0 where it finds none. */
function decoded(bytes: Uint8Array): number {
  for (let size = 1; size <= 4 && size <= bytes.length; size++) {
    try {
      const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(0, size))
      if (text.length > 0) return size
    } catch { /* not well-formed up to here */ }
  }
  return 0
}

/** Bytes near the borders of the table of well-formed characters. */
const byte = fc.oneof(fc.nat(255), fc.constantFrom(0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5))

describe('utf8Length', () => {
  it('finds what a strict decoder finds in any bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ minLength: 1, maxLength: 5 }).chain(({ length }) => fc.array(byte, { minLength: length, maxLength: length })), bytes => {
      expect(utf8Length(String.fromCharCode(...bytes), 0)).toBe(decoded(Uint8Array.from(bytes)))
    }), { numRuns: 3000 })
  })

  it('begins at the byte that it is told', () => {
    expect(utf8Length('a\xe2\x82\xac', 1)).toBe(3)
  })
})
