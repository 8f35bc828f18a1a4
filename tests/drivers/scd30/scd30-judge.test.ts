import { describe, expect, it } from 'vitest'
import { BAD_REPLY, OK, type Status, SUSPECT, WARMING } from '../../../drivers/hal/status.ts'
import { AGAIN } from '../../../drivers/plausibility/plausibility.ts'
import { type Climate, judgeMeasurement } from '../../../drivers/scd30/scd30-judge.ts'
import type { Reading } from '../../../drivers/sensor.ts'
import { floats } from '../../../host-sim/parts/scd30-reply.ts'
import { hex } from '../../support/scripted-i2c-bus.ts'

interface Judged { status: Status | typeof AGAIN, reading: Reading }

/** A part whose last CO2 was `believed` ppm, and its last temperature that many deg C. */
function climate(believed: number, temperature: number, discard = 0): Climate {
  return { believed, leap: 0, latest: believed, since: 0, discard, warmth: { temperature } }
}

/** What becomes of the next measurement, a second later. */
function next(course: Climate, values: number[]): Judged {
  const reading: Reading = {}
  return { status: judgeMeasurement(Uint8Array.from(floats(values)), course, 1000, reading), reading }
}

/** A measurement after one of the same temperature. */
function judged(bytes: number[], believed: number): Judged {
  const reading: Reading = {}
  const temperature = new DataView(Uint8Array.of(bytes[6], bytes[7], bytes[9], bytes[10]).buffer).getFloat32(0)
  return { status: judgeMeasurement(Uint8Array.from(bytes), climate(believed, temperature), 1000, reading), reading }
}

describe('the judge of an SCD30', () => {
  it('gives the values of the document\'s example', () => {
    const { status, reading } = judged(hex('43 DB CB 8C 2E 8F 41 D9 70 E7 FF F5 42 43 BF 3A 1B 74'), 440)
    expect(status).toBe(OK)
    expect(reading.co2).toBe(439)
    expect(reading.temperature).toBeCloseTo(27.238, 3)
    expect(reading.humidity).toBeCloseTo(48.807, 3)
  })

  it('keeps temperature and humidity of the measurement after a reset, and refuses its CO2', () => {
    expect(judged(hex('00 00 81 00 00 81 41 B4 87 00 00 81 42 34 D0 00 00 81'), 440)).toEqual({ status: SUSPECT, reading: { temperature: 22.5, humidity: 45 } })
  })

  it.each([NaN, Infinity, -Infinity, 0, -0, -1, -400, 0.4, 5, 353.4, 40_000, 39_999.6, 40_001, 1e9])('never takes %f ppm for CO2, and keeps the rest', co2 => {
    expect(judged(floats([co2, 20, 50]), 800)).toEqual({ status: SUSPECT, reading: { temperature: 20, humidity: 50 } })
  })

  it.each([NaN, Infinity, -40.1, -45, -626, 125.1])('never takes %f deg C for a temperature, and keeps the rest (Ribbit-Network/ribbit-network-frog-hardware#17)', temperature => {
    expect(judged(floats([800, temperature, 50]), 800)).toEqual({ status: OK, reading: { co2: 800, humidity: 50, temperatureStatus: SUSPECT } })
  })

  it.each([NaN, -Infinity, -0.1, 105.1, 117.5, 10_000])('never takes %f % for a humidity, and keeps the rest (oseiler2/CO2Monitor#1)', humidity => {
    expect(judged(floats([800, 20, humidity]), 800)).toEqual({ status: OK, reading: { co2: 800, temperature: 20, humidityStatus: SUSPECT } })
  })

  it.each([[100, 100], [100.4, 100], [104.9, 100], [105, 100], [99.5, 99.5], [0, 0]])('takes %f % for a humidity of %f', (humidity, published) => {
    expect(judged(floats([800, 20, humidity]), 800).reading.humidity).toBe(published)
  })

  it.each([-40, 125])('takes %f deg C', temperature => {
    expect(judged(floats([800, temperature, 50]), 800).reading.temperature).toBe(temperature)
  })

  it('has no reply at all where not one of the three is a value', () => {
    expect(judged(floats([NaN, NaN, NaN]), 800).status).toBe(BAD_REPLY)
    expect(judged(floats([800, NaN, NaN]), 800).status).toBe(OK)
  })

  it.each([[800, 854], [800, 748], [8000, 8278]])('from %i ppm follows to %i at once, and one ppm further after another measurement', (believed, ppm) => {
    expect(judged(floats([ppm, 20, 50]), believed).status).toBe(OK)
    expect(judged(floats([ppm + Math.sign(ppm - believed) * 2, 20, 50]), believed)).toEqual({ status: AGAIN, reading: { temperature: 20, humidity: 50 } })
  })

  it.each([[20, 24.9], [20, 15.1], [-40, -36]])('from %f deg C follows to %f at once', (before, after) => {
    expect(next(climate(800, before), [800, after, 50])).toMatchObject({ status: OK, reading: { co2: 800, temperature: Math.fround(after) } })
  })

  it('asks for one more measurement where the temperature has leapt, and takes what that confirms', () => {
    const course = climate(800, 20)
    expect(next(course, [800, 31, 50])).toEqual({ status: AGAIN, reading: { humidity: 50 } })
    expect(next(course, [801, 32, 50])).toEqual({ status: OK, reading: { co2: 801, temperature: 32, humidity: 50 } })
    expect(next(course, [802, 31, 50]).status).toBe(OK)
  })

  it('takes a temperature that is back after a spike', () => {
    const course = climate(800, 20)
    next(course, [800, -15, 50])
    expect(next(course, [801, 20.5, 50]).reading).toEqual({ co2: 801, temperature: 20.5, humidity: 50 })
  })

  it('does not take the second of two temperatures of which each denies the other, and keeps what it believed', () => {
    const course = climate(800, 20)
    next(course, [800, 31, 50])
    expect(next(course, [801, 5, 50])).toEqual({ status: OK, reading: { co2: 801, humidity: 50, temperatureStatus: SUSPECT } })
    expect(next(course, [801, 20, 50]).reading.temperature).toBe(20)
  })

  it('takes the first temperature of all only when the next one is like it, and costs no CO2 by that', () => {
    const course = climate(800, NaN, 2)
    expect(next(course, [0, 60, 50])).toEqual({ status: WARMING, reading: { humidity: 50 } })
    expect(next(course, [0, 21, 50])).toEqual({ status: WARMING, reading: { humidity: 50 } })
    expect(next(course, [0, 21, 50])).toEqual({ status: WARMING, reading: { temperature: 21, humidity: 50 } })
  })

  it('asks for no third measurement when the temperature leaps in the one that is to confirm the CO2', () => {
    const course = climate(800, 20)
    expect(next(course, [1200, 20, 50]).status).toBe(AGAIN)
    expect(next(course, [1200, 31, 50])).toEqual({ status: OK, reading: { co2: 1200, humidity: 50, temperatureStatus: SUSPECT } })
    expect(next(course, [1200, 31, 50])).toEqual({ status: OK, reading: { co2: 1200, temperature: 31, humidity: 50 } })
  })
})
