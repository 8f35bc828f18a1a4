import type { Air } from '../parts/part.ts'

/** ms of one entry, and for how long they are kept. */
const STEP = 10_000
const KEPT = 3 * 3_600_000

type Quantity = 'co2' | 'temperature' | 'humidity'
const QUANTITIES: readonly Quantity[] = ['co2', 'temperature', 'humidity']

interface Entry {
  time: number
  least: Record<Quantity, number>
  most: Record<Quantity, number>
}

/** What the air at one place has been, in steps of 10 s. */
export class AirRecord {
  private readonly air: Air
  private entries: Entry[] = []

  constructor(air: Air) {
    this.air = air
  }

  /** Called every second. */
  note(time: number): void {
    const air = this.air
    let entry = this.entries[this.entries.length - 1]
    if (!entry || time >= entry.time + STEP) {
      entry = { time, least: { ...air }, most: { ...air } }
      this.entries.push(entry)
      if (this.entries.length > 2 * KEPT / STEP) this.entries = this.entries.slice(-KEPT / STEP)
      return
    }
    for (const quantity of QUANTITIES) {
      entry.least[quantity] = Math.min(entry.least[quantity], air[quantity])
      entry.most[quantity] = Math.max(entry.most[quantity], air[quantity])
    }
  }

  /** Least and most since `from`, the present air included. */
  range(quantity: Quantity, from: number): [number, number] {
    let least = this.air[quantity]
    let most = least
    for (let i = this.entries.length - 1; i >= 0 && this.entries[i].time + STEP > from; i--) {
      least = Math.min(least, this.entries[i].least[quantity])
      most = Math.max(most, this.entries[i].most[quantity])
    }
    return [least, most]
  }
}
