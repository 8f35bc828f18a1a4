import { describe, expect, it } from 'vitest'
import { PAGE, SimulatedFlashPages } from '../../../host-sim/board/simulated-flash-pages.ts'
import { type LateSample, StationBench } from '../../support/station-bench.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const DATE = Date.parse('2026-01-31T18:00:00.000Z')

/** One sample a minute, and flash. */
function house(flash: SimulatedFlashPages, backlog: Record<string, unknown> = {}): StationBench {
  const bench = StationBench.plain({ period: 60, backlog }, flash)
  // A clock that is right, and goes on.
  Object.defineProperty(bench, 'time', { get: () => DATE + bench.clock.now() })
  bench.start()
  return bench
}

describe('an outage of days', () => {
  it.each(['oldest', 'decimate'])('F36 seven days at one sample a minute are accounted for exactly under %s, and no live sample is late in the drain', policy => {
    const bench = house(new SimulatedFlashPages(), { overflow: policy })
    bench.clock.advance(7 * DAY)
    bench.client.latency = 200
    bench.online()
    bench.clock.advance(90 * MINUTE)
    const { queued, drops } = bench.health()
    const sent = bench.history().map(sample => sample.seq)
    const live = bench.samples() as unknown as LateSample[]
    expect(queued).toBe(0)
    expect(sent).toEqual([...new Set(sent)].sort((a, b) => a - b))
    expect(sent.length + live.length + drops.overflow + drops.decimated + drops.storage).toBe(live.at(-1)!.seq)
    expect(sent.length).toBeGreaterThan(1400)
    if (policy === 'oldest') {
      expect(drops.decimated).toBe(0)
      expect(sent).toEqual(Array.from({ length: sent.length }, (_, i) => sent[0] + i))
      expect(sent[0]).toBe(drops.overflow + 1)
    } else {
      // The whole outage stays covered, and no hole is longer than an hour.
      expect(drops.overflow).toBe(0)
      expect(sent[0]).toBe(1)
      expect(Math.max(...sent.slice(1).map((seq, i) => seq - sent[i]))).toBeLessThan(60)
    }
    const late = bench.client.published.filter(message => message.topic.endsWith('/state')).slice(1)
      .map(message => message.at - (JSON.parse(message.payload) as LateSample).uptime)
    expect(Math.max(...late)).toBeLessThan(5000)
    const batches = bench.client.published.filter(message => message.topic.endsWith('/history')).map(message => message.at)
    expect(Math.min(...batches.slice(4).map((at, i) => at - batches[i]))).toBeGreaterThan(1000)
  })

  it('F38 a restart in a long outage costs only what memory held, which is one sample at most once flash is in use', () => {
    const flash = new SimulatedFlashPages()
    const first = house(flash)
    first.clock.advance(5 * 60 * MINUTE)
    const bench = house(flash)
    bench.facts.boot++
    bench.clock.advance(10 * MINUTE)
    bench.online()
    bench.clock.advance(10 * MINUTE)
    const former = bench.history().filter(sample => sample.uptime > 11 * MINUTE).map(sample => sample.seq)
    expect(former).toEqual(Array.from({ length: former.length }, (_, i) => former[0] + i))
    expect(former.at(-1)).toBeGreaterThanOrEqual(298)
  })

  it('a stop leaves in flash what was not sent, and the next start delivers it', () => {
    const flash = new SimulatedFlashPages()
    const first = house(flash)
    first.clock.advance(10 * MINUTE + 6000)
    let stopped = false
    first.station.stop(() => { stopped = true })
    first.clock.advance(5000)
    expect(stopped).toBe(true)
    const bench = house(flash)
    bench.online()
    bench.clock.advance(MINUTE)
    expect(bench.history().map(sample => sample.seq)).toEqual(Array.from({ length: 11 }, (_, i) => i + 1))
  })

  it('F39 flash that fails in the outage leaves the memory alone: the newest samples come, health says so, and nothing is tried again', () => {
    const flash = new SimulatedFlashPages()
    const bench = house(flash)
    bench.clock.advance(30 * MINUTE)
    flash.broken = true
    bench.clock.advance(90 * MINUTE)
    const { steps } = flash
    bench.clock.advance(60 * MINUTE)
    expect(flash.steps).toBe(steps)
    bench.online()
    bench.clock.advance(10 * MINUTE)
    const { queued, flash: works, drops } = bench.health()
    const sent = bench.history().map(sample => sample.seq)
    expect([queued, works]).toEqual([0, false])
    expect(sent.length + drops.overflow + drops.decimated + drops.storage + bench.samples().length).toBe(bench.samples().at(-1)!.seq)
    expect(sent.length).toBeGreaterThanOrEqual(60)
  })

  it('F37 an outage at any moment of a drain from flash loses nothing and repeats only what was not acknowledged', () => {
    for (let round = 0; round < 20; round++) {
      const bench = house(new SimulatedFlashPages(), { samples: 16 })
      const acknowledged = bench.acknowledged()
      bench.clock.advance(60 * MINUTE)
      bench.online()
      bench.clock.advance(round * 1397 % 12_000)
      bench.client.disconnect()
      bench.clock.advance(round * 7919 % (20 * MINUTE))
      bench.online()
      bench.clock.advance(6 * MINUTE)
      expect([...acknowledged].sort((a, b) => a - b)).toEqual(Array.from({ length: acknowledged.length }, (_, i) => i + 1))
      expect(bench.health()).toMatchObject({ queued: 0, flash: true, drops: { overflow: 0, storage: 0 } })
    }
  })

  it('uses no page before sixteen samples wait, and one from then on', () => {
    const flash = new SimulatedFlashPages()
    const bench = house(flash)
    bench.clock.advance(17 * MINUTE)
    expect([flash.steps, flash.bytes.length]).toEqual([0, 16 * PAGE])
    bench.clock.advance(2 * MINUTE)
    expect(flash.steps).toBeGreaterThan(0)
  })
})
