// Winsen MH-Z19 family: what can be set and read besides the measurement (MH-Z19B 1.5 and 1.3, "communication protocol").
// Each constant is the command that reads it, or the only one there is.
import type { Bytes } from '../hal/bytes.ts'
import type { Status } from '../hal/status.ts'

/** Automatic baseline correction: get and set, 0 or 1. The part assumes its lowest reading of a day to be 400 ppm. */
export const ABC = 0x7d
/** Detection range: get and set, 1000, 2000, 3000, 5000 or 10000 ppm. The part may restart. */
export const RANGE = 0x9b
/** Set, 400 only: declares the present air to be 400 ppm. Cannot be undone. The part may restart. */
export const ZERO = 0x87
/** Set, 1000-2000 ppm: declares the present air to be that, after a zero. Cannot be undone. The part may restart. */
export const SPAN = 0x88
/** Set, any value: restarts the part, which preheats again. */
export const RESET = 0x8d
/** Get: four digits, '0515'. */
export const FIRMWARE = 0xa0
/** Get: ppm before the clamp to the range. */
export const UNCLAMPED = 0x85
/** Get: the six data bytes as they came, whose meaning nobody documents. */
export const RAW = 0x84
/** Get: six bytes, see `RAW`. */
export const BACKGROUND = 0x9c
/** Get: six bytes, see `RAW`. */
export const LAST_REPLY = 0xa2
/** Get: six bytes, see `RAW`. */
export const TEMPERATURE_ADJUSTMENT = 0xa3

/** Called once per `get` or `set`, and never before that call has returned. */
export type SettingDone = (status: Status, value?: number | Bytes) => void
