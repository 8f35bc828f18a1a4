import { beforeEach, describe, expect, it } from 'vitest'
import type { Clock } from '../../../drivers/hal/clock.ts'
import type { WallClock } from '../../../drivers/hal/wall-clock.ts'

/** A date that nobody has set yet, the clock of the same node, and a way to let time pass. */
export interface WallClockBench {
  wallClock: WallClock
  clock: Clock
  pass(milliseconds: number): void
}

const NOON = Date.UTC(2026, 0, 31, 12)
const HOUR = 3_600_000
const DECADE = 3653 * 24 * HOUR

function note(context: { fired: number, at: number, clock: Clock }): void {
  context.fired++
  context.at = context.clock.now()
}

/** What `WallClock` promises, checked on one implementation. A date is good to a millisecond. */
export function wallClockContract(name: string, make: () => WallClockBench): void {
  describe(`${name} as a WallClock`, () => {
    let bench: WallClockBench

    beforeEach(() => {
      bench = make()
    })

    function expectDate(expected: number): void {
      expect(Math.abs(bench.wallClock.read() - expected)).toBeLessThanOrEqual(1)
    }

    it('says 0 until it is set, however long that takes', () => {
      expect(bench.wallClock.read()).toBe(0)
      bench.pass(HOUR)
      expect(bench.wallClock.read()).toBe(0)
    })

    it('says what it was set to, in whole milliseconds, and goes on from there', () => {
      bench.wallClock.set(NOON + 123)
      expectDate(NOON + 123)
      bench.pass(HOUR + 1)
      expectDate(NOON + HOUR + 124)
      expect(bench.wallClock.read() % 1).toBe(0)
    })

    it.each([['an hour on', HOUR], ['an hour back', -HOUR], ['ten years on', DECADE], ['ten years back', 2193 * 24 * HOUR - DECADE]])(
      'set %s, moves neither the clock nor its timers', (_step, by) => {
        bench.wallClock.set(NOON)
        const context = { fired: 0, at: 0, clock: bench.clock }
        const start = bench.clock.now()
        bench.clock.after(30 * 60_000, note, context)
        bench.pass(10 * 60_000)
        bench.wallClock.set(NOON + 10 * 60_000 + by)
        expectDate(NOON + 10 * 60_000 + by)
        expect(bench.clock.now() - start).toBeCloseTo(10 * 60_000, 1)
        bench.pass(20 * 60_000 - 1)
        expect(context.fired).toBe(0)
        bench.pass(2)
        expect(context.fired).toBe(1)
        expect(context.at - start).toBeCloseTo(30 * 60_000, 1)
      })
  })
}
