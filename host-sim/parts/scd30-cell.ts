/** What happens inside an SCD30 between air and number. After Sensirion's data sheet 1.0 and interface description 1.0. */
import type { Random } from '../random.ts'
import type { Air, Channel } from './part.ts'

/** Data sheet 1.0, tables 1 to 3; the temperature is that of a part that does not warm itself. */
export const SCD30_CHANNELS: Channel[] = [
  { quantity: 'co2', least: 400, most: 10000, tolerance: 30 },
  { quantity: 'temperature', least: -40, most: 70, tolerance: 0.15 },
  { quantity: 'humidity', least: 0, most: 100, tolerance: 1.5 }
]

/** ms after which 63 % of a step in CO2 has arrived. */
const RESPONSE = 20000
/** ms after which 63 % of a changed temperature offset has arrived. */
const OFFSET_SETTLING = 120000
/** ms after which 63 % of the self-heating has arrived. */
const HEATING = 300000
/** ms of fresh-air search before self-calibration acts. */
const SEARCH = 7 * 86400000
/** ppm that self-calibration takes for outdoor air. */
const OUTDOOR = 400

/** Saturation vapour pressure over water, hPa (Magnus form), held where the formula has a meaning. */
function saturation(temperature: number): number {
  const held = Math.min(100, Math.max(-60, temperature))
  return 6.112 * Math.exp(17.62 * held / (243.12 + held))
}

/** The optical cell, the humidity element beside it, and the self-calibration that watches them. */
export class Scd30Cell {
  co2: number
  temperature: number
  humidity: number
  /** deg C by which the part at an interval of 2 s warms itself. */
  selfHeating: number
  /** ppm added to what the cell sees: all calibration, kept through power cuts. */
  correction: number
  private readonly random: Random
  /** ppm in the cell, which lag behind the room. */
  private seen: number
  private offset: number
  private warmth: number
  private last: number
  private searchSince: number
  private lowest: number

  constructor(random: Random) {
    this.random = random
    this.co2 = 0
    this.temperature = 0
    this.humidity = 0
    this.selfHeating = 1
    this.correction = 0
    this.seen = -1
    this.offset = 0
    this.warmth = 0
    this.last = 0
    this.searchSince = 0
    this.lowest = Infinity
  }

  /** The part is cold, and its search for fresh air begins anew. `offset` in deg C. */
  powerUp(now: number, offset: number): void {
    this.last = now
    this.warmth = 0
    this.offset = offset
    this.searchSince = now
    this.lowest = Infinity
  }

  /** One measurement; `assumed` hPa is what the part takes the air pressure for, `interval` in seconds. */
  measure(now: number, air: Air, assumed: number, offset: number, interval: number, selfCalibrates: boolean): void {
    const passed = now - this.last
    this.last = now
    if (this.seen < 0) this.seen = air.co2
    this.seen += (air.co2 - this.seen) * (1 - Math.exp(-passed / RESPONSE))
    this.offset += (offset - this.offset) * (1 - Math.exp(-passed / OFFSET_SETTLING))
    this.warmth += (this.selfHeating * 2 / interval - this.warmth) * (1 - Math.exp(-passed / HEATING))
    // The cell counts molecules: at another pressure than assumed it is wrong in proportion.
    const raw = this.seen * air.pressure / assumed
    if (selfCalibrates) {
      this.lowest = Math.min(this.lowest, raw + this.correction)
      if (now - this.searchSince >= SEARCH) {
        this.correction += OUTDOOR - this.lowest
        this.searchSince = now
        this.lowest = Infinity
      }
    } else {
      this.searchSince = now
      this.lowest = Infinity
    }
    this.co2 = Math.min(40000, Math.max(0, raw + this.correction + 5 * this.random.gaussian()))
    this.temperature = air.temperature + this.warmth - this.offset + 0.02 * this.random.gaussian()
    const compensated = air.humidity * saturation(air.temperature) / saturation(this.temperature)
    this.humidity = Math.min(10000, Math.max(0, compensated + 0.05 * this.random.gaussian()))
  }

  /** Forced recalibration: what the cell sees now is `reference` ppm. */
  recalibrate(reference: number, air: Air, assumed: number): void {
    const seen = this.seen < 0 ? air.co2 : this.seen
    this.correction = reference - seen * air.pressure / assumed
  }
}
