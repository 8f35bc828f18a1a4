// What a DS18B20 is busy with: a conversion, or a copy into its EEPROM (Maxim 042208, "DS18B20 Function Commands").
import type { Clock } from '../../drivers/hal/clock.ts'
import { slowness, spoiltMeasurement } from './ds18b20-faults.ts'
import { type Ds18b20Memory, FAILED } from './ds18b20-memory.ts'
import { COPY_TIME } from './ds18b20-model.ts'

export class Ds18b20Work {
  /** It is a conversion. */
  converting: boolean
  private readonly clock: Clock
  private readonly memory: Ds18b20Memory
  /** Until when; 0 for nothing. */
  private until: number
  /** Sixteenths of a degree at the start of the conversion. */
  private measured: number
  private conversions: number

  constructor(clock: Clock, memory: Ds18b20Memory) {
    this.clock = clock
    this.memory = memory
    this.converting = false
    this.until = 0
    this.measured = 0
    this.conversions = 0
  }

  /** Something has begun, and `finish` has not been called for it. */
  underWay(): boolean {
    return this.until > 0
  }

  busy(): boolean {
    return this.clock.now() < this.until
  }

  /** Nothing comes of it. */
  drop(): void {
    this.until = 0
    this.converting = false
  }

  convert(celsius: number, active: string[]): void {
    this.measured = spoiltMeasurement(active, this.memory.measure(celsius), ++this.conversions)
    this.converting = true
    this.until = this.clock.now() + this.memory.conversionTime() * slowness(active)
  }

  copy(): void {
    this.until = this.clock.now() + COPY_TIME
  }

  /** It is over, and its result is kept; false where it has cost the part its supply. `strong`: the line is driven high. */
  finish(parasite: boolean, strong: boolean, active: string[]): boolean {
    const starved = parasite && !strong
    const converting = this.converting
    this.drop()
    if (!converting) {
      if (!starved) this.memory.copy()
      return true
    }
    if (active.includes('brown-out')) return false
    // Above 100 deg C its leakage is too high for the data line to feed.
    this.memory.keep(starved || (parasite && this.measured > 1600) ? FAILED : this.measured)
    return true
  }
}
