/** ms for which a measurement stretches the clock (1.1). */
const STRETCH = 30
/** ms for which the part stretches once a day (1.1). */
const LONG_STRETCH = 150
const DAY = 86400000

/** How long an SCD30 holds its clock line: after a measurement, once a day, and for as long as a fault says. */
export class Scd30Stretch {
  private longAt: number

  constructor() {
    this.longAt = 0
  }

  powerUp(now: number): void {
    this.longAt = now + DAY
  }

  /** ms from `now` on; `measuredAt` is when the latest measurement ended, `active` are the faults that are. */
  length(now: number, measuredAt: number, active: Record<string, boolean>): number {
    if (active['stretch-forever']) return Infinity
    if (active['stretch-long']) return LONG_STRETCH
    if (now >= this.longAt) {
      this.longAt = now + DAY
      return LONG_STRETCH
    }
    if (active['stretch']) return STRETCH
    return Math.max(0, measuredAt + STRETCH - now)
  }
}
