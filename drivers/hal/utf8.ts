import type { Bytes } from './bytes.ts'

/** Bytes of the character that begins at `at`, 1 to 4, or 0 where none does that is well-formed and whole (RFC 3629, section 4). */
export function utf8Length(bytes: Bytes, at: number): number {
  const lead = bytes.charCodeAt(at)
  if (lead < 0x80) return 1
  const pair = lead << 8 | bytes.charCodeAt(at + 1)
  // Bytes that lead nothing, what is above 10FFFF, overlong forms of three bytes, surrogates, overlong forms of four.
  if (lead < 0xc2 || pair > 0xf48f || pair >> 5 === 0x704 || pair >> 5 === 0x76d || pair >> 4 === 0xf08) return 0
  const size = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4
  for (let i = 1; i < size; i++) {
    if ((bytes.charCodeAt(at + i) & 0xc0) !== 0x80) return 0
  }
  return size
}
