import { describe, expect, it } from 'vitest'
import { type LateSample, StationBench } from '../../support/station-bench.ts'

const MINUTE = 60_000

/** Numbers of all samples that have been published, live or late, from message number `from` on. */
function published(bench: StationBench, from = 0): number[] {
  return bench.client.published.slice(from).filter(({ topic }) => /(state|history)$/.test(topic))
    .flatMap(({ payload }) => JSON.parse(payload) as LateSample | LateSample[]).map(sample => sample.seq)
}

/** The link ends, and with it the message that is under way is given up. The next link answers. */
function reject(bench: StationBench): void {
  bench.client.giveBack(bench.client.published.at(-1)!.id)
  bench.client.disconnect()
  bench.client.silent = false
  bench.client.connect()
}

describe('F15 what is given up because it ended three links running', () => {
  it('is not said on the next link, and is said again within the hour, so that the status does not stay wrong', () => {
    const bench = StationBench.plain()
    bench.client.silent = true
    bench.start()
    bench.clock.advance(200)
    bench.client.connect()
    bench.station.onSubscribed(1, '\x01\x01')
    bench.station.onRead()
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

  it('is counted where it is a sample, and the next one goes', () => {
    const bench = StationBench.plain().online()
    bench.clock.advance(2 * MINUTE)
    bench.client.silent = true
    bench.client.take()
    for (let tenths = 0; tenths < 200 && bench.samples().length === 0; tenths++) bench.clock.advance(100)
    const [lost] = bench.samples()
    const from = bench.client.published.length
    reject(bench)
    bench.clock.advance(2 * MINUTE)
    const seen = published(bench, from)
    expect(seen).not.toContain(lost['seq'])
    expect(seen).toContain(Number(lost['seq']) + 1)
    expect(bench.health()).toMatchObject({ queued: 0, drops: { overflow: 0, rejected: 1 } })
  })

  it.each([
    ['a sample of the history that has gone alone', 'history', 64, 0],
    ['a sample of the history that has gone alone, and that memory had no room for meanwhile', 'history', 16, 40],
    ['a live sample that had to wait with the others, and memory had no room for', 'state', 16, 240]
  ])('counts each sample once: %s', (_what, topic, samples, seconds) => {
    const bench = StationBench.plain({ backlog: { samples } })
    bench.station.batchLimit = 1
    bench.start()
    bench.clock.advance(5 * MINUTE)
    bench.client.connect()
    while (bench.client.payloads(`/${topic}`).length === 0) bench.clock.advance(1)
    bench.client.silent = true
    const from = bench.client.published.length
    const lost = published(bench, from - 1)
    bench.clock.advance(seconds * 1000)
    expect([lost.length > 0, bench.client.published.length]).toEqual([true, from])
    reject(bench)
    bench.clock.advance(2 * MINUTE)
    const delivered = new Set(published(bench).filter(seq => !lost.includes(seq)))
    const { queued, drops } = bench.health()
    expect([queued, drops.rejected]).toEqual([0, lost.length])
    expect(delivered.size + drops.overflow + drops.decimated + drops.storage + drops.rejected).toBe(Math.max(...delivered))
    // What was acknowledged or rejected is not said again.
    for (const seq of lost) expect(published(bench, from)).not.toContain(seq)
  })
})
