import type { Random } from '../random.ts'
import type { Air } from './part.ts'

const SECOND = 1000

/**
 * The measuring cell of an MH-Z19: one value a second, with lag, noise, the error of a cold lamp, two calibration
 * constants and the automatic baseline correction (MH-Z19B 1.5, "calibration"; the cycle is 26 h in the Chinese 1.3).
 */
export class MhZ19Cell {
  /** ms; T90 divided by ln 10. */
  lag: number
  /** ms between two baseline corrections. */
  cycle: number
  /** Non-volatile calibration: reading = gain * air + correction. */
  gain: number
  correction: number
  /** Automatic baseline correction, 0 or 1: volatile, on after every power-up. */
  baseline: number
  private readonly random: Random
  private air: number
  private measured: number
  private measuredAt: number
  private lowest: number
  private correctedAt: number

  constructor(random: Random, lag: number, cycle: number) {
    this.lag = lag
    this.cycle = cycle
    this.gain = 1
    this.correction = 0
    this.baseline = 1
    this.random = random
    this.air = 0
    this.measured = 0
    this.measuredAt = 0
    this.lowest = Infinity
    this.correctedAt = 0
  }

  powerUp(now: number): void {
    this.baseline = 1
    this.air = 0
    this.measuredAt = 0
    this.lowest = Infinity
    this.correctedAt = now
  }

  /** Whole ppm before any clamp; `cold` is the part of the preheat still to come, 1 to 0. */
  measure(now: number, air: Air, cold: number): number {
    const elapsed = now - this.measuredAt
    if (this.air > 0 && elapsed < SECOND) return this.measured
    if (this.air > 0) this.air += (air.co2 - this.air) * (1 - Math.exp(-elapsed / this.lag))
    else this.air = air.co2
    this.measuredAt = now
    const noise = 2.5 * this.random.gaussian()
    const value = Math.floor(this.air * this.gain * (1 + 0.3 * cold) + this.correction + noise + 0.5)
    this.measured = Math.max(0, value)
    if (this.baseline === 1 && cold <= 0) this.correct(now)
    return this.measured
  }

  /** Takes the present air for `ppm` by shifting the curve: command 87 and the HD pin. */
  zero(ppm: number): void {
    this.correction = ppm - this.air * this.gain
  }

  /** Takes the present air for `ppm` by tilting the curve: command 88. */
  span(ppm: number): void {
    if (this.air > 0) this.gain = (ppm - this.correction) / this.air
  }

  private correct(now: number): void {
    this.lowest = Math.min(this.lowest, this.measured)
    if (now - this.correctedAt < this.cycle) return
    this.correction += 400 - this.lowest
    this.lowest = Infinity
    this.correctedAt = now
  }
}
