/**
 * The outcome of every operation below the host: small integers instead of thrown errors, because an `Error` costs
 * 46 of some 3,000 variables on the interpreter and a number none. The names vanish at build time.
 */
export type Status = number

/** It worked, and the result is to be believed. */
export const OK = 0
/** Nobody acknowledged the address or a byte. */
export const NO_ACK = 1
/** No answer in the time the document allows. */
export const TIMEOUT = 2
/** The answer's checksum is wrong; nothing of it may be used. */
export const BAD_CHECKSUM = 3
/** The answer is well formed and cannot be right: wrong echo, structure, or a value outside the part's physics. */
export const BAD_REPLY = 4
/** Another operation is under way; ask again when it is done. */
export const BUSY = 5
/** The part, file or name does not exist. */
export const NOT_FOUND = 6
/** The caller's argument is outside the documented range; nothing was sent. */
export const OUT_OF_RANGE = 7
/** The link is closed. */
export const CLOSED = 8
/** The part is preheating or has just been reset; its value is not yet the air's. */
export const WARMING = 9
/** Well formed, in range, and still not believable: clamped, stuck, or a power-on value. */
export const SUSPECT = 10
/** No fresh reading for three intervals. */
export const STALE = 11
/** No room left. */
export const FULL = 12
/** The part does not know this command or setting. */
export const UNSUPPORTED = 13
/** The other side knows us not: the password is wrong. */
export const REFUSED = 14
