import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HELD_BACK } from '../../../firmware/mqtt/client.ts'
import { PERIOD, StationBench } from '../../support/station-bench.ts'

const TOPICS = ['status', 'sensor/scd30/status', 'state', 'info', 'reply/ping', 'log/info', 'history']
const HOLD = 20_000

/** A node that comes back after an outage with everything to say, while its client holds back what is published to `held`. */
function holding(held: string[]): StationBench {
  const bench = StationBench.plain()
  bench.start()
  bench.client.connect()
  bench.slots(3)
  bench.client.disconnect()
  bench.slots(3)
  bench.told.push('0 start power-on')
  bench.client.take()
  const publish = bench.client.publish.bind(bench.client)
  const until = bench.clock.now() + HOLD
  bench.client.publish = (topic, payload, qos, retain) =>
    bench.clock.now() < until && held.includes(topic.replace('breva/a1b2c3/', '')) ? HELD_BACK : publish(topic, payload, qos, retain)
  bench.client.connect()
  bench.settle()
  bench.client.deliver('breva/a1b2c3/command/ping', '{"id":"c-1"}')
  return bench
}

/** What has been said, but for `health`. */
function said(bench: StationBench): string[] {
  return TOPICS.filter(topic => bench.client.published.some(message => message.topic === `breva/a1b2c3/${topic}`))
}

describe('F15 a message that is held back', () => {
  it('lets every other one by, whichever are held back, and goes itself as soon as it may', () => {
    fc.assert(fc.property(fc.subarray(TOPICS), held => {
      const bench = holding(held)
      bench.clock.advance(HOLD - 1000)
      expect(said(bench)).toEqual(TOPICS.filter(topic => !held.includes(topic)))
      bench.clock.advance(PERIOD)
      expect(said(bench)).toEqual(TOPICS)
    }), { numRuns: 100 })
  })

  it('delays no live sample, and loses none where that is what is held back', () => {
    fc.assert(fc.property(fc.subarray(TOPICS), held => {
      const bench = holding(held)
      const acknowledged = bench.acknowledged()
      const before = bench.station.sequence
      bench.slots(6)
      const live = bench.samples().filter(sample => Number(sample['seq']) > before)
      expect(live.length).toBeGreaterThanOrEqual(held.includes('state') ? 4 : 6)
      for (let seq = before + 1; seq <= before + 6; seq++) expect(acknowledged).toContain(seq)
    }), { numRuns: 100 })
  })
})
