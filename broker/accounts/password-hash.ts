import { pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto'

/** As mosquitto_passwd 2.0 does it: PBKDF2 with SHA-512, `$7$iterations$salt$key` with salt and key in base64. */
const SCHEME = '7'
/** What mosquitto_passwd takes. The passwords that are made here have 192 random bits, so that no number of rounds matters. */
const ITERATIONS = 101
const SALT_BYTES = 12
const KEY_BYTES = 64
/** More would let one line of a file stop the broker at every login. */
const MOST_ITERATIONS = 100_000

/** The hash of a password, for a line of mosquitto's password file. `salt` has 12 bytes, random ones where none are given. */
export function hashPassword(password: string, salt: Buffer = randomBytes(SALT_BYTES)): string {
  return `$${SCHEME}$${ITERATIONS}$${salt.toString('base64')}$${derived(password, salt, ITERATIONS).toString('base64')}`
}

/** Whether this is a hash that `passwordMatches` can judge. */
export function isKnownHash(hash: string): boolean {
  return partsOf(hash) !== undefined
}

/** Whether a hash is that of this password, compared without an early exit. */
export function passwordMatches(hash: string, password: string | Buffer): boolean {
  const parts = partsOf(hash)
  return parts !== undefined && timingSafeEqual(derived(password, parts.salt, parts.iterations), parts.key)
}

function derived(password: string | Buffer, salt: Buffer, iterations: number): Buffer {
  return pbkdf2Sync(password, salt, iterations, KEY_BYTES, 'sha512')
}

function partsOf(hash: string): { iterations: number, salt: Buffer, key: Buffer } | undefined {
  const match = /^\$7\$(\d{1,6})\$([A-Za-z0-9+/]+=*)\$([A-Za-z0-9+/]+=*)$/.exec(hash)
  if (!match) return undefined
  const parts = { iterations: Number(match[1]), salt: Buffer.from(match[2], 'base64'), key: Buffer.from(match[3], 'base64') }
  const fits = parts.iterations >= 1 && parts.iterations <= MOST_ITERATIONS && parts.salt.length > 0 && parts.key.length === KEY_BYTES
  return fits ? parts : undefined
}
