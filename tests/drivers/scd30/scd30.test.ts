import { describe, expect, it } from 'vitest'
import { BAD_REPLY, BUSY, OK, OUT_OF_RANGE, SUSPECT, UNSUPPORTED, WARMING } from '../../../drivers/hal/status.ts'
import { ALTITUDE, FORCED_RECALIBRATION, INTERVAL, PRESSURE, SELF_CALIBRATION, TEMPERATURE_OFFSET } from '../../../drivers/scd30/scd30-settings.ts'
import { DATA_READY, FIRMWARE, MEASUREMENT, SERIAL, SOFT_RESET, STOP } from '../../../drivers/scd30/scd30-wire.ts'
import { MEASUREMENT_INTERVAL, Scd30Bench } from '../../support/scd30-bench.ts'
import { until } from '../../support/until.ts'

describe('an SCD30 driver that starts', () => {
  it('is OK, knows firmware and serial number, and runs one timer at a time', () => {
    const bench = new Scd30Bench()
    const results: number[] = []
    bench.driver.start(status => results.push(status))
    expect(results).toEqual([])
    until(bench.clock, () => {
      expect(bench.timers.pending).toBeLessThanOrEqual(1)
      return bench.timers.pending === 0
    })
    expect(results).toEqual([OK])
    expect(bench.driver.firmware).toBe('3.66')
    expect(bench.driver.serial).toBe('B3A1C05E7D92')
    expect(bench.driver.errors).toBe(0)
  })

  it('writes nothing non-volatile because of a boot', () => {
    const bench = new Scd30Bench()
    for (let boot = 0; boot < 5; boot++) bench.settle()
    bench.samples(20)
    expect(bench.part.memory.wear).toBe(0)
  })

  it('puts right an interval left over from a former life, once', () => {
    const bench = new Scd30Bench()
    bench.part.inject('old-interval', true)
    bench.settle()
    bench.settle()
    expect(bench.part.memory.interval).toBe(2)
    expect(bench.part.memory.wear).toBe(1)
  })

  it('leaves self-calibration, offset and altitude as found', () => {
    const bench = new Scd30Bench()
    bench.part.memory.selfCalibration = 1
    bench.part.memory.offset = 150
    bench.part.memory.altitude = 440
    bench.settle()
    expect([bench.part.memory.selfCalibration, bench.part.memory.offset, bench.part.memory.altitude]).toEqual([1, 150, 440])
    expect(bench.part.memory.wear).toBe(0)
  })

  it('waits for a part that is still booting', () => {
    const bench = new Scd30Bench()
    bench.part.powerUp()
    bench.settle()
    expect(bench.sample()?.status).toBe(OK)
  })

  it('separates every write from the next transfer by a STOP and 10 ms, and never sends a repeated START', () => {
    const bench = new Scd30Bench()
    bench.settle()
    bench.samples(10)
    bench.set(TEMPERATURE_OFFSET, 100)
    const transfers = bench.bus.transfers
    for (let i = 1; i < transfers.length; i++) {
      if (transfers[i - 1].direction === 'write') {
        expect(transfers[i].began - transfers[i - 1].ended).toBeGreaterThanOrEqual(9)
      }
      expect(transfers[i].status).toBe(OK)
    }
  })

  it('copes with a part that keeps its serial number to itself', () => {
    const bench = new Scd30Bench()
    const write = bench.wire.write.bind(bench.wire)
    bench.wire.write = (address, bytes) => write(address, bytes[0] === 0xd0 ? [0xff, 0xff] : bytes)
    bench.settle()
    expect(bench.driver.serial).toBe('')
    expect(bench.sample()?.status).toBe(OK)
  })

  it('takes no serial number whose checksums are wrong', () => {
    const bench = new Scd30Bench()
    const read = bench.wire.read.bind(bench.wire)
    bench.wire.read = (address, into) => {
      const status = read(address, into)
      if (into.length === 48) into[0] ^= 1
      return status
    }
    bench.settle()
    expect(bench.driver.serial).toBe('')
    expect(bench.driver.errors).toBe(3)
    expect(bench.sample()?.status).toBe(OK)
  })
})

describe('an SCD30 reading', () => {
  it('is the air, within the part\'s accuracy, and arrives in 100 ms when data are ready', () => {
    const bench = new Scd30Bench()
    bench.settle()
    const answer = bench.sample()
    expect(answer?.status).toBe(OK)
    expect(Math.abs((answer?.reading?.co2 ?? 0) - 800)).toBeLessThan(30)
    expect(Number.isInteger(answer?.reading?.co2)).toBe(true)
    expect(answer?.reading?.temperature).toBeCloseTo(22, 0)
    expect(Math.abs((answer?.reading?.humidity ?? 0) - 40)).toBeLessThan(3)
    expect(answer?.took).toBeLessThan(100)
  })

  it('waits for the next measurement when the last has been read already', () => {
    const bench = new Scd30Bench()
    bench.settle()
    bench.sample()
    const answer = bench.sample()
    expect(answer?.status).toBe(OK)
    expect(answer?.took).toBeGreaterThan(1000)
    expect(answer?.took).toBeLessThan(3000)
  })

  it('never holds the zero or the low CO2 that follow a reset', () => {
    const bench = new Scd30Bench()
    let started = false
    bench.driver.start(() => { started = true })
    until(bench.clock, () => started)
    const answers = [bench.sample(), bench.sample(), bench.sample()]
    expect(answers.map(answer => answer?.status)).toEqual([WARMING, WARMING, OK])
    // The first temperature of all waits for one that is like it.
    expect(answers.slice(0, 2).map(warming => Object.keys(warming?.reading ?? {}).sort())).toEqual([['humidity'], ['humidity', 'temperature']])
    expect(answers[2]?.reading?.co2).toBeGreaterThan(760)
  })

  it('is WARMING, soon and without values, while the driver starts', () => {
    const bench = new Scd30Bench()
    bench.driver.start(() => undefined)
    const answer = bench.sample()
    expect(answer?.status).toBe(WARMING)
    expect(answer?.reading).toBeUndefined()
    expect(answer?.took).toBeLessThan(2100)
  })

  it('comes from a sample that starts the driver when nobody has', () => {
    const bench = new Scd30Bench()
    expect(bench.samples(3).map(answer => answer?.status)).toEqual([WARMING, OK, OK])
  })

  it('is BUSY for the second of two calls, and the first goes on', () => {
    const bench = new Scd30Bench()
    bench.settle()
    const results: string[] = []
    bench.driver.sample(status => results.push(`first ${status}`))
    bench.driver.sample(status => results.push(`second ${status}`))
    expect(results).toEqual([])
    bench.rest()
    expect(results).toEqual([`second ${BUSY}`, `first ${OK}`])
  })

  it('without CO2 is SUSPECT when no reset explains the zero, and keeps temperature and humidity', () => {
    const bench = new Scd30Bench()
    bench.settle()
    bench.part.inject('zero', true)
    bench.clock.advance(MEASUREMENT_INTERVAL)
    const answer = bench.sample()
    expect(answer?.status).toBe(SUSPECT)
    expect(Object.keys(answer?.reading ?? {}).sort()).toEqual(['humidity', 'temperature'])
  })

  it('after an unexplained zero is believed as soon as it is where it was', () => {
    const bench = new Scd30Bench()
    bench.settle()
    bench.part.inject('zero', true)
    bench.clock.advance(MEASUREMENT_INTERVAL)
    bench.sample()
    bench.part.inject('zero', false)
    expect([bench.sample(), bench.sample()].map(answer => answer?.status)).toEqual([OK, OK])
  })

  it('follows the air pressure that was set', () => {
    const bench = new Scd30Bench()
    bench.air.pressure = 850
    bench.settle()
    expect(bench.sample()?.reading?.co2).toBeLessThan(700)
    expect(bench.set(PRESSURE, 850)).toBe(OK)
    bench.clock.advance(2 * MEASUREMENT_INTERVAL)
    expect(Math.abs((bench.sample()?.reading?.co2 ?? 0) - 800)).toBeLessThan(30)
    // And a restart asks for it again.
    bench.settle()
    expect(bench.bus.commands().filter(command => command.startsWith('00 10 03 52'))).toHaveLength(2)
  })

  it('keeps an interval over a restart, and is given no pressure by it', () => {
    const bench = new Scd30Bench()
    bench.settle()
    expect(bench.set(INTERVAL, 5)).toBe(OK)
    bench.settle()
    bench.clock.advance(10_000)
    expect(bench.get(INTERVAL)).toEqual({ status: OK, value: 5 })
    const starts = bench.bus.transfers.filter(({ direction, bytes }) => direction === 'write' && bytes[0] === 0 && bytes[1] === 0x10)
    expect(starts.at(-1)?.bytes.slice(2, 4)).toEqual([0, 0])
  })

  it.each([['a recalibration', FORCED_RECALIBRATION, 430, [0x52, 4, 1, 0xae]], ['a stop', STOP, 0, [1, 4]]] as const)('sends %s once, without reading before or after', (_name, setting, value, words) => {
    const bench = new Scd30Bench()
    bench.settle()
    bench.bus.transfers.splice(0)
    expect(bench.set(setting, value)).toBe(OK)
    expect(bench.bus.transfers.map(({ direction, bytes }) => [direction, bytes.slice(0, words.length)])).toEqual([['write', words]])
  })

  it('arrives at a longer interval too', () => {
    const bench = new Scd30Bench()
    bench.settle()
    expect(bench.set(INTERVAL, 5)).toBe(OK)
    for (let i = 0; i < 3; i++) {
      const answer = bench.sample()
      expect(answer?.status).toBe(OK)
      expect(answer?.took).toBeLessThan(6500)
    }
  })
})

describe('an SCD30 setting', () => {
  it.each([
    ['interval', INTERVAL, 5, 2],
    ['self-calibration', SELF_CALIBRATION, 1, 0],
    ['recalibration', FORCED_RECALIBRATION, 450, 400],
    ['offset', TEMPERATURE_OFFSET, 130, 0],
    ['altitude', ALTITUDE, 440, 0]
  ])('%s is written once and reads back', (_name, setting, value, before) => {
    const bench = new Scd30Bench()
    bench.settle()
    expect(bench.get(setting)).toEqual({ status: OK, value: before })
    expect(bench.set(setting, value)).toBe(OK)
    expect(bench.get(setting)).toEqual({ status: OK, value })
    expect(bench.part.memory.wear).toBe(1)
    if (setting !== FORCED_RECALIBRATION) expect(bench.set(setting, value)).toBe(OK)
    expect(bench.part.memory.wear).toBe(1)
  })

  it.each([
    ['interval', INTERVAL, 1], ['interval', INTERVAL, 1801], ['interval', INTERVAL, 2.5],
    ['pressure', PRESSURE, 1], ['pressure', PRESSURE, 699], ['pressure', PRESSURE, 1401], ['pressure', PRESSURE, -1],
    ['recalibration', FORCED_RECALIBRATION, 399], ['recalibration', FORCED_RECALIBRATION, 2001],
    ['recalibration', FORCED_RECALIBRATION, NaN],
    ['offset', TEMPERATURE_OFFSET, -1], ['offset', TEMPERATURE_OFFSET, -700], ['offset', TEMPERATURE_OFFSET, 64836],
    ['altitude', ALTITUDE, -1], ['altitude', ALTITUDE, 65536],
    ['self-calibration', SELF_CALIBRATION, 2], ['stop', STOP, 1], ['reset', SOFT_RESET, 1]
  ])('%s (%i) of %f is out of range, and nothing is sent', (_name, setting, value) => {
    const bench = new Scd30Bench()
    bench.settle()
    const before = bench.bus.transfers.length
    expect(bench.set(setting, value)).toBe(OUT_OF_RANGE)
    expect(bench.bus.transfers.length).toBe(before)
  })

  it.each([
    ['interval', INTERVAL, 1800], ['pressure', PRESSURE, 0], ['pressure', PRESSURE, 700], ['pressure', PRESSURE, 1400],
    ['recalibration', FORCED_RECALIBRATION, 400], ['recalibration', FORCED_RECALIBRATION, 2000],
    ['offset', TEMPERATURE_OFFSET, 0], ['altitude', ALTITUDE, 65535], ['self-calibration', SELF_CALIBRATION, 0]
  ])('%s (%i) takes its limit %i', (_name, setting, value) => {
    const bench = new Scd30Bench()
    bench.settle()
    expect(bench.set(setting, value)).toBe(OK)
  })

  it('that the part has not is UNSUPPORTED', () => {
    const bench = new Scd30Bench()
    bench.settle()
    const before = bench.bus.transfers.length
    expect(bench.set(0x1234, 1)).toBe(UNSUPPORTED)
    expect(bench.set(FIRMWARE, 1)).toBe(UNSUPPORTED)
    for (const setting of [SERIAL, MEASUREMENT, PRESSURE, STOP, SOFT_RESET, 0x1234]) {
      expect(bench.get(setting)?.status).toBe(UNSUPPORTED)
    }
    expect(bench.bus.transfers.length).toBe(before)
  })

  it('that the part does not take is BAD_REPLY after two writes', () => {
    const bench = new Scd30Bench()
    bench.settle()
    const write = bench.wire.write.bind(bench.wire)
    bench.wire.write = (address, bytes) => write(address, bytes.length === 5 ? [0xff, 0xff] : bytes)
    expect(bench.set(ALTITUDE, 440)).toBe(BAD_REPLY)
    expect(bench.bus.commands().filter(command => command.startsWith('51 02 '))).toHaveLength(2)
    expect(bench.get(ALTITUDE)).toEqual({ status: OK, value: 0 })
  })

  it('reads the firmware version and the data-ready flag as numbers', () => {
    const bench = new Scd30Bench()
    bench.settle()
    expect(bench.get(FIRMWARE)).toEqual({ status: OK, value: 0x0342 })
    expect(bench.get(DATA_READY)).toEqual({ status: OK, value: 1 })
  })

  it('is BUSY while a sample is under way, and a sample waits for a setting', () => {
    const bench = new Scd30Bench()
    bench.settle()
    const results: string[] = []
    bench.driver.sample(status => results.push(`sample ${status}`))
    bench.driver.get(ALTITUDE, status => results.push(`get ${status}`))
    bench.driver.set(ALTITUDE, 5, status => results.push(`set ${status}`))
    bench.rest()
    bench.driver.get(ALTITUDE, status => results.push(`get ${status}`))
    bench.driver.sample(status => results.push(`sample ${status}`))
    bench.rest()
    expect(results).toEqual([`get ${BUSY}`, `set ${BUSY}`, `sample ${OK}`, `get ${OK}`, `sample ${OK}`])
  })

  it('under way when the driver is started anew ends as BUSY', () => {
    const bench = new Scd30Bench()
    bench.settle()
    const results: string[] = []
    bench.driver.get(ALTITUDE, status => results.push(`get ${status}`))
    bench.driver.start(status => results.push(`start ${status}`))
    bench.rest()
    expect(results).toEqual([`get ${BUSY}`, `start ${OK}`])
  })

  it('stop ends the measuring, and the next sample brings it back', () => {
    const bench = new Scd30Bench()
    bench.settle()
    expect(bench.set(STOP, 0)).toBe(OK)
    expect(bench.part.measuring).toBe(false)
    bench.samples(2)
    expect(bench.part.measuring).toBe(true)
  })

  it('soft reset starts the driver anew', () => {
    const bench = new Scd30Bench()
    bench.settle()
    const results: number[] = []
    bench.driver.set(SOFT_RESET, 0, status => results.push(status))
    until(bench.clock, () => results.length > 0)
    expect(results).toEqual([OK])
    expect(bench.sample()?.status).toBe(WARMING)
    bench.rest()
    expect(bench.sample()?.status).toBe(OK)
  })
})
