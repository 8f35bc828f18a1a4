import type { Clock } from '../../drivers/hal/clock.ts'
import type { WallClock } from '../../drivers/hal/wall-clock.ts'

/** A date that goes with a clock. */
export class SimulatedWallClock implements WallClock {
  private readonly clock: Clock
  /** The date at the clock's zero, ms since 1970; undefined while nobody has set it. */
  private zero: number | undefined

  /** `date`: ms since 1970-01-01 UTC at this moment, or 0 for a clock that is yet to be set. */
  constructor(clock: Clock, date: number) {
    this.clock = clock
    if (date > 0) this.set(date)
  }

  read(): number {
    return this.zero === undefined ? 0 : Math.floor(this.zero + this.clock.now())
  }

  set(milliseconds: number): void {
    this.zero = milliseconds - this.clock.now()
  }
}
