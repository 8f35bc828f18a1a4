import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { OK } from '../../drivers/hal/status.ts'
import { Scd30Bench } from '../support/scd30-bench.ts'

describe('field case 16, kike-canaries/canairio_sensorlib#98, esphome/issues#4202, paulvha/scd30#15: settings of a former life', () => {
  it('are read at the start, and left as they are', () => {
    const bench = new Scd30Bench()
    Object.assign(bench.part.memory, { selfCalibration: 1, offset: 150, altitude: 3000 })
    bench.settle()
    expect(bench.driver.stored).toEqual([2, 1, 150, 3000])
    expect(bench.part.memory).toMatchObject({ selfCalibration: 1, offset: 150, altitude: 3000 })
    expect(bench.part.memory.wear).toBe(0)
  })

  it('are told as they are, whatever they are, and those that nobody asked for are named', () => {
    const upTo = (max: number): fc.Arbitrary<number> => fc.oneof(fc.constant(0), fc.integer({ min: 0, max }))
    const stored = fc.record({ selfCalibration: upTo(1), offset: upTo(0x7fff), altitude: upTo(0xffff) })
    fc.assert(fc.property(stored, memory => {
      const bench = new Scd30Bench()
      Object.assign(bench.part.memory, memory)
      bench.settle()
      const info = JSON.parse(`{${bench.driver.describe().slice(1)}}`) as Record<string, unknown>
      expect(info['stored']).toEqual({ interval: 2, self_calibration: memory.selfCalibration, temperature_offset: memory.offset / 100, altitude: memory.altitude, pressure: null })
      const odd = [memory.selfCalibration && 'self_calibration', memory.offset && 'temperature_offset', memory.altitude && 'altitude'].filter(name => name)
      expect(info['unasked']).toEqual(odd)
      expect(bench.part.memory).toMatchObject({ ...memory, wear: 0 })
    }), { numRuns: 60 })
  })

  it('are set where the node is told to, once', () => {
    const bench = new Scd30Bench()
    Object.assign(bench.part.memory, { selfCalibration: 1, offset: 150, altitude: 3000 })
    bench.driver.asked.splice(1, 3, 0, 0, 440)
    bench.settle()
    bench.settle()
    expect(bench.driver.stored).toEqual([2, 0, 0, 440])
    expect(bench.part.memory).toMatchObject({ selfCalibration: 0, offset: 0, altitude: 440 })
    expect(bench.part.memory.wear).toBe(3)
  })

  it('that cannot be read cost no measurement', () => {
    const bench = new Scd30Bench()
    const write = bench.wire.write.bind(bench.wire)
    bench.wire.write = (address, bytes) => write(address, bytes[0] === 0x51 ? [0xff, 0xff] : bytes)
    bench.settle()
    expect(bench.driver.stored).toEqual([2, 0, 0, -1])
    expect(bench.sample()?.status).toBe(OK)
  })
})
