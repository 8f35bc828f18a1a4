/** What `after` returns; only good for `cancel`. */
export type Timer = unknown

/**
 * ms by which a timer may fire before `now` says that it is due: the interpreter may stop anywhere, also between the two looks at
 * its clock with which the date is set. What is due within so many is due.
 */
export const EARLY = 20

/** Milliseconds that never step back, and timers on them. Wall-clock time is another thing: see `WallClock`. */
export interface Clock {
  /** Milliseconds since some fixed moment; never decreases, may have a fraction. */
  now(): number
  /**
   * Calls `task(context)` once, not before `delay` ms have passed and never from inside this call.
   * `task` is a named or static function, so that no closure is made.
   */
  after<T>(delay: number, task: (context: T) => void, context: T): Timer
  /**
   * Forgets a timer that is pending, and does nothing for undefined. A timer that has fired or was cancelled must not be
   * named again: the interpreter gives its number to the next timer, and would forget that one instead. So the owner of
   * a timer sets it to undefined when it fires.
   */
  cancel(timer: Timer): void
}
