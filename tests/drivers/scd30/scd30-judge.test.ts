import { describe, expect, it } from 'vitest'
import { BAD_REPLY, OK, type Status, SUSPECT } from '../../../drivers/hal/status.ts'
import { AGAIN, type Course } from '../../../drivers/plausibility/plausibility.ts'
import { judgeMeasurement } from '../../../drivers/scd30/scd30-judge.ts'
import type { Reading } from '../../../drivers/sensor.ts'
import { floats } from '../../../host-sim/parts/scd30-reply.ts'
import { hex } from '../../support/scripted-i2c-bus.ts'

/** A part whose last CO2 was `believed` ppm, a second ago. */
function judged(bytes: number[], believed: number): { status: Status | typeof AGAIN, reading: Reading } {
  const course: Course = { believed, leap: 0, latest: believed, since: 0 }
  const reading: Reading = {}
  return { status: judgeMeasurement(Uint8Array.from(bytes), course, 1000, reading), reading }
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
})
