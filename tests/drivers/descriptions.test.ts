import { describe, expect, it } from 'vitest'
import { OK } from '../../drivers/hal/status.ts'
import { oneWireRom } from '../../host-sim/parts/one-wire-rom.ts'
import { Ds18b20Bench } from '../support/ds18b20-bench.ts'
import { partBench } from '../support/mh-z19-bench.ts'
import { Scd30Bench } from '../support/scd30-bench.ts'

/** What a driver tells `info`, as an object. */
function told(driver: { describe(): string }): unknown {
  return JSON.parse(`{${driver.describe().slice(1)}}`)
}

describe('what a driver says of its part', () => {
  it('of an SCD30 is its own words, its settings, and which of them nobody asked for', () => {
    const bench = new Scd30Bench()
    expect(told(bench.driver)).toMatchObject({ type: 'SCD30', stored: { interval: null, self_calibration: null, temperature_offset: null, altitude: null, pressure: null }, unasked: [] })
    Object.assign(bench.part.memory, { selfCalibration: 1, offset: 150, altitude: 3000 })
    bench.driver.pressure = 987
    bench.driver.asked[1] = 1
    bench.settle()
    expect(told(bench.driver)).toEqual({
      type: 'SCD30', serial: 'B3A1C05E7D92', firmware: '3.66', range: { co2: [354, 40_000], temperature: [-40, 125], humidity: [0, 100] },
      stored: { interval: 2, self_calibration: 1, temperature_offset: 1.5, altitude: 3000, pressure: 987 }, unasked: ['temperature_offset', 'altitude']
    })
  })

  it('of an MH-Z19 is its range and its ABC, where it tells them', () => {
    const all = [['A', 5000, {}], ['B', 5000, { abc: 1 }], ['C', 5000, {}], ['D', null, {}], ['E', null, { abc: 1 }]] as const
    for (const [letter, top, stored] of all) {
      const bench = partBench(letter, 3_600_000)
      expect(bench.start()).toBe(OK)
      expect(told(bench.driver)).toEqual({ type: 'MH-Z19', range: { co2: [354, top] }, stored, unasked: [] })
    }
  })

  it('of DS18B20 is their bus, how many there are, and the families that nobody reads', () => {
    const bench = new Ds18b20Bench()
    bench.add('A', 20)
    for (const rom of ['3b139bbb0b0000', '42139bbb0b0000']) bench.addAs(oneWireRom(rom), 'A', 20)
    bench.start()
    expect(told(bench.driver)).toMatchObject({ type: 'DS18B20', range: { temperature: [-55, 125] }, bus: 'ok', found: 1, read: 1 })
    expect((told(bench.driver) as { foreign: string[] }).foreign.sort()).toEqual(['3b', '42'])
  })

  it.each([['open', 'empty'], ['short', 'held_low']])('of a bus with the fault %s is that it is %s', (fault, word) => {
    const bench = new Ds18b20Bench()
    bench.line.inject(fault, true)
    bench.start()
    expect(told(bench.driver)).toMatchObject({ bus: word, found: 0, read: 0, foreign: [] })
  })
})
