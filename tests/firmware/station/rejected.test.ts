import { describe, expect, test } from 'vitest'
import { StationBench } from '../../support/station-bench.ts'

const MINUTE = 60_000

describe('F15 what is given up because it ended three links running', () => {
  test('is not said on the next link, and is said again within the hour, so that the status does not stay wrong', () => {
    const bench = StationBench.plain()
    bench.client.silent = true
    bench.station.start()
    bench.clock.advance(200)
    bench.client.connect()
    bench.station.onSubscribed(1, '\x01\x01')
    const birth = bench.client.published.at(-1)!
    expect([birth.topic, birth.payload]).toEqual(['breva/a1b2c3/status', 'online'])
    bench.client.giveBack(birth.id)
    bench.client.disconnect()
    bench.client.silent = false
    bench.client.take()
    bench.client.connect()
    bench.clock.advance(5 * MINUTE)
    expect(bench.client.payloads('a1b2c3/status')).not.toContain('online')
    expect(bench.samples().length).toBeGreaterThan(25)
    bench.clock.advance(57 * MINUTE)
    expect(bench.client.payloads('a1b2c3/status')).toEqual(['online'])
    bench.clock.advance(120 * MINUTE)
    expect(bench.client.payloads('a1b2c3/status')).toEqual(['online'])
  })

  test('is counted where it is a sample, and the next one goes', () => {
    const bench = StationBench.plain().online()
    bench.clock.advance(2 * MINUTE)
    bench.client.silent = true
    bench.client.take()
    for (let tenths = 0; tenths < 200 && bench.samples().length === 0; tenths++) bench.clock.advance(100)
    const [lost] = bench.samples()
    bench.client.giveBack(bench.client.published.at(-1)!.id)
    bench.client.disconnect()
    bench.client.silent = false
    bench.client.take()
    bench.client.connect()
    bench.clock.advance(2 * MINUTE)
    const seen = [...bench.samples(), ...bench.client.payloads('/history').flatMap(payload => JSON.parse(payload) as { seq: number }[])].map(sample => Number(sample['seq']))
    expect(seen).not.toContain(lost['seq'])
    expect(seen).toContain(Number(lost['seq']) + 1)
    expect(JSON.parse(bench.client.payloads('/health').at(-1)!)).toMatchObject({ queued: 0, drops: { overflow: 0, rejected: 1 } })
  })

  test('is counted also where a later sample has taken its place meanwhile', () => {
    const bench = StationBench.plain({ backlog: { samples: 16, overflow: 'oldest' } }).online()
    bench.clock.advance(2 * MINUTE)
    bench.client.silent = true
    bench.client.take()
    for (let tenths = 0; tenths < 200 && bench.samples().length === 0; tenths++) bench.clock.advance(100)
    const { id } = bench.client.published.at(-1)!
    // A kept session: the message stays under way while the link is down, and the samples after it fill the memory.
    bench.client.connected = false
    bench.clock.advance(6 * MINUTE)
    bench.client.connected = true
    bench.client.giveBack(id)
    bench.client.disconnect()
    bench.client.silent = false
    bench.client.take()
    bench.client.connect()
    bench.clock.advance(2 * MINUTE)
    const { drops, queued } = JSON.parse(bench.client.payloads('/health').at(-1)!) as { queued: number, drops: Record<string, number> }
    const sequences = [...bench.samples(), ...bench.client.payloads('/history').flatMap(payload => JSON.parse(payload) as { seq: number }[])].map(sample => Number(sample['seq']))
    const between = 6 * MINUTE / 10_000
    const arrived = sequences.filter(sequence => sequence > 0).length
    expect([queued, drops['rejected']]).toEqual([0, 1])
    expect(drops['overflow']).toBeGreaterThan(between - 20)
    const [first, last] = [Math.min(...sequences), Math.max(...sequences)]
    // None between the one given up and the first to arrive is missing without being counted.
    expect(arrived).toBe(last - first + 1)
    const before = bench.station as unknown as { sequence: number }
    expect(drops['overflow'] + drops['rejected']).toBe(before.sequence - arrived - 12)
  })
})
