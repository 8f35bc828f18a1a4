import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BAD_CHECKSUM, OK, SUSPECT, TIMEOUT, WARMING } from '../../../drivers/hal/status.ts'
import { FakeSensor } from '../../support/fake-sensor.ts'
import { type LateSample, PERIOD, type SampleHealth, StationBench } from '../../support/station-bench.ts'
import { until } from '../../support/until.ts'

const MINUTE = 60_000
/** ms from the start until the broker is there, where the test counts from its end. */
const OUTAGE = 100_000
const ROMS = ['28139bbb0b00001f', '2839386a0d000044', '2893bec20c00009e']
const DATE = Date.parse('2026-01-31T18:00:00.000Z')

/** The messages of one `history`, each as it stands there. */
function messagesIn(payload: string): string[] {
  return payload.slice(1, -1).split(/(?<=\}),(?=\{"node":)/)
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i)
}

const quantity = (least: number, most: number): fc.Arbitrary<number> => fc.double({ min: least, max: most, noNaN: true })
const air = fc.record({
  status: fc.constantFrom(OK, OK, OK, WARMING, SUSPECT, TIMEOUT),
  reading: fc.record({ co2: quantity(0, 40000), temperature: quantity(-40, 70), humidity: quantity(0, 100) }),
  probes: fc.array(fc.record({ status: fc.constantFrom(OK, OK, BAD_CHECKSUM, TIMEOUT), temperature: quantity(-55, 125) }), { maxLength: 3 })
})
type Air = typeof air extends fc.Arbitrary<infer A> ? A : never

/** A station whose sensors give these readings, one a slot, and that is online from the start or only afterwards. */
function lived(slots: Air[], late: boolean): StationBench {
  const sensors: FakeSensor[] = []
  const bench = new StationBench(clock => {
    sensors.push(new FakeSensor(clock, 'scd30', 'cth'), new FakeSensor(clock, 'ds18b20', 'p'))
    return sensors
  }, { sensors: { scd30: { sda: 'D21', scl: 'D22' }, ds18b20: { pin: 'D4' } } })
  bench.time = DATE
  bench.clock.after(0, function tick() { bench.time++; bench.clock.after(1, tick, undefined) }, undefined)
  bench.start()
  if (!late) bench.online()
  for (const { status, reading, probes } of slots) {
    sensors[0].answer(status, status === OK ? reading : { ...reading, co2: NaN })
    sensors[1].answer(OK, { probes: probes.map((one, i) => ({ ...one, rom: ROMS[i], errors: 0, kind: 65 })) })
    bench.slots(1)
  }
  if (late) bench.online()
  arrived(bench, slots.length)
  return bench
}

/** Time passes until each of the first `count` samples has been published, live or late. */
function arrived(bench: StationBench, count: number): void {
  const { published } = bench.client
  const missing = new Set(range(1, count))
  let looked = 0
  until(bench.clock, () => {
    for (; looked < published.length; looked++) {
      const { topic, payload } = published[looked]
      const samples = topic.endsWith('/state') ? [payload] : topic.endsWith('/history') ? messagesIn(payload) : []
      for (const sample of samples) missing.delete((JSON.parse(sample) as LateSample).seq)
    }
    return missing.size === 0
  })
}

/** What `health` says the next time. */
function nextHealth(bench: StationBench): SampleHealth {
  const before = bench.client.payloads('/health').length
  until(bench.clock, () => bench.client.payloads('/health').length > before)
  return bench.health()
}

/** The first `health` from now on by which nothing waits to be sent. */
function drained(bench: StationBench): SampleHealth {
  for (;;) {
    const health = nextHealth(bench)
    if (health.queued === 0) return health
  }
}

describe('the history', () => {
  it('holds every sample to the byte as it would have been published live', () => {
    fc.assert(fc.property(fc.array(air, { minLength: 2, maxLength: 12 }), slots => {
      const live = lived(slots, false).client.payloads('/state')
      const late = lived(slots, true)
      const messages = [...late.client.payloads('/history').flatMap(messagesIn), ...late.client.payloads('/state')]
      expect(messages.slice(0, slots.length)).toEqual(live.slice(0, slots.length))
    }), { numRuns: 25 })
  })

  it('comes after the live sample, oldest first, not retained, at QoS 1, one message in flight and never five in a second', () => {
    const bench = StationBench.plain()
    bench.start()
    bench.clock.advance(10 * MINUTE)
    bench.online()
    const health = drained(bench)
    const sent = bench.client.published.filter(message => /state|history/.test(message.topic))
    expect(sent[0].topic).toMatch(/state$/)
    expect(sent[1].topic).toMatch(/history$/)
    const messages = sent.filter(message => message.topic.endsWith('/history'))
    expect(messages.every(message => message.qos === 1 && !message.retain)).toBe(true)
    expect(messages.every(message => (JSON.parse(message.payload) as object[]).length <= 20)).toBe(true)
    expect(Math.max(...messages.map(one => messages.filter(other => other.at >= one.at && other.at < one.at + 1000).length))).toBeLessThan(5)
    expect(bench.history().map(sample => sample.seq)).toEqual(range(1, 59))
    expect(health).toMatchObject({ queued: 0, drops: { overflow: 0 } })
  })

  it('lets no live sample wait while it drains, although the broker takes its time', () => {
    const bench = StationBench.plain({ period: 2 })
    bench.start()
    bench.clock.advance(OUTAGE)
    bench.client.latency = 900
    bench.online()
    bench.clock.advance(2 * MINUTE)
    const late = bench.client.published.filter(message => message.topic.endsWith('/state') && message.at > OUTAGE + 5000)
      .map(message => message.at - (JSON.parse(message.payload) as LateSample).uptime)
    expect(late.length).toBeGreaterThan(30)
    expect(Math.max(...late)).toBeLessThan(5000)
    expect(bench.health().queued).toBe(0)
  })

  it('sends again what was under way when the link broke, and nothing that was acknowledged', () => {
    const bench = StationBench.plain()
    bench.start()
    bench.clock.advance(5 * MINUTE)
    bench.online()
    until(bench.clock, () => bench.client.payloads('/history').length === 2)
    bench.client.silent = true
    // A message every quarter of a second at most: the next one would be there.
    bench.clock.advance(2000)
    const sent = bench.client.payloads('/history')
    bench.client.disconnect()
    bench.client.take()
    bench.client.silent = false
    bench.online()
    drained(bench)
    // In halves: it may have been too long for this broker.
    const again = JSON.parse(bench.client.payloads('/history')[0]) as LateSample[]
    expect(again).toEqual((JSON.parse(sent.at(-1)!) as LateSample[]).slice(0, again.length))
    const acknowledged = sent.slice(0, -1).flatMap(payload => (JSON.parse(payload) as LateSample[]).map(sample => sample.seq))
    expect(acknowledged.length).toBeGreaterThan(0)
    expect(bench.history().map(sample => sample.seq)).toEqual(range(acknowledged.length + 1, 29))
  })

  it('takes a live sample that was sent and not acknowledged, unless the acknowledgement comes late', () => {
    for (const comes of [true, false]) {
      const bench = StationBench.plain().online()
      bench.slots(2)
      bench.client.latency = 2.5 * PERIOD
      bench.clock.advance(bench.client.latency - 1000)
      const late = bench.client.payloads('/state').map(payload => (JSON.parse(payload) as LateSample).seq).at(-1)!
      bench.client.latency = 10
      if (!comes) bench.client.disconnect()
      bench.clock.advance(PERIOD - 1000)
      if (!comes) bench.client.connect()
      const health = drained(bench)
      expect(bench.history().map(sample => sample.seq).includes(late)).toBe(!comes)
      expect(health).toMatchObject({ queued: 0, drops: { overflow: 0 } })
    }
  })

  it('F36 an outage that outlasts the memory costs the oldest samples, which are counted', () => {
    const bench = StationBench.plain({ backlog: { samples: 20 } })
    bench.start()
    bench.clock.advance(10 * MINUTE)
    bench.online()
    const health = drained(bench)
    const sequences = bench.history().map(sample => sample.seq)
    expect(sequences).toEqual(range(60 - sequences.length, 59))
    // In place of one sample, the date that the others share.
    expect(sequences.length).toBeGreaterThanOrEqual(19)
    expect(sequences.length).toBeLessThanOrEqual(20)
    expect(health).toMatchObject({ queued: 0, drops: { overflow: 59 - sequences.length } })
  })

  it('F35 dates what was taken before the clock was set, once it is, and disturbs no slot', () => {
    const bench = StationBench.plain()
    bench.start()
    bench.clock.advance(56_000)
    bench.time = DATE
    bench.online()
    const now = bench.clock.now()
    arrived(bench, 6)
    const samples = [...bench.history(), ...bench.samples() as unknown as LateSample[]]
    expect(samples.map(sample => sample.seq)).toEqual(range(1, 6))
    for (const sample of samples) expect(Math.abs(Date.parse(sample.time!) - (DATE - now + sample.uptime))).toBeLessThan(3000)
    expect(samples.map(sample => sample.uptime)).toEqual(range(0, 5).map(slot => 5020 + slot * 10_000))
  })

  it('F35 keeps the date that a sample was taken with, whatever the clock does afterwards', () => {
    const bench = StationBench.plain()
    bench.start()
    const dates = [0, DATE, DATE + 3_600_000, DATE - 10 * 365 * 86_400_000, 0, DATE + 10 * 365 * 86_400_000]
    for (const date of dates) {
      bench.time = date
      bench.slots(1)
    }
    bench.time = DATE + 5
    bench.slots(1)
    bench.online()
    arrived(bench, dates.length + 1)
    const seen = new Map(bench.history().map(sample => [sample.seq, sample.time]))
    expect([2, 3, 4, 6].map(seq => seen.get(seq))).toEqual([DATE, dates[2], dates[3], dates[5]].map(date => new Date(date).toISOString()))
    for (const seq of [1, 5]) expect(Date.parse(seen.get(seq)!) - DATE).toBeLessThan(0)
    expect([...seen.keys()]).toEqual([...seen.keys()].sort((a, b) => a - b))
  })

  it('F37 an outage at any moment of the drain loses nothing and repeats only what was not acknowledged', () => {
    for (let round = 0; round < 100; round++) {
      const bench = StationBench.plain()
      const acknowledged = bench.acknowledged()
      bench.start()
      bench.clock.advance(6 * MINUTE)
      bench.online()
      bench.clock.advance(round * 397 % 12_000)
      bench.client.disconnect()
      bench.clock.advance(round * 7919 % 50_000)
      bench.online()
      const health = drained(bench)
      expect(new Set(acknowledged).size).toBe(acknowledged.length)
      expect([...acknowledged].sort((a, b) => a - b)).toEqual(range(1, acknowledged.length))
      expect(health).toMatchObject({ queued: 0, drops: { overflow: 0 } })
    }
  })
})
