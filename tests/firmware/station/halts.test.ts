import { assert, array, constant, integer, oneof, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BEAT } from '../../../firmware/station/station-record.ts'
import { FakeSensor } from '../../support/fake-sensor.ts'
import { PERIOD, StationBench } from '../../support/station-bench.ts'
import { EarlyClock } from '../../support/early-clock.ts'
import { HaltingClock } from '../../support/halting-clock.ts'

/** How many there are while nobody owes an answer: the beat's and the sampler's. */
function timers(bench: StationBench): number {
  let fewest = Infinity
  for (let look = 0; look < 5; look++) {
    bench.clock.advance(700)
    fewest = Math.min(fewest, bench.clock.pending())
  }
  return fewest
}

describe('an interpreter that halts at looks at its clock', () => {
  it('F42 loses no timer of the station by it: samples and signs of life go on', () => {
    const halt = oneof({ weight: 4, arbitrary: constant(0) }, { weight: 1, arbitrary: integer({ min: 1, max: 900 }) })
    assert(property(array(halt, { minLength: 3, maxLength: 40 }), halts => {
      const bench = new StationBench(clock => [new FakeSensor(clock, 'scd30', 'cth', { co2: 812, temperature: 21.44, humidity: 45.1 })], {}, new HaltingClock(halts))
      bench.start()
      const slots = 20
      bench.clock.advance(slots * PERIOD)
      // A halt in a slot costs that slot, and those that passed meanwhile.
      expect(bench.station.sequence).toBeGreaterThan(slots / 4)
      expect(bench.alive).toBeGreaterThan(slots / 4)
    }), { numRuns: 200 })
  })

  it('F42 a timer that fires too early, by any part of its delay, is set anew: no slot is lost, and no timer is doubled', () => {
    const part = oneof({ weight: 3, arbitrary: constant(0) }, { weight: 1, arbitrary: constant(1) }, {
      weight: 2, arbitrary: integer({ min: 1, max: 99 }).map(percent => percent / 100)
    })
    assert(property(array(part, { minLength: 2, maxLength: 30 }), parts => {
      const bench = new StationBench(clock => [new FakeSensor(clock, 'scd30', 'cth', { co2: 812, temperature: 21.44, humidity: 45.1 })], {}, new EarlyClock([0, ...parts]))
      bench.start()
      const slots = 20
      bench.clock.advance(slots * PERIOD)
      expect(bench.station.sequence).toBe(slots)
      expect(bench.alive).toBeGreaterThan(slots * PERIOD / BEAT - 3)
      expect(timers(bench)).toBe(2)
    }), { numRuns: 200 })
  })

  it('F42 a stall leaves no timer twice, whatever was due meanwhile', () => {
    assert(property(array(integer({ min: 1, max: 25_000 }), { minLength: 1, maxLength: 20 }), stalls => {
      const bench = StationBench.plain()
      bench.online()
      for (const stall of stalls) {
        bench.clock.advance(stall % 7000)
        bench.clock.block(stall)
        if (stall % 2) bench.station.trouble('exception')
      }
      bench.slots(3)
      expect(timers(bench)).toBe(2)
    }), { numRuns: 200 })
  })
})
