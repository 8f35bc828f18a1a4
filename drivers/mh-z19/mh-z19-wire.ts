// Winsen MH-Z19 family, UART frames of 9 bytes (MH-Z19 1.0, MH-Z19B 1.5 English and 1.3 Chinese, "communication protocol").
// Pure: bytes in, bytes or verdicts out.
import type { Bytes } from '../hal/bytes.ts'

/** The command of the documented reading. */
export const READ = 0x86
/** What sets automatic baseline correction and range; other commands that change something stand in mh-z19-settings.ts. */
export const SET_ABC = 0x79
export const SET_RANGE = 0x99
/** The argument of SET_ABC for on. */
export const ABC_ON = 0xa000

/** In place of the command whose reply is waited for, while none is. */
export const NOTHING = -1

/** ms: MH-Z19B 1.5, "communication protocol", allows 400-500. */
export const REPLY_TIMEOUT = 500
/** ms after which the part has measured once more; its internal cycle is about a second. */
export const CYCLE = 1100

/** Bytes of a frame. */
const FRAME = 9

/** Verdicts of `scan`: the bytes before the offset are no frame, and those from it on are not yet enough to say. */
export const MORE = 0
/** At the offset stands a reply to the command asked for, with a right sum. */
export const REPLY = 1
/** At the offset stands a frame of another command with a right sum: a late acknowledgement, or the echo of a request. */
export const STRAY = 2
/** At the offset stands what looks like the reply, and its sum is wrong. */
export const BROKEN = 3

/**
 * A request: FF, 01, command, `first` in bytes 3 and 4, 0 in byte 5, `last` in bytes 6 and 7, checksum; both big-endian.
 * The place of an argument is part of its meaning, and the checksum, a plain sum, does not notice a wrong one.
 * @hot
 */
export function encodeRequest(command: number, first: number, last: number): Bytes {
  const sum = 1 + command + (first >> 8) + first + (last >> 8) + last
  return String.fromCharCode(0xff, 1, command, first >> 8, first & 0xff, 0, last >> 8, last & 0xff, -sum & 0xff)
}

/**
 * Looks for a frame in received bytes: an FF, 7 bytes, and the checksum that makes bytes 1 to 8 add up to 0. Returns
 * `offset * 4 + verdict`. After STRAY or BROKEN the caller drops one byte behind the offset and scans again, since FF
 * also occurs inside data.
 * @hot
 */
export function scan(bytes: Bytes, command: number): number {
  let at = bytes.indexOf('\xff')
  while (at >= 0 && at + FRAME <= bytes.length) {
    const replied = bytes.charCodeAt(at + 1)
    if (replied !== 0xff) {
      // Written out, as a pass of a loop costs the interpreter more than the sum in it.
      const sum = replied + bytes.charCodeAt(at + 2) + bytes.charCodeAt(at + 3) + bytes.charCodeAt(at + 4) +
        bytes.charCodeAt(at + 5) + bytes.charCodeAt(at + 6) + bytes.charCodeAt(at + 7) + bytes.charCodeAt(at + 8)
      if ((sum & 0xff) === 0) return at * 4 + (replied === command ? REPLY : STRAY)
      if (replied === command) return at * 4 + BROKEN
    }
    at = bytes.indexOf('\xff', at + 1)
  }
  return (at < 0 ? bytes.length : at) * 4 + MORE
}

/** The number in bytes 4 and 5 of a reply: a range, or an unclamped reading. */
export function numberOf(reply: Bytes): number {
  return reply.charCodeAt(4) * 256 + reply.charCodeAt(5)
}
