import { describe, expect, it } from 'vitest'
import { reviveBeat } from '../../../firmware/station/beat.ts'
import { stopSampling } from '../../../firmware/station/sampler.ts'
import { StationBench } from '../../support/station-bench.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND

/** A station that publishes, and whose sensor then answers no more, so that only deadlines end its slots. */
function dumb(): StationBench {
  const bench = StationBench.plain().online()
  bench.sensor.delay = Infinity
  return bench
}

describe('a station whose interpreter raises error flags', () => {
  it('names them in the next health, each once, and not in the one after', () => {
    const bench = StationBench.plain().online()
    bench.station.flagged(['CALLBACK', 'LOW_MEMORY'])
    bench.station.flagged(['LOW_MEMORY', 'MEMORY', 'UART_OVERFLOW'])
    bench.clock.advance(2 * MINUTE)
    const [first, second] = bench.client.payloads('/health').map(payload => (JSON.parse(payload) as { errors: string[] }).errors)
    expect(first).toEqual(['callback', 'low_memory', 'memory', 'uart_overflow'])
    expect(second).toEqual([])
  })

  it('keeps them until there is somebody to tell', () => {
    const bench = StationBench.plain()
    bench.start()
    bench.station.flagged(['FIFO_FULL'])
    bench.clock.advance(5 * MINUTE)
    bench.online()
    bench.clock.advance(MINUTE)
    expect(JSON.parse(bench.client.payloads('/health')[0])).toMatchObject({ errors: ['fifo_full'] })
  })
})

describe('the watchdog of a station', () => {
  it('is fed for as long as samples come, whatever becomes of the link', () => {
    const bench = StationBench.plain()
    bench.start()
    bench.clock.advance(60 * MINUTE)
    expect([bench.alive, bench.unverified]).toEqual([30 * 60, 0])
  })

  it('is fed without proof in the first ten minutes, and starved after them', () => {
    const bench = dumb()
    // A slot's deadline makes a sample too: with its timer gone, and what would revive it, nothing does.
    stopSampling(bench.station.sampler)
    bench.station.sampler.due = Infinity
    bench.clock.advance(MINUTE)
    const verified = bench.alive
    bench.clock.advance(30 * MINUTE)
    expect(bench.alive - verified).toBeLessThan(10)
    const fed = bench.alive + bench.unverified
    expect(Math.abs(fed - 300)).toBeLessThan(2)
  })

  it('is starved when nobody has looked after the connection for a minute', () => {
    const bench = StationBench.plain().online()
    bench.clock.advance(15 * MINUTE)
    const before = bench.alive
    bench.client.due = bench.clock.now()
    bench.clock.advance(5 * MINUTE)
    expect(Math.abs(bench.alive - before - 30)).toBeLessThan(2)
    expect(bench.unverified).toBe(0)
    expect(bench.samples().length).toBeGreaterThan(110)
  })

  it('is fed again as soon as all is well, and then not starved again for ten minutes', () => {
    const bench = StationBench.plain().online()
    bench.clock.advance(15 * MINUTE)
    const client = bench.client
    client.due = bench.clock.now()
    bench.clock.advance(2 * MINUTE)
    client.due = Infinity
    bench.clock.advance(MINUTE)
    const [alive, unverified] = [bench.alive, bench.unverified]
    client.due = bench.clock.now()
    bench.clock.advance(20 * MINUTE)
    expect(bench.alive - alive).toBeLessThan(35)
    expect(Math.abs(bench.unverified - unverified - 8 * 30)).toBeLessThan(35)
  })
})

describe('a station that is called for timers that were not lost', () => {
  it('does nothing before they are due', () => {
    const bench = StationBench.plain().online()
    const pending = bench.clock.pending()
    for (let i = 0; i < 100; i++) {
      bench.clock.advance(137)
      reviveBeat(bench.station)
    }
    bench.clock.advance(MINUTE)
    expect(bench.clock.pending()).toBeLessThanOrEqual(pending + 1)
    expect(bench.client.payloads('/health').length).toBe(1)
  })
})

describe('what a station notes in its black box', () => {
  it('the start, the link with the reason of its end, and the sensors that are down', () => {
    const bench = StationBench.plain().online()
    bench.clock.advance(MINUTE)
    bench.client.disconnect()
    bench.client.connect()
    bench.sensor.delay = Infinity
    bench.clock.advance(MINUTE)
    bench.sensor.delay = 20
    bench.sensor.stop()
    bench.clock.advance(2 * MINUTE)
    expect(bench.noted.map(line => line.replace(/^\d+ /, ''))).toEqual([
      'start power-on 0', 'link up 0', 'link down 256 0', 'link up 0', 'sensors down: scd30 0', 'sensors down: none 0'
    ])
  })

  it('an out-of-memory and what else fails, to be kept', () => {
    const bench = StationBench.plain().online()
    bench.station.flagged(['CALLBACK'])
    bench.station.flagged(['LOW_MEMORY', 'MEMORY'])
    bench.station.trouble('uncaught Error: x')
    expect(bench.noted.slice(2)).toEqual(['0 out of memory 1', '0 uncaught Error: x 1'])
  })

  it('is published at QoS 1 behind everything else, until there is no more of it', () => {
    const bench = StationBench.plain()
    bench.told.push('16 4 link down 260\n', '17 0 start power-on\n')
    bench.online()
    const topics = bench.client.published.map(message => message.topic.replace(/.*a1b2c3\//, ''))
    expect(topics.slice(-2)).toEqual(['log/info', 'log/info'])
    expect(bench.client.payloads('/log/info')).toEqual(['16 4 link down 260\n', '17 0 start power-on\n'])
    expect(bench.client.published.filter(message => message.topic.endsWith('/log/info')).map(({ qos, retain }) => [qos, retain])).toEqual([[1, false], [1, false]])
    expect(bench.told).toEqual([])
  })

  it('is published again on the next connection when nobody acknowledged it', () => {
    const bench = StationBench.plain()
    bench.told.push('17 0 start power-on\n')
    bench.start()
    bench.clock.advance(200)
    bench.client.connect()
    while (bench.client.payloads('/log/info').length === 0) bench.clock.advance(1)
    bench.client.disconnect()
    bench.client.connect()
    bench.clock.advance(SECOND)
    expect(bench.client.payloads('/log/info')).toHaveLength(2)
    expect(bench.told).toEqual([])
  })
})
