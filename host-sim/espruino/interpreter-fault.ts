/** What a callback dies of. */
export type Death = 'memory' | 'exception'

/**
 * Makes the interpreter fail in the middle of a callback, as Espruino does. An exception ends the callback. Out of memory
 * ends it too, takes every timer that is due at that moment, intervals for ever, and raises the error flags afterwards.
 * Where it strikes is counted in calls of the functions for time and timers, of which every callback makes some.
 */
export class InterpreterFault {
  /** Timers due at this moment or before are gone, ms. */
  lost = -Infinity
  /** How often it has struck. */
  strikes = 0
  private readonly now: () => number
  private left = 0
  private death: Death = 'memory'
  private raise: () => void = () => undefined

  constructor(now: () => number) {
    this.now = now
  }

  /** The callback that makes the call of that number, counted from here, dies in it. */
  arm(death: Death, calls: number): void {
    this.death = death
    this.left = calls
  }

  /** Whom to tell of the flags; replaces the one listener. */
  listen(raise: () => void): void {
    this.raise = raise
  }

  /** Every such call of the firmware. */
  call(): void {
    if (this.left === 0 || --this.left > 0) return
    this.strikes++
    if (this.death === 'memory') {
      this.lost = this.now()
      this.raise()
    }
    throw new Error(this.death === 'memory' ? 'OUT OF MEMORY' : 'planted')
  }
}
