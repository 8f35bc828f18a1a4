import type { Clock, Timer } from '../../drivers/hal/clock.ts'
import type { WallClock } from '../../drivers/hal/wall-clock.ts'

declare function getTime(): number
declare function setTime(seconds: number): void
declare function setTimeout<T>(task: (context: T) => void, delay: number, context: T): Timer
declare function clearTimeout(timer: Timer): void

/** 2020-01-01 in seconds: a clock that says less has not been set since power-on. */
const FIRST_PLAUSIBLE = 1577836800

/**
 * Espruino has one clock, and setting the date moves it. What it was moved by is kept, so that `now` goes on as
 * before; timers follow the interpreter's own base, which `setTime` moves along.
 */
export class EspruinoClock implements Clock, WallClock {
  /** What the interpreter's clock said at the start, in seconds, and what `set` has moved it by since. */
  private stepped: number

  /** `now` counts from here: the date may have outlived a restart. */
  constructor() {
    this.stepped = getTime()
  }

  now(): number {
    return (getTime() - this.stepped) * 1000
  }

  after<T>(delay: number, task: (context: T) => void, context: T): Timer {
    return setTimeout(task, delay, context)
  }

  cancel(timer: Timer): void {
    if (timer) clearTimeout(timer)
  }

  read(): number {
    const seconds = getTime()
    return seconds < FIRST_PLAUSIBLE ? 0 : Math.floor(seconds * 1000)
  }

  set(milliseconds: number): void {
    const before = getTime()
    setTime(milliseconds / 1000)
    this.stepped += getTime() - before
  }
}
