import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Clock } from '../../../drivers/hal/clock.ts'
import { BAD_CHECKSUM, BAD_REPLY, BUSY, HELD_LOW, NO_ACK, NOT_FOUND, OK, STALE, SUSPECT, TIMEOUT, WARMING, type Status } from '../../../drivers/hal/status.ts'
import type { Probe, Reading } from '../../../drivers/sensor.ts'
import { FakeSensor } from '../../support/fake-sensor.ts'
import { StationBench } from '../../support/station-bench.ts'

const AIR = { co2: 812, temperature: 21.44, humidity: 45.1 }
const FIRST = '28139bbb0b00001f'
const SECOND = '2839386a0d000044'

function probe(rom: string, temperature: number, status: Status = OK): Probe {
  return { rom, status, temperature, errors: 0, kind: 65 }
}

/** An online bench, and its sensors by name: `specification` as in `scd30:cth`. */
function benchWith(...specification: string[]): { bench: StationBench, sensors: FakeSensor[] } {
  const sensors: FakeSensor[] = []
  const bench = new StationBench((clock: Clock) => {
    for (const one of specification) sensors.push(new FakeSensor(clock, one.split(':')[0], one.split(':')[1]))
    return sensors
  }).online()
  return { bench, sensors }
}

/** The sample of the next slot. */
function nextSample(bench: StationBench): Record<string, unknown> {
  const before = bench.samples().length
  while (bench.samples().length === before) bench.clock.step()
  return bench.samples()[before]
}

describe('a sample', () => {
  it('is byte for byte the documented one', () => {
    const sensors: FakeSensor[] = []
    const bench = new StationBench(clock => {
      sensors.push(new FakeSensor(clock, 'scd30', 'cth', AIR))
      sensors.push(new FakeSensor(clock, 'ds18b20', 'p', { probes: [probe(FIRST, 20.81), probe(SECOND, 85, BAD_CHECKSUM)] }))
      return sensors
    }, {}, 86400123 - 5020 - 20).online()
    bench.time = Date.parse('2026-01-31T18:04:05.000Z')
    for (let slot = 0; slot < 3; slot++) nextSample(bench)
    bench.time = Date.parse('2026-01-31T18:04:05.000Z')
    const [, , third] = bench.client.payloads('/state')
    const uptime = 86400123 - 20 + 20000
    expect(third).toBe(
      '{"node":"a1b2c3","location":"bedroom","boot":17,"seq":3,"time":"2026-01-31T18:04:05.000Z","uptime":' + uptime + ',' +
      '"co2":812,"temperature":21.44,"humidity":45.1,"probes":{"28139bbb0b00001f":20.81,"2839386a0d000044":null},' +
      '"quality":{"co2":"ok","temperature":"ok","humidity":"ok","28139bbb0b00001f":"ok","2839386a0d000044":"fault"},"alerts":[]}'
    )
  })

  it('has null for the time while the clock is unset, and whole milliseconds of uptime', () => {
    const bench = StationBench.plain()
    bench.sensor.delay = 20.75
    bench.online()
    const sample = nextSample(bench)
    expect(sample.time).toBe(null)
    expect(sample.uptime).toBe(5020)
    bench.time = Date.parse('2026-01-31T18:04:05.678Z')
    expect(nextSample(bench).time).toBe('2026-01-31T18:04:05.678Z')
  })

  it('counts from 1 within a start', () => {
    const bench = StationBench.plain().online()
    expect([nextSample(bench).seq, nextSample(bench).seq, nextSample(bench).seq]).toEqual([1, 2, 3])
  })

  it.each([
    [{ co2: 811.5, temperature: 21.445, humidity: 45.05 }, '"co2":812,"temperature":21.45,"humidity":45.1,'],
    [{ co2: 400, temperature: -0.004, humidity: 0 }, '"co2":400,"temperature":0.00,"humidity":0.0,'],
    [{ co2: 40000, temperature: -10.126, humidity: 100 }, '"co2":40000,"temperature":-10.13,"humidity":100.0,'],
    [{ co2: 0.4, temperature: 5, humidity: 33.333333 }, '"co2":0,"temperature":5.00,"humidity":33.3,']
  ])('has fixed decimals: %j', (air, text) => {
    const bench = StationBench.plain().online()
    bench.sensor.answer(OK, air)
    nextSample(bench)
    expect(bench.client.payloads('/state')[0]).toContain(text)
  })

  it('has keys only for what is wired, and probes as soon as a bus is', () => {
    const one = benchWith('mh-z19:c')
    one.sensors[0].answer(OK, { co2: 700 })
    expect(Object.keys(nextSample(one.bench))).toEqual(['node', 'location', 'boot', 'seq', 'time', 'uptime', 'co2', 'quality', 'alerts'])
    const two = benchWith('ds18b20:p')
    two.sensors[0].answer(OK, { probes: [] })
    const sample = nextSample(two.bench)
    expect(Object.keys(sample)).toEqual(['node', 'location', 'boot', 'seq', 'time', 'uptime', 'probes', 'quality', 'alerts'])
    expect([sample.probes, sample.quality]).toEqual([{}, { probes: 'stale' }])
  })

  it.each([
    [WARMING, 'warming', 'warming', 'warming', 'warming'], [SUSPECT, 'suspect', 'suspect', 'suspect', 'suspect'],
    [STALE, 'stale', 'stale', 'stale', 'stale'], [NO_ACK, 'stale', 'stale', 'fault', 'fault'], [TIMEOUT, 'stale', 'stale', 'fault', 'fault'],
    [BAD_CHECKSUM, 'stale', 'stale', 'fault', 'fault'], [BAD_REPLY, 'stale', 'stale', 'fault', 'fault'], [BUSY, 'stale', 'stale', 'fault', 'fault'],
    [NOT_FOUND, 'stale', 'stale', 'fault', 'fault']
  ])('of a sensor that answers status %i has null and the quality %s, %s, %s, %s', (status, ...words) => {
    const { bench, sensors } = benchWith('scd30:cth')
    sensors[0].answer(status)
    for (const word of words) {
      const sample = nextSample(bench)
      expect([sample.co2, sample.temperature, sample.humidity]).toEqual([null, null, null])
      expect(sample.quality).toEqual({ co2: word, temperature: word, humidity: word })
    }
  })

  it('is ok again with the first good reading, and failures count anew', () => {
    const bench = StationBench.plain().online()
    const words = []
    for (const status of [NO_ACK, NO_ACK, OK, NO_ACK, NO_ACK, WARMING, NO_ACK, NO_ACK, NO_ACK, OK]) {
      bench.sensor.answer(status, status === OK ? AIR : undefined)
      words.push((nextSample(bench).quality as { co2: string }).co2)
    }
    expect(words).toEqual(['stale', 'stale', 'ok', 'stale', 'stale', 'warming', 'stale', 'stale', 'fault', 'ok'])
  })

  it('keeps what is true beside a status that is not OK', () => {
    const bench = StationBench.plain().online()
    bench.sensor.answer(WARMING, { temperature: 22.5, humidity: 45 })
    const sample = nextSample(bench)
    expect([sample.co2, sample.temperature, sample.humidity]).toEqual([null, 22.5, 45])
    expect(sample.quality).toEqual({ co2: 'warming', temperature: 'ok', humidity: 'ok' })
  })

  it('takes no quantity that OK leaves out or makes not a number', () => {
    const bench = StationBench.plain().online()
    const words = []
    for (const co2 of [NaN, Infinity, undefined]) {
      bench.sensor.answer(OK, { ...(co2 === undefined ? {} : { co2 }), temperature: 21, humidity: 40 })
      const sample = nextSample(bench)
      expect(sample.co2).toBe(null)
      words.push(sample.quality)
    }
    expect(words).toEqual(['stale', 'stale', 'fault'].map(co2 => ({ co2, temperature: 'ok', humidity: 'ok' })))
    bench.sensor.answer(OK)
    expect(nextSample(bench).quality).toEqual({ co2: 'fault', temperature: 'fault', humidity: 'fault' })
  })

  it('has the CO2 of the first sensor that has one, and the quality of the first when none has', () => {
    const { bench, sensors: [scd30, mhZ19] } = benchWith('scd30:cth', 'mh-z19:c')
    const seen = []
    for (const [first, second] of [[OK, OK], [WARMING, OK], [OK, SUSPECT], [WARMING, SUSPECT], [SUSPECT, WARMING]]) {
      scd30.answer(first, first === OK ? AIR : undefined)
      mhZ19.answer(second, second === OK ? { co2: 900 } : undefined)
      const sample = nextSample(bench)
      seen.push([sample.co2, (sample.quality as { co2: string }).co2])
    }
    expect(seen).toEqual([[812, 'ok'], [900, 'ok'], [812, 'ok'], [null, 'warming'], [null, 'suspect']])
  })

  it('has every probe ever met, by its own status', () => {
    const { bench, sensors: [bus] } = benchWith('ds18b20:p')
    bus.answer(OK, { probes: [probe(FIRST, 20.8125)] })
    expect(nextSample(bench).probes).toEqual({ [FIRST]: 20.81 })
    bus.answer(NO_ACK, { probes: [probe(FIRST, 20, NOT_FOUND), probe(SECOND, -55)] })
    let sample = nextSample(bench)
    expect([sample.probes, sample.quality]).toEqual([{ [FIRST]: null, [SECOND]: -55 }, { [FIRST]: 'stale', [SECOND]: 'ok' }])
    // A driver started anew has forgotten the first, and met them in another order.
    bus.answer(OK, { probes: [probe(SECOND, 3.5)] })
    sample = nextSample(bench)
    expect([sample.probes, sample.quality]).toEqual([{ [FIRST]: null, [SECOND]: 3.5 }, { [FIRST]: 'stale', [SECOND]: 'ok' }])
    bus.answer(OK, { probes: [probe(SECOND, NaN), probe(FIRST, 85, SUSPECT)] })
    sample = nextSample(bench)
    expect([sample.probes, sample.quality]).toEqual([{ [FIRST]: null, [SECOND]: null }, { [FIRST]: 'suspect', [SECOND]: 'stale' }])
  })

  it('has every probe failing with a bus that fails or hangs', () => {
    const { bench, sensors: [bus] } = benchWith('ds18b20:p')
    bus.answer(OK, { probes: [probe(FIRST, 20), probe(SECOND, 21)] })
    nextSample(bench)
    bus.answer(NO_ACK)
    let sample = nextSample(bench)
    expect([sample.probes, sample.quality]).toEqual([{ [FIRST]: null, [SECOND]: null }, { [FIRST]: 'stale', [SECOND]: 'stale' }])
    bus.delay = Infinity
    nextSample(bench)
    sample = nextSample(bench)
    expect(sample.quality).toEqual({ [FIRST]: 'fault', [SECOND]: 'fault' })
  })

  it('I10 is never invented, whatever the sensors answer', () => {
    const status = fc.integer({ min: OK, max: HELD_LOW }).map(code => code as Status)
    const number = fc.oneof(fc.double({ min: -55, max: 40000, noNaN: true }), fc.constantFrom(NaN, Infinity, -Infinity, 0, -0))
    const reading: fc.Arbitrary<Reading> = fc.record({ co2: number, temperature: number, humidity: number }, { requiredKeys: [] })
    const slot = fc.record({ status, reading: fc.option(reading, { nil: undefined }), probe: fc.tuple(status, number), delay: fc.constantFrom(5, 5, 5, 6000, 12000, Infinity) })
    fc.assert(fc.property(fc.array(slot, { minLength: 1, maxLength: 12 }), slots => {
      const { bench, sensors: [scd30, bus] } = benchWith('scd30:cth', 'ds18b20:p')
      for (const { status, reading, probe: [own, temperature], delay } of slots) {
        const asked = scd30.asked.length
        scd30.delay = delay
        scd30.answer(status, reading)
        bus.answer(OK, { probes: [probe(FIRST, temperature, own)] })
        const sample = nextSample(bench)
        const answered = scd30.asked.length > asked && delay < 5000
        const quality = sample.quality as Record<string, string>
        for (const [key, decimals] of [['co2', 0], ['temperature', 2], ['humidity', 1]] as const) {
          const value = reading?.[key]
          const known = answered && value !== undefined && Number.isFinite(value)
          expect(quality[key] === 'ok').toBe(known)
          if (known) expect(Math.abs((sample[key] as number) - value)).toBeLessThanOrEqual(0.5001 * 10 ** -decimals)
          else expect(sample[key]).toBe(null)
        }
        const known = own === OK && Number.isFinite(temperature)
        expect(quality[FIRST] === 'ok').toBe(known)
        expect((sample.probes as Record<string, unknown>)[FIRST] === null).toBe(!known)
        for (const word of Object.values(quality)) expect(['ok', 'warming', 'stale', 'suspect', 'fault']).toContain(word)
      }
      expect(bench.client.payloads('/state').join('')).not.toMatch(/NaN|Infinity|undefined/)
    }), { numRuns: 100 })
  })
})
