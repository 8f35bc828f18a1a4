/** A 9-byte reply: FF, command, three big-endian words, and what makes bytes 1 to 8 add up to 0. */
export function mhZ19Reply(command: number, first: number, second: number, third: number): string {
  const bytes = [command, first >> 8, first & 0xff, second >> 8, second & 0xff, third >> 8, third & 0xff]
  let frame = '\xff'
  let sum = 0
  for (const byte of bytes) {
    frame += String.fromCharCode(byte)
    sum += byte
  }
  return frame + String.fromCharCode(-sum & 0xff)
}
