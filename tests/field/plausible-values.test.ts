import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SUSPECT } from '../../drivers/hal/status.ts'
import { AGAIN, judgeCo2 } from '../../drivers/plausibility/plausibility.ts'
import { type Climate, judgeMeasurement } from '../../drivers/scd30/scd30-judge.ts'
import type { Reading } from '../../drivers/sensor.ts'
import { floats } from '../../host-sim/parts/scd30-reply.ts'
import { FieldNode, ds18b20, mhZ19, qualities, SCD30 } from '../support/field-node.ts'
import type { State } from '../support/observed-node.ts'

const ROM = '28139bbb0b00001f'
const HOUR = 60
/** Minutes that a quantity may be doubtful, and samples of 10 s in a minute. */
const LIMIT = 20
const SAMPLES = 6

/** A node with one CO2 part and a probe, in which everything is good. */
function settled(part: 'scd30' | 'mh-z19', switched = false, air = {}): FieldNode {
  const node = new FieldNode([part === 'scd30' ? SCD30 : mhZ19('B'), ds18b20(ROM)], air, 1, switched).start(10)
  expect(qualities(node.during(1), 'co2')).toEqual({ ok: SAMPLES })
  return node
}

function recoveries(node: FieldNode, part: string): Record<string, number> {
  return (node.health()['recoveries'] as Record<string, Record<string, number>>)[part] ?? {}
}

/** The longest run of samples in which `name` was doubtful. */
function longestDoubt(states: State[], name: string): number {
  let longest = 0
  let run = 0
  for (const { quality } of states) {
    run = ['warming', 'suspect'].includes(quality[name]) ? run + 1 : 0
    longest = Math.max(longest, run)
  }
  return longest
}

describe('field case 7, Ribbit-Network/ribbit-network-frog-hardware#17, oseiler2/CO2Monitor#1: one bad quantity', () => {
  it('is judged alone: whatever the three values of an SCD30 are, each is there exactly when it can be the air\'s', () => {
    const any = fc.oneof(fc.float(), fc.float({ min: -700, max: 700 }), fc.float({ min: 90, max: 120 }))
    const co2s = fc.oneof(fc.float(), fc.float({ min: 300, max: 900 }), fc.float({ min: 39_000, max: 41_000 }))
    fc.assert(fc.property(co2s, any, any, (co2, temperature, humidity) => {
      const rounded = Math.round(co2)
      const course: Climate = { believed: isFinite(rounded) ? rounded : 800, leap: 0, latest: 0, since: 0, discard: 0, warmth: { temperature } }
      const reading: Reading = {}
      judgeMeasurement(Uint8Array.from(floats([co2, temperature, humidity])), course, 1000, reading)
      expect(reading.co2).toBe(rounded >= 354 && rounded < 40_000 ? rounded : undefined)
      expect(reading.temperature).toBe(temperature >= -40 && temperature <= 125 ? temperature : undefined)
      expect(reading.humidity).toBe(humidity >= 0 && humidity <= 105 ? Math.min(humidity, 100) : undefined)
    }), { numRuns: 1000 })
  })

  it('a humidity beyond 105 % is null, and costs neither CO2 nor temperature, nor a rung of the ladder', () => {
    const node = settled('scd30')
    const before = recoveries(node, 'scd30')
    node.scd30.cell.humidity = 0
    node.scd30.memory.offset = 1500
    const states = node.during(HOUR).slice(-30)
    for (const name of ['co2', 'temperature']) expect([name, qualities(states, name)['ok']]).toEqual([name, 30])
    expect(qualities(states, 'humidity')).toEqual({ fault: 30 })
    for (const { humidity } of states) expect(humidity).toBeNull()
    expect(recoveries(node, 'scd30')).toEqual(before)
    expect(node.payloads('sensor/scd30/status')).toEqual(['online'])
  })

  it('a damp room with a stored offset of 2 deg C costs no CO2, and none of the ladder', () => {
    const node = new FieldNode([SCD30, ds18b20(ROM)], { humidity: 95 } as object)
    node.scd30.memory.offset = 200
    const states = node.start(10).during(HOUR)
    expect(qualities(states, 'co2')).toEqual({ ok: states.length })
    for (const { humidity } of states) if (humidity !== null) expect(humidity).toBeLessThanOrEqual(100)
    expect(recoveries(node, 'scd30')).not.toHaveProperty('bus_clear')
  })

  it('a humidity of 100 to 105 % is 100', () => {
    const node = settled('scd30')
    // 45 % become 101 to 104 where the part takes 13 deg C off.
    node.scd30.memory.offset = 1362
    const humidities = node.during(HOUR).slice(-30).map(({ humidity }) => humidity)
    expect(new Set(humidities)).toEqual(new Set([100]))
  })

  it('a broken temperature element costs no CO2', () => {
    const node = settled('scd30').inject('scd30', 'cold-element')
    const states = node.during(2 * HOUR)
    expect(qualities(states, 'co2')).toEqual({ ok: states.length })
    for (const { temperature } of states.slice(1)) expect(temperature).toBeNull()
    expect(longestDoubt(states, 'temperature')).toBe(LIMIT * SAMPLES - 1)
    expect(states.at(-1)?.quality['temperature']).toBe('fault')
    expect(recoveries(node, 'scd30')).not.toHaveProperty('soft_reset')
    node.inject('scd30', 'cold-element', false)
    expect(qualities(node.during(1), 'temperature')['ok']).toBeGreaterThan(4)
  })
})

describe('field case 8, esphome/issues#4448: a value that cannot be air', () => {
  it('is suspect at every part, whatever was believed before and however often it comes', () => {
    // Where the scales of an SCD30 and of an MH-Z19 end.
    const clamps = fc.constantFrom(40_000, 2000, 5000, 10_000)
    const wild = fc.oneof(fc.constantFrom(5, 150, 300, 353, NaN, Infinity, -Infinity), fc.integer({ min: -100_000, max: 353 }), fc.integer({ min: 354, max: 100_000 }))
    const ppm = fc.integer({ min: 0, max: 1999 })
    const courses = fc.record({ believed: ppm, leap: fc.integer({ min: -2000, max: 2000 }), latest: ppm, since: fc.constant(0) })
    fc.assert(fc.property(clamps, courses, fc.array(wild, { minLength: 1, maxLength: 20 }), (clamp, course, values) => {
      for (const [n, value] of values.entries()) {
        const said = value > 353 && isFinite(value) ? clamp + value - 354 : value
        expect([said, judgeCo2(course, said, clamp, 50, 2000 * n)]).toEqual([said, SUSPECT])
      }
    }), { numRuns: 500 })
  })

  it.each([
    ['scd30', 'clamp'], ['scd30', 'low'], ['scd30', 'zero'], ['mh-z19', 'low']
  ] as const)('of a %s with the fault %s is never published, and not suspect for ever', (part, fault) => {
    const node = settled(part).inject(part, fault)
    const states = node.during(3 * HOUR).slice(1)
    for (const { co2 } of states) expect(co2).toBeNull()
    expect(longestDoubt(states, 'co2')).toBeLessThan(LIMIT * SAMPLES)
    expect(qualities(states.slice(LIMIT * SAMPLES), 'co2')).toEqual({ fault: states.length - LIMIT * SAMPLES })
    expect(node.payloads(`sensor/${part}/status`)).toEqual(['online', 'offline'])
    node.inject(part, fault, false).run(HOUR)
    expect(qualities(node.during(1), 'co2')).toEqual({ ok: SAMPLES })
    expect(node.payloads(`sensor/${part}/status`)).toEqual(['online', 'offline', 'online'])
  })

  it.each(['scd30', 'mh-z19'] as const)('is one that a %s says for hours', part => {
    const node = settled(part).inject(part, 'stick')
    const states = node.during(9 * HOUR)
    const published = states.filter(({ co2 }) => co2 !== null).length / SAMPLES
    expect(published).toBeGreaterThan(5.8 * HOUR)
    expect(published).toBeLessThan(6 * HOUR + 1)
    expect(states.at(-1)?.quality['co2']).toBe('fault')
  })
})

describe('field case 9, adafruit/Adafruit_CircuitPython_SCD30#21: a soft failure', () => {
  it('climbs all rungs of the ladder, the supply switch too, then is a fault and offline, and ends when the part is well', () => {
    const node = settled('scd30', true).inject('scd30', 'zero')
    const states = node.during(12 * HOUR)
    expect(longestDoubt(states, 'co2')).toBeLessThan(LIMIT * SAMPLES)
    const rungs = recoveries(node, 'scd30')
    expect(rungs).toMatchObject({ reinitialise: 12, power_cycle: 12, fault: 1 })
    expect(rungs['soft_reset']).toBeLessThan(40)
    expect(node.payloads('sensor/scd30/status')).toEqual(['online', 'offline'])
    // What is well of the part is published all the time.
    expect(qualities(states, 'temperature')['ok']).toBeGreaterThan(0.98 * states.length)
    node.inject('scd30', 'zero', false).run(2)
    expect(qualities(node.during(1), 'co2')).toEqual({ ok: SAMPLES })
    expect(node.payloads('sensor/scd30/status')).toEqual(['online', 'offline', 'online'])
  })

  it('of warming up again and again has the same limit (bencorrado/pmsensor#8)', () => {
    const node = settled('mh-z19')
    const states: State[] = []
    for (let minute = 0; minute < 60; minute++) {
      node.inject('mh-z19', 'brown-out').inject('mh-z19', 'brown-out', false)
      states.push(...node.during(1))
    }
    expect(longestDoubt(states, 'co2')).toBeLessThan(LIMIT * SAMPLES)
    expect(states.at(-1)?.quality['co2']).toBe('fault')
    node.run(15)
    expect(qualities(node.during(1), 'co2')).toEqual({ ok: SAMPLES })
  })
})

describe('field case 17, sparkfun/SparkFun_SCD30_Arduino_Library#9: a spike of one measurement', () => {
  it.each(['scd30', 'mh-z19'] as const)('of a %s is not published in a day', part => {
    const node = settled(part).inject(part, 'spike')
    // Not quite, as an MH-Z19 corrects its baseline then.
    const states = node.during(23 * HOUR)
    expect(node.falsehoods()).toEqual([])
    expect(qualities(states, 'co2')['ok']).toBeGreaterThan(0.99 * states.length)
  })

  it('of the temperature of an SCD30 is not published, however high, whenever it comes, and whatever the air does meanwhile', () => {
    const temperature = fc.float({ min: -40, max: 125, noNaN: true })
    const spikes = fc.uniqueArray(fc.integer({ min: 1, max: 38 }), { maxLength: 8 })
    const drift = fc.array(fc.float({ min: -2, max: 2, noNaN: true }), { minLength: 40, maxLength: 40 })
    fc.assert(fc.property(fc.float({ min: 0, max: 40, noNaN: true }), drift, spikes, temperature, (air, steps, at, spike) => {
      const course: Climate = { believed: 800, leap: 0, latest: 0, since: 0, discard: 0, warmth: { temperature: NaN } }
      // Two in a row are no spike, and one that follows another leaves the air time to be believed again.
      const single = at.filter(n => !at.includes(n - 1) && !at.includes(n - 2))
      let real = Math.fround(air)
      let again = 0
      for (const [n, step] of steps.entries()) {
        real = Math.fround(Math.max(-40, Math.min(125, real + step)))
        const said = single.includes(n) ? spike : real
        const reading: Reading = {}
        const status = judgeMeasurement(Uint8Array.from(floats([800 + n, said, 50])), course, 2000 * n, reading)
        again = status === AGAIN ? again + 1 : 0
        expect(again).toBeLessThan(3)
        if (reading.temperature !== undefined) expect(Math.abs(reading.temperature - real)).toBeLessThanOrEqual(9)
      }
    }), { numRuns: 500 })
  })

  it('of the temperature of an SCD30 costs no sample, and neither does air that really leaps', () => {
    const node = settled('scd30').inject('scd30', 'warm-spike')
    const states = node.during(12 * HOUR)
    expect(node.falsehoods()).toEqual([])
    expect(qualities(states, 'temperature')).toEqual({ ok: states.length })
    expect(qualities(states, 'co2')).toEqual({ ok: states.length })
  })

  it('of a DS18B20 is not published in a day', () => {
    const node = settled('scd30').inject(ROM, 'spike')
    const states = node.during(24 * HOUR)
    expect(node.falsehoods()).toEqual([])
    expect(qualities(states, ROM)).toEqual({ ok: states.length })
  })
})
