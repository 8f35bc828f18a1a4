import { isKiss, isReply, replyDate } from '../../../../firmware/station/sntp-reply.ts'
import { bytesOf, type Checks } from '../check.ts'

const NONCE = 'abcdefgh'
const SETTINGS = { server: '192.168.1.1', port: 123 }
const SERVER = { address: '192.168.1.1', port: 123 }

/** An answer of 2026-06-01 12:00:00.5, with other bytes from `at` on. */
function reply(at: number, bytes: string): string {
  const whole = bytesOf('24 02 00 EC 00 00 01 00 00 00 02 00 0A 00 00 01') + '\0'.repeat(8) + NONCE + '\0'.repeat(8) + bytesOf('ED C7 F2 C0 80 00 00 00')
  const other = bytesOf(bytes)
  return whole.slice(0, at) + other + whole.slice(at + other.length)
}

/** Leap indicator, stratum, root delay and dispersion, transmit timestamp 0, before the firmware: where, and what. */
const NONSENSE = ['00 E4', '01 10', '04 00 10', '04 80 00', '08 00 10', '40 00 00 00 00 00 00 00 00', '40 ED 00 00 00', '40 80 00 00 00']

/** The replies of time servers: what is one, and what it is worth. */
export function timeCases(checks: Checks): void {
  checks.check('reply', isReply(reply(0, ''), NONCE, SERVER, SETTINGS), true)
  checks.check('reply from nobody knows where', isReply(reply(0, ''), NONCE, undefined, SETTINGS), true)
  checks.check('reply of a name', isReply(reply(0, ''), NONCE, { address: '10.0.0.1', port: 123 }, { server: 'pool.ntp.org', port: 123 }), true)
  checks.check('reply from another port', isReply(reply(0, ''), NONCE, { address: '192.168.1.1', port: 124 }, SETTINGS), false)
  checks.check('reply from another address', isReply(reply(0, ''), NONCE, { address: '192.168.1.2', port: 123 }, SETTINGS), false)
  checks.check('reply to somebody else', isReply(reply(31, '69'), NONCE, SERVER, SETTINGS), false)
  for (const first of ['1C', '23', '25', '22', '64']) checks.note('reply that begins with ' + first, isReply(reply(0, first), NONCE, SERVER, SETTINGS))
  checks.check('reply of 47 bytes', isReply(reply(0, '').slice(1), NONCE, SERVER, SETTINGS), false)
  checks.check('kiss', isKiss(reply(1, '00')), true)
  checks.check('date', replyDate(reply(0, '')), 1780315200500)
  for (const row of NONSENSE) checks.check('date with ' + row, replyDate(reply(parseInt(row, 10), row.slice(3))), 0)
  checks.check('date of the second era', replyDate(reply(40, '00 00 00 00')), 2085978496500)
}
