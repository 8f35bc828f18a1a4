import type { Air } from '../parts/part.ts'

/** ms of one entry, and how many are kept: four and a half hours, longer than any storm. */
const STEP = 10_000
const KEPT = 1620

const QUANTITIES = ['co2', 'temperature', 'humidity'] as const
export type Quantity = typeof QUANTITIES[number]

/** What the air at one place has been, in steps of 10 s. */
export class AirRecord {
  private readonly air: Air
  /** Of each quantity, entry by entry, the oldest overwritten: numbers side by side, as this is asked all the time. */
  private readonly least: Record<Quantity, Float64Array>
  private readonly most: Record<Quantity, Float64Array>
  /** Steps since time zero of the newest entry and of the oldest. */
  private newest = -1
  private oldest = 0

  constructor(air: Air) {
    const column = (): Record<Quantity, Float64Array> => ({ co2: new Float64Array(KEPT), temperature: new Float64Array(KEPT), humidity: new Float64Array(KEPT) })
    this.air = air
    this.least = column()
    this.most = column()
  }

  /** Called every second. */
  note(time: number): void {
    const step = Math.floor(time / STEP)
    if (this.newest < 0) this.oldest = step
    while (this.newest < step) {
      this.newest = Math.max(this.newest + 1, this.oldest)
      for (const quantity of QUANTITIES) this.least[quantity][this.newest % KEPT] = this.most[quantity][this.newest % KEPT] = this.air[quantity]
    }
    this.oldest = Math.max(this.oldest, step - KEPT + 1)
    const entry = step % KEPT
    for (const quantity of QUANTITIES) {
      const value = this.air[quantity]
      if (value < this.least[quantity][entry]) this.least[quantity][entry] = value
      if (value > this.most[quantity][entry]) this.most[quantity][entry] = value
    }
  }

  /** Least since `from`, the present air included. */
  leastSince(quantity: Quantity, from: number): number {
    let least = this.air[quantity]
    const column = this.least[quantity]
    for (let step = this.newest; step >= this.first(from); step--) if (column[step % KEPT] < least) least = column[step % KEPT]
    return least
  }

  /** Most since `from`, the present air included. */
  mostSince(quantity: Quantity, from: number): number {
    let most = this.air[quantity]
    const column = this.most[quantity]
    for (let step = this.newest; step >= this.first(from); step--) if (column[step % KEPT] > most) most = column[step % KEPT]
    return most
  }

  private first(from: number): number {
    return Math.max(this.oldest, Math.floor(from / STEP))
  }
}
