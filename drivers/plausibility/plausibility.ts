/**
 * Whether a value can be the air's: the same rules for every part that measures it. Pure. README.md has them in words.
 */
import type { Status } from '../hal/status.ts'
import { OK, SUSPECT } from '../hal/status.ts'

/** ppm: 425 outdoors, less the 50 ppm + 5 % of the least accurate part. Lower values are no air. */
export const LOWEST_CO2 = 354
/** ms for which no air keeps a part at one value: 6 h. */
export const STUCK_AFTER = 21600000
/** deg C between two temperatures that one more measurement has to confirm. */
export const LEAP = 5
/** In place of a status: one more measurement has to say the same. */
export const AGAIN = -1

/** What a driver keeps of the CO2 measured so far. 0 stands for nothing, as no air has it. */
export interface Course {
  /** ppm: the latest value that was the air's. */
  believed: number
  /** ppm by which the measurement before left what is believed, while that is to be confirmed. */
  leap: number
  /** ppm: the latest value that air can have, and the ms since when it has been the same. */
  latest: number
  since: number
}

/**
 * Whether a leap of `step` is confirmed by the one of `before`, the measurement before it: both go the same way, and the
 * second not much further than twice as far, as a part that still follows the air may.
 */
export function confirms(step: number, before: number, tolerance: number): boolean {
  return step * before > 0 && Math.abs(step - before) <= Math.abs(before) + tolerance
}

/** What a driver keeps of the temperatures measured so far. */
export interface Track {
  /** deg C: the latest one; not a number before the first. */
  temperature: number
  /** deg C by which it left what was believed, while that is to be confirmed. */
  leap?: number
}

/**
 * Whether `track.temperature`, `step` deg C from the one before it, which had leapt, is the air's: it is back, or confirms
 * the leap. Otherwise what was believed stands again. `step` is not a number for the first one.
 */
export function settles(track: Track, step: number): boolean {
  const first = track.leap || 0
  const whole = first + step
  const settled = Math.abs(whole) <= LEAP || confirms(whole, first, LEAP)
  track.leap = 0
  // The first one of all stands: the next one is compared with it.
  if (!settled) track.temperature -= whole || 0
  return settled
}

/**
 * Judges one value in ppm. `clamp` is where the part's scale ends, `tolerance` how far two values of the same air may
 * differ. SUSPECT: below or at the end of what air has, stuck, or a leap that the measurement after it denies.
 * @hot
 */
export function judgeCo2(course: Course, ppm: number, clamp: number, tolerance: number, now: number): Status | typeof AGAIN {
  const step = ppm - course.believed
  const before = course.leap
  course.leap = 0
  // Written so that not-a-number fails too. What is no air does not show that a part is not stuck.
  if (!(ppm >= LOWEST_CO2 && ppm < clamp)) return SUSPECT
  if (ppm !== course.latest) {
    course.latest = ppm
    course.since = now
  } else if (now - course.since >= STUCK_AFTER) return SUSPECT
  if (step > tolerance || step < -tolerance) {
    const confirmed = course.believed > 0 ? confirms(step, before, tolerance) : Math.abs(step - before) <= tolerance
    if (!confirmed) {
      course.leap = step
      return before === 0 ? AGAIN : SUSPECT
    }
  }
  course.believed = ppm
  return OK
}
