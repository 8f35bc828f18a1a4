// Scratchpad and EEPROM of a DS18B20 (Maxim 042208, "Memory") or DS18S20 (19-5474), and how a temperature comes into them.
import type { Random } from '../random.ts'
import { dallasCrc8 } from './dallas-crc8.ts'
import type { Channel } from './part.ts'
import { type Ds18b20Family, type Ds18b20Model, ds18b20Model } from './ds18b20-model.ts'

/** What a failed conversion leaves: 07FF, 127.94 deg C. */
export const FAILED = 0x7ff

/** deg C at which the noise of a family is cut. */
const LARGEST_NOISE = 3

/** 1/16 deg C is the resolution (042208, "Operation - Measuring Temperature"). */
export function ds18b20Channels(model: Ds18b20Model): Channel[] {
  const tolerance = 0.0625 + Math.abs(model.offset) + (model.noise > 0 ? LARGEST_NOISE : 0)
  return [{ quantity: 'temperature', least: -55, most: 125, tolerance }]
}

export class Ds18b20Memory {
  readonly model: Ds18b20Model
  /** Bytes 0-7. */
  scratchpad: number[]
  /** TH, TL and configuration, and how often they can still be written. */
  readonly eeprom: number[]
  endurance: number
  /** The last temperature kept was at or beyond TH or TL. */
  alarm: boolean
  private readonly random: Random
  private readonly family: Ds18b20Family
  private readonly old: boolean

  /** `first`: the family code in the ROM, two hex digits. */
  constructor(random: Random, family: Ds18b20Family, first: string) {
    this.model = ds18b20Model(family, first)
    this.scratchpad = this.model.scratchpad.slice()
    this.eeprom = this.model.scratchpad.slice(2, 5)
    this.endurance = this.model.endurance
    this.alarm = false
    this.random = random
    this.family = family
    this.old = first === '10'
  }

  /** Power has come. */
  load(): void {
    this.scratchpad = this.model.scratchpad.slice()
    this.alarm = false
    this.recall()
  }

  /** What BE sends. */
  bytes(): number[] {
    return this.scratchpad.concat([dallasCrc8(this.scratchpad)])
  }

  /** What 4E does with TH (0), TL (1) and configuration (2). */
  store(at: number, byte: number): void {
    if (at < 2) this.scratchpad[2 + at] = byte
    else if (at === 2 && this.model.resolvable) this.scratchpad[4] = (byte & 0x60) | 0x1f
    // A defect of families B1 and B2.
    if (at === 2 && (this.family === 'B1' || this.family === 'B2')) this.scratchpad[6] = byte
  }

  recall(): void {
    if (this.model.endurance > 0) for (let i = 0; i < 3; i++) this.scratchpad[2 + i] = this.eeprom[i]
  }

  /** A worn EEPROM keeps what it has, and says nothing. */
  copy(): void {
    if (this.endurance === 0) return
    this.endurance--
    for (let i = 0; i < 3; i++) this.eeprom[i] = this.scratchpad[2 + i]
  }

  /** ms that a conversion takes at the resolution set. */
  conversionTime(): number {
    const model = this.model
    return model.resolvable ? model.conversion / (1 << (3 - ((this.scratchpad[4] >> 5) & 3))) : model.conversion
  }

  /** Sixteenths of a degree as this part sees them. */
  measure(celsius: number): number {
    const noise = this.model.noise > 0 ? this.model.noise * this.random.gaussian() : 0
    const seen = celsius + this.model.offset + Math.max(-LARGEST_NOISE, Math.min(LARGEST_NOISE, noise))
    return Math.floor(Math.max(-55, Math.min(125, seen)) * 16 + 0.5)
  }

  /** The result of a conversion. */
  keep(sixteenths: number): void {
    const scratchpad = this.scratchpad
    const degrees = sixteenths >> 4
    let raw = sixteenths
    if (this.old) {
      // Half degrees, and in the counter what is left of the whole one.
      raw = Math.floor(sixteenths / 8 + 0.5)
      scratchpad[6] = Math.floor((sixteenths + 4) / 16) * 16 + 12 - sixteenths
    } else if (sixteenths !== FAILED) {
      // Below 12 bits the lowest are undefined.
      const mask = 7 >> ((scratchpad[4] >> 5) & 3)
      if (mask > 0) raw = (sixteenths & ~mask) | this.random.below(mask + 1)
    }
    if (this.family === 'A' && !this.old) scratchpad[6] = 16 - (raw & 15)
    scratchpad[0] = raw & 255
    scratchpad[1] = (raw >> 8) & 255
    this.alarm = degrees >= (scratchpad[2] << 24) >> 24 || degrees <= (scratchpad[3] << 24) >> 24
  }
}
