/** A text as the firmware holds it: its UTF-8 bytes, one a character. */
export function asBytes(value: string): string {
  return Buffer.from(value, 'utf8').toString('latin1')
}

/** The text that those bytes stand for. */
export function fromBytes(value: string): string {
  return Buffer.from(value, 'latin1').toString('utf8')
}
