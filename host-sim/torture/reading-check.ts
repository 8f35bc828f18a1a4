import type { CheckedState } from './state-check.ts'
import { Violation } from './violation.ts'

const MINUTE = 60_000
/** ms from the last fault of any kind to the first reading of every quantity: preheating, and every recovery ladder. */
const RECOVERY = 20 * MINUTE
/** ms in calm within which every quantity is read again. */
const PAUSE = 5 * MINUTE
/** Characters of a probe's name; the key of a bus without one is nobody's quantity. */
const ROM = 16
const BUS = 'probes'

/** I5 for the sensors: in calm, every quantity that something measures is read at least once in 5 minutes. */
export class ReadingCheck {
  private readonly seen = new Map<string, number>()
  private readonly has: (probe: string) => boolean

  /** `has`: whether a probe of that name is on the wire. */
  constructor(has: (probe: string) => boolean) {
    this.has = has
  }

  /** Of every sample that has arrived. `calm`: ms since the last fault of any kind. */
  check({ values, quality }: CheckedState, now: number, calm: number): void {
    for (const key in values) if (values[key] !== null) this.seen.set(key, now)
    if (calm < RECOVERY) return
    for (const key in quality) {
      if (key === BUS || (key.length === ROM && !this.has(key))) continue
      const last = Math.max(this.seen.get(key) ?? 0, now - calm + RECOVERY - PAUSE)
      if (now - last > PAUSE) throw new Violation('I5', `${key} is ${quality[key]} ${calm} ms after the last fault`)
    }
  }

  /** ms since the quantity was read. */
  unread(key: string, now: number): number {
    return now - (this.seen.get(key) ?? -Infinity)
  }
}
