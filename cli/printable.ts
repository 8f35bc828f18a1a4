/** Text from a broker made safe for a terminal: control characters, which could move the cursor or worse, become '?'. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?')
}
