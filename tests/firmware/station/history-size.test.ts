import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { STRIKES } from '../../../firmware/mqtt/blame.ts'
import { type LateSample, StationBench } from '../../support/station-bench.ts'

const MINUTE = 60_000

/** A bench whose broker ends the link at each message beyond `limit` bytes, and is back after a second. Returns how often it did. */
function strict(bench: StationBench, limit: () => number): { ends: number } {
  const counts = { ends: 0 }
  const blamed = new Map<string, number>()
  const publish = bench.client.publish.bind(bench.client)
  bench.client.publish = (topic, payload, qos, retain) => {
    const id = publish(topic, payload, qos, retain)
    if (!topic.endsWith('history') || payload.length <= limit()) return id
    counts.ends++
    const times = (blamed.get(payload) ?? 0) + 1
    blamed.set(payload, times)
    bench.client.session.blame = { [topic]: payload.length * 4 + Math.min(times, STRIKES) }
    bench.clock.after(1, () => {
      bench.client.giveBack(times === 3 ? id : 0)
      bench.client.disconnect()
      bench.clock.after(1000, () => bench.client.connect(), undefined)
    }, undefined)
    return id
  }
  return counts
}

/** As many samples wait as that takes. */
function waiting(minutes: number): StationBench {
  const bench = StationBench.plain()
  bench.start()
  bench.clock.advance(minutes * MINUTE)
  return bench
}

function lengths(bench: StationBench): number[] {
  return bench.client.payloads('/history').map(payload => (JSON.parse(payload) as LateSample[]).length)
}

describe('the history of a node whose broker takes small packets', () => {
  it('comes in halves after two ends of links right behind one, down to one sample, and none is lost', () => {
    for (const limit of [1000, 500, 250]) {
      const bench = waiting(5)
      const { ends } = strict(bench, () => limit)
      bench.client.connect()
      bench.clock.advance(5 * MINUTE)
      expect(ends, `at ${limit} bytes`).toBeLessThanOrEqual(8)
      expect(new Set(bench.history().map(sample => sample.seq)).size).toBeGreaterThan(28)
      expect(bench.health()).toMatchObject({ queued: 0, drops: { overflow: 0, rejected: 0 } })
    }
  })

  it('keeps its length through links that end for other reasons', () => {
    const bench = waiting(5)
    bench.client.latency = 100
    for (let n = 0; n < 6; n++) {
      bench.client.connect()
      const before = lengths(bench).length
      while (lengths(bench).length === before) bench.clock.advance(50)
      bench.client.disconnect()
      bench.clock.advance(1000)
    }
    expect(new Set(lengths(bench)).size).toBe(1)
    expect(lengths(bench)[0]).toBeGreaterThan(2)
  })

  it('delays no live sample by more than the links that it costs, and grows again within hours', () => {
    const bench = waiting(5)
    let limit = 250
    strict(bench, () => limit)
    bench.client.connect()
    bench.clock.advance(5 * MINUTE)
    expect(lengths(bench).at(-1)).toBe(1)
    expect(bench.samples().length).toBeGreaterThan(25)
    limit = 2000
    bench.clock.advance(4 * 60 * MINUTE)
    bench.client.disconnect()
    bench.clock.advance(5 * MINUTE)
    bench.client.connect()
    bench.clock.advance(5 * MINUTE)
    expect(Math.max(...lengths(bench).slice(-10))).toBeGreaterThan(2)
  })

  it('accounts for every sample at any limit, also where one alone is too long', () => {
    fc.assert(fc.property(fc.integer({ min: 100, max: 1500 }), fc.integer({ min: 1, max: 8 }), (limit, minutes) => {
      const bench = waiting(minutes)
      strict(bench, () => limit)
      const acknowledged = bench.acknowledged()
      bench.client.connect()
      bench.clock.advance(20 * MINUTE)
      const { queued, drops } = bench.health()
      const taken = bench.samples().at(-1)!['seq'] as number
      expect(new Set(acknowledged).size + queued + drops.rejected).toBe(taken)
      if (limit >= 250) expect(drops.rejected).toBe(0)
    }), { numRuns: 20 })
  })
})
