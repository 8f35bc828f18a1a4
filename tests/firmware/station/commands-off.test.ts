import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BAD_MESSAGE, CLOSED_BY_PEER } from '../../../firmware/mqtt/disconnect-reason.ts'
import { StationBench } from '../../support/station-bench.ts'
import { until } from '../../support/until.ts'

const ROOT = 'breva/a1b2c3/'
const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** The link ends for that reason, right after the SUBACK, and the next one comes. */
function poison(bench: StationBench, reason = BAD_MESSAGE): void {
  bench.client.connected = false
  bench.client.giveBack(0)
  bench.station.onDisconnected(reason)
  bench.client.connect()
  bench.settle()
}

function hearsCommands(bench: StationBench): boolean {
  return bench.client.filters.at(-1)!.includes(`${ROOT}command/+`)
}

describe('a node whose subscription the broker answers late', () => {
  /** What info and then health say of it within two minutes, each change once; the answer comes after `latency` ms. */
  function told(latency: number, granted: string): unknown[] {
    const bench = StationBench.plain()
    bench.client.granted = granted
    bench.start()
    until(bench.clock, () => bench.client.starts > 0)
    bench.client.latency = latency
    bench.client.connect()
    bench.client.latency = 10
    bench.clock.advance(2 * MINUTE)
    const said = [...bench.client.payloads('/info'), bench.client.payloads('/health').at(-1)!].map(payload => (JSON.parse(payload) as Record<string, unknown>)['commands_off'])
    return said.filter((reason, n) => n === 0 || n === said.length - 1 || reason !== said[n - 1])
  }

  it.each([
    ['within 8 s', 5000, '\x01\x01\x01', [null, null]],
    ['after 20 s', 20_000, '\x01\x01\x01', ['no_answer', null, null]],
    ['after 20 s with a refusal', 20_000, '\x01\x01\x80', ['no_answer', 'refused', 'refused']],
    ['with a refusal', 10, '\x01\x01\x80', ['refused', 'refused']],
    ['never', 1e9, '\x01\x01\x01', ['no_answer', 'no_answer']]
  ])('says in info what it says in health: %s', (_when, latency, granted, expected) => {
    expect(told(latency, granted)).toEqual(expected)
  })
})

describe('a node that is sent a message which no client may take', () => {
  it('does without commands after three links that ended so, publishes, and says why', () => {
    const bench = StationBench.plain().online()
    poison(bench)
    poison(bench)
    expect([hearsCommands(bench), bench.client.discard]).toEqual([true, false])
    poison(bench)
    expect([hearsCommands(bench), bench.client.discard]).toEqual([false, true])
    expect(bench.client.filters.at(-1)).toEqual([`${ROOT}status`])
    expect(JSON.parse(bench.client.payloads('/info').at(-1)!)).toMatchObject({ commands_off: 'bad_message' })
    bench.client.take()
    bench.clock.advance(10 * MINUTE)
    expect(bench.samples()).toHaveLength(60)
    expect(bench.health()).toMatchObject({ commands: false, commands_off: 'bad_message', links: { broker_bad_message: 3 } })
    expect(bench.noted.filter(line => line.includes('commands off'))).toHaveLength(1)
  })

  it('subscribes to nothing after three more such ends: the message may be on its status', () => {
    const bench = StationBench.plain().online()
    for (let i = 0; i < 6; i++) poison(bench)
    const filters = bench.client.filters.length
    poison(bench)
    expect(bench.client.filters.length).toBe(filters)
    bench.client.take()
    bench.clock.advance(10 * MINUTE)
    expect([bench.samples().length, bench.client.filters.length]).toEqual([60, filters])
    bench.clock.advance(HOUR)
    expect(hearsCommands(bench)).toBe(true)
  })

  it('tries commands again after an hour, on the same link, and says that it hears them', () => {
    const bench = StationBench.plain().online()
    for (let i = 0; i < 3; i++) poison(bench)
    const filters = bench.client.filters.length
    bench.clock.advance(59 * MINUTE)
    expect(bench.client.filters.length).toBe(filters)
    bench.clock.advance(3 * MINUTE)
    expect([bench.client.filters.length, hearsCommands(bench)]).toEqual([filters + 1, true])
    expect(JSON.parse(bench.client.payloads('/info').at(-1)!)).toMatchObject({ commands_off: null })
    bench.client.deliver(`${ROOT}command/ping`, '{"id":"c-1"}')
    bench.settle()
    expect(bench.client.payloads('/reply/ping')).toEqual(['{"id":"c-1","ok":true}'])
  })

  it('takes one more such end for another hour', () => {
    const bench = StationBench.plain().online()
    for (let i = 0; i < 3; i++) poison(bench)
    bench.clock.advance(HOUR + 2 * MINUTE)
    expect(hearsCommands(bench)).toBe(true)
    poison(bench)
    expect(hearsCommands(bench)).toBe(false)
  })

  it('hears commands as long as no three links in a row ended so, whatever else ends them and however long they last', () => {
    const end = fc.record({ reason: fc.constantFrom(BAD_MESSAGE, CLOSED_BY_PEER, 259, 261), after: fc.constantFrom(0, 3000, 3 * MINUTE) })
    fc.assert(fc.property(fc.array(end, { maxLength: 12 }), ends => {
      const bench = StationBench.plain().online()
      let bad = 0
      for (const { reason, after } of ends) {
        bench.clock.advance(after)
        if (after > 2 * MINUTE && bad < 3) bad = 0
        if (reason === BAD_MESSAGE) bad++
        poison(bench, reason)
        expect(hearsCommands(bench)).toBe(bad < 3)
      }
    }), { numRuns: 60 })
  })
})

describe('why links end', () => {
  it('is told before what is long, where they are short', () => {
    const bench = StationBench.plain().online().slots(2)
    bench.client.shortLinks = 3
    poison(bench, CLOSED_BY_PEER)
    bench.client.take()
    poison(bench, CLOSED_BY_PEER)
    bench.clock.advance(1000)
    expect(bench.client.take().map(line => line.replace(ROOT, '').replace(/ .*/, '')).slice(0, 3)).toEqual(['status', 'health', 'sensor/scd30/status'])
  })
})

describe('a kept session', () => {
  it('is asked for its subscriptions at each connection: it may have lost them', () => {
    const bench = StationBench.plain().online()
    for (const resumed of [true, true, false]) {
      bench.client.disconnect()
      bench.client.connect(resumed)
      bench.settle()
    }
    expect(bench.client.filters.map(filters => filters.length)).toEqual([3, 3, 3, 3])
  })
})
