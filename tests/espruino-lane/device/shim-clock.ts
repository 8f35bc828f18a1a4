import type { Timer } from '../../../drivers/hal/clock.ts'
import type { SimulatedClock } from '../../../host-sim/clock/simulated-clock.ts'

declare function getTime(): number
declare function setTimeout<T>(task: (context: T) => void, delay: number, context: T): Timer
declare function clearTimeout(timer: Timer): void

/** The interpreter's own time and timers for emulated parts, `age` ms after they were made. */
export class ShimClock implements SimulatedClock {
  /** How long everything has been on, ms. */
  age: number
  private readonly begun: number
  // The firmware gets watched ones under the same names.
  private readonly set: typeof setTimeout
  private readonly clear: typeof clearTimeout

  constructor() {
    this.age = 0
    this.begun = getTime()
    this.set = setTimeout
    this.clear = clearTimeout
  }

  now(): number {
    return (getTime() - this.begun) * 1000 + this.age
  }

  after<T>(delay: number, task: (context: T) => void, context: T): Timer {
    const set = this.set
    return set(task, delay, context)
  }

  cancel(timer: Timer): void {
    const clear = this.clear
    if (timer !== undefined) clear(timer)
  }

  /** Shorter than a millisecond is shorter than the interpreter takes for the call. */
  block(milliseconds: number): void {
    if (milliseconds < 1) return
    const end = getTime() + milliseconds / 1000
    while (getTime() < end) { /* the interpreter is held up, as by a transfer */ }
  }
}
