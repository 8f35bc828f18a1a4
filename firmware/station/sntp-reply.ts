/**
 * What a time server has answered: the checks of RFC 4330, section 5, for a client that asks one server. A datagram that fails
 * one of them is passed over, and the server may still answer.
 */
import type { Bytes } from '../../drivers/hal/bytes.ts'
import type { DatagramSource } from '../../drivers/hal/datagrams.ts'
import type { TimeSettings } from '../../contract/settings.ts'
import { FIRMWARE_DATE } from './firmware-date.ts'

/** Bytes of a packet without the optional fields. */
const PACKET = 48
/** Seconds of root delay and root dispersion from which a server is none: NTP's own limit, MAXDISP of RFC 5905. */
const INFINITE = 16
/** Seconds from 1900 to 1970, and the span of a 32-bit timestamp, whose first bit is set from 1968 to 2036 (section 3). */
const EPOCH = 2208988800
const ERA = 4294967296

/**
 * It is from whom we asked, as far as the platform tells: that port, and that address where the settings have an address and not
 * a name. Version 4 and mode 4, a server's. It has seen our request, `nonce`.
 */
export function isReply(bytes: Bytes, nonce: Bytes, from: DatagramSource | undefined, settings: TimeSettings): boolean {
  if (from) {
    if (from.port !== settings.port) return false
    // Four numbers, put together, are a number, and a name is none.
    if (+settings.server.split('.').join('') >= 0 && from.address !== settings.server) return false
  }
  return bytes.length >= PACKET && (bytes.charCodeAt(0) & 63) === 0x24 && bytes.slice(24, 32) === nonce
}

/** Stratum 0 is a kiss-o'-death, section 8: whatever its code, the server wants fewer requests. */
export function isKiss(reply: Bytes): boolean {
  return reply.charCodeAt(1) === 0
}

/**
 * The date that a reply tells, in ms since 1970; 0 where it is not to be believed: the server's own clock is not set (leap
 * indicator 3, stratum, root delay or dispersion beyond the possible), it tells none (transmit timestamp 0), or one before this firmware was.
 */
export function replyDate(reply: Bytes): number {
  if (reply.charCodeAt(0) > 0xbf || reply.charCodeAt(1) > 15) return 0
  for (let i = 4; i < 12; i += 4) if (reply.charCodeAt(i) > 0 || reply.charCodeAt(i + 1) >= INFINITE) return 0
  if (reply.slice(40, 48) === '\0'.repeat(8)) return 0
  let seconds = 0
  for (let i = 40; i < 44; i++) seconds = seconds * 256 + reply.charCodeAt(i)
  const date = (seconds - EPOCH + (seconds * 2 < ERA ? ERA : 0) + reply.charCodeAt(44) / 256 + reply.charCodeAt(45) / 65536) * 1000
  return date < FIRMWARE_DATE ? 0 : date
}
