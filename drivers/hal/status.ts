/**
 * The outcome of every operation below the host: small integers instead of thrown errors, because an `Error` costs
 * 46 of some 3,000 variables on the interpreter and a number none. The names vanish at build time.
 * A number that holds more than a status has another type, and does not pass for one.
 */
export type Status =
  | typeof OK | typeof NO_ACK | typeof TIMEOUT | typeof BAD_CHECKSUM | typeof BAD_REPLY | typeof BUSY | typeof NOT_FOUND
  | typeof OUT_OF_RANGE | typeof CLOSED | typeof WARMING | typeof SUSPECT | typeof STALE | typeof FULL | typeof UNSUPPORTED
  | typeof REFUSED | typeof HELD_LOW

/** It worked, and the result is to be believed. */
export const OK = 0 as const
/** Nobody acknowledged the address or a byte. */
export const NO_ACK = 1 as const
/** No answer in the time the document allows. */
export const TIMEOUT = 2 as const
/** The answer's checksum is wrong; nothing of it may be used. */
export const BAD_CHECKSUM = 3 as const
/** The answer is well formed and cannot be right: wrong echo, structure, or a value outside the part's physics. */
export const BAD_REPLY = 4 as const
/** Another operation is under way; ask again when it is done. */
export const BUSY = 5 as const
/** The part, file or name does not exist. */
export const NOT_FOUND = 6 as const
/** The caller's argument is outside the documented range; nothing was sent. */
export const OUT_OF_RANGE = 7 as const
/** The link is closed. */
export const CLOSED = 8 as const
/** The part is preheating or has just been reset; its value is not yet the air's. */
export const WARMING = 9 as const
/** Well formed, in range, and still not believable: clamped, stuck, or a power-on value. */
export const SUSPECT = 10 as const
/** No fresh reading for three intervals. */
export const STALE = 11 as const
/** No room left. */
export const FULL = 12 as const
/** The part does not know this command or setting. */
export const UNSUPPORTED = 13 as const
/** The other side knows us not: the password is wrong. */
export const REFUSED = 14 as const
/** The line is low when nobody drives it: a short circuit, or no pull-up resistor. */
export const HELD_LOW = 15 as const
