import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { OK, type Status, SUSPECT, TIMEOUT, WARMING } from '../../../drivers/hal/status.ts'
import type { Reading } from '../../../drivers/sensor.ts'
import { FakeSensor } from '../../support/fake-sensor.ts'
import { PERIOD, StationBench } from '../../support/station-bench.ts'

const AIR: Reading = { co2: 812, temperature: 21.44, humidity: 45.1 }
const REST: Reading = { temperature: 21.44, humidity: 45.1 }
const MINUTE = 60_000
const LIMIT = 20 * MINUTE

/** An online station with a switched sensor; what was switched off, in whole minutes since then. */
function bench(period = PERIOD): { bench: StationBench, sensor: FakeSensor, dark: number[] } {
  const dark: number[] = []
  let sensor: FakeSensor | undefined
  let from = 0
  const made = new StationBench(clock => {
    sensor = new FakeSensor(clock, 'scd30', 'cth', AIR)
    sensor.power = { write: high => { if (!high) dark.push(Math.round((clock.now() - from) / MINUTE)) } }
    return [sensor]
  }, { period: period / 1000 }).online()
  from = made.clock.now()
  return { bench: made, sensor: sensor!, dark }
}

function words(made: StationBench, quantity: string): string[] {
  return made.samples().map(sample => (sample.quality as Record<string, string>)[quantity])
}

/** The longest run of doubt among words. */
function longest(all: string[]): number {
  return Math.max(0, ...all.join(' ').replace(/warming/g, 'suspect').split(/(?:ok|stale|fault) ?/).map(run => run.split('suspect').length - 1))
}

describe('a sensor that is in doubt', () => {
  it.each([WARMING, SUSPECT])('with the status %i is started anew after 10 minutes, power-cycled after 15, a fault and offline after 20, and tried each hour', status => {
    const { bench: made, sensor, dark } = bench()
    sensor.answer(status, REST)
    made.clock.advance(9 * MINUTE)
    expect(sensor.recoveries).toBeUndefined()
    made.clock.advance(2 * MINUTE)
    expect(sensor.recoveries).toEqual({ reinitialise: 1 })
    made.clock.advance(8 * MINUTE)
    expect(dark).toEqual([15])
    expect(made.client.payloads('sensor/scd30/status')).toEqual(['online'])
    made.clock.advance(2 * MINUTE)
    expect(made.client.payloads('sensor/scd30/status')).toEqual(['online', 'offline'])
    expect(sensor.recoveries).toEqual({ reinitialise: 1, power_cycle: 1, fault: 1 })
    made.clock.advance(120 * MINUTE)
    expect(dark).toEqual([15, 75, 135])
    expect(words(made, 'co2').at(-1)).toBe('fault')
    expect(words(made, 'temperature').filter(word => word !== 'ok').length).toBeLessThan(6)
    sensor.answer(OK, AIR)
    made.slots(2)
    expect(words(made, 'co2').at(-1)).toBe('ok')
    expect(made.client.payloads('sensor/scd30/status').at(-1)).toBe('online')
  })

  it('only for a quantity beside its first climbs nothing and stays online, and the quantity is a fault after 20 minutes', () => {
    const { bench: made, sensor, dark } = bench()
    sensor.answer(OK, { co2: 812, temperature: 21.44, humidityStatus: SUSPECT })
    made.clock.advance(120 * MINUTE)
    expect([sensor.recoveries, dark]).toEqual([undefined, []])
    expect(longest(words(made, 'humidity'))).toBe(LIMIT / PERIOD - 1)
    expect(words(made, 'humidity').at(-1)).toBe('fault')
    expect(new Set(words(made, 'co2'))).toEqual(new Set(['ok']))
    expect(made.client.payloads('sensor/scd30/status')).toEqual(['online'])
  })

  it.each([2, 3, 5])('is a fault in the end where one slot of %i fails and the others are doubtful', every => {
    const { bench: made, sensor } = bench()
    for (let slot = 1; slot <= 2 * LIMIT / PERIOD; slot++) {
      sensor.answer(slot % every ? SUSPECT : TIMEOUT, slot % every ? { ...REST } : undefined)
      made.slots(1)
    }
    expect(words(made, 'co2').slice(0, 60)).not.toContain('fault')
    expect(words(made, 'co2').slice(-every)).toContain('fault')
    expect(words(made, 'co2').slice(-every)).not.toContain('suspect')
  })

  it('has four samples where they are far apart', () => {
    const { bench: made, sensor } = bench(3_600_000)
    sensor.answer(SUSPECT, REST)
    made.clock.advance(10 * 3_600_000)
    expect(words(made, 'co2').slice(0, 6)).toEqual(['suspect', 'suspect', 'suspect', 'fault', 'fault', 'fault'])
    expect(sensor.recoveries).toMatchObject({ reinitialise: 1, power_cycle: 1, fault: 1 })
  })

  it('is never so for longer, whatever it answers', () => {
    const answers: fc.Arbitrary<[Status, Reading | undefined]> = fc.constantFrom<[Status, Reading | undefined]>(
      [WARMING, undefined], [WARMING, REST], [SUSPECT, REST], [SUSPECT, { temperature: 20, humidityStatus: SUSPECT }], [TIMEOUT, undefined],
      [OK, { co2: 800, temperatureStatus: SUSPECT, humidityStatus: SUSPECT }], [OK, AIR]
    )
    const spells = fc.array(fc.tuple(answers, fc.integer({ min: 1, max: 200 })), { minLength: 1, maxLength: 12 })
    fc.assert(fc.property(spells, all => {
      const { bench: made, sensor } = bench()
      for (const [[status, reading], slots] of all) {
        for (let n = 0; n < slots; n++) {
          // The station may change what it is given.
          sensor.answer(status, reading && { ...reading })
          made.slots(1)
        }
      }
      for (const quantity of ['co2', 'temperature', 'humidity']) expect([quantity, longest(words(made, quantity)) <= LIMIT / PERIOD]).toEqual([quantity, true])
    }), { numRuns: 30 })
  })
})
