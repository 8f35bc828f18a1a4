import { assert, array, constant, integer, oneof, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FakeSensor } from '../../support/fake-sensor.ts'
import { PERIOD, StationBench } from '../../support/station-bench.ts'
import { HaltingClock } from '../../support/halting-clock.ts'

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
})
