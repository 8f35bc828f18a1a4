import { describe, expect, it } from 'vitest'
import { OK } from '../../drivers/hal/status.ts'
import { Scd30Bench } from '../support/scd30-bench.ts'

describe('settings of a former life', () => {
  it('are read at the start, and left as they are (kike-canaries/canairio_sensorlib#98, esphome/issues#4202, paulvha/scd30#15)', () => {
    const bench = new Scd30Bench()
    Object.assign(bench.part.memory, { selfCalibration: 1, offset: 150, altitude: 3000 })
    bench.settle()
    expect(bench.driver.stored).toEqual([2, 1, 150, 3000])
    expect(bench.part.memory).toMatchObject({ selfCalibration: 1, offset: 150, altitude: 3000 })
    expect(bench.part.memory.wear).toBe(0)
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
