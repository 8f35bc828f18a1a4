import { beforeEach, describe, expect, it } from 'vitest'
import type { SendDatagram } from '../../../drivers/hal/datagrams.ts'
import { Sntp } from '../../../firmware/station/sntp.ts'
import { MemoryNetwork } from '../../../host-sim/board/memory-network.ts'
import { TimeServer } from '../../../host-sim/board/time-server.ts'
import { VirtualClock } from '../../../host-sim/clock/virtual-clock.ts'
import { Random } from '../../../host-sim/random.ts'
import { StationBench } from '../../support/station-bench.ts'
import { until } from '../../support/until.ts'

const SECOND = 1000
const HOUR = 3600 * SECOND
const DAY = 24 * HOUR
/** ms of the way to the server, and of the way back. */
const LATENCY = 20
/** ms without an answer, or without a socket, until it asks again for the first time; twice as many each further time. */
const PAUSE = 16 * SECOND
const DATE = Date.UTC(2026, 0, 31, 18, 4, 5, 678)

class Bench {
  readonly clock = new VirtualClock(500)
  readonly network: MemoryNetwork
  readonly server = new TimeServer(this.clock, DATE)
  /** Every date it was set to, and when. */
  readonly dates: { date: number, at: number }[] = []
  /** Sockets that are open. */
  open = 0
  /** True: the platform has no socket left. */
  exhausted = false
  readonly sntp: Sntp

  constructor(latency: number) {
    this.network = new MemoryNetwork(this.clock, latency)
    this.network.serveDatagrams(123, this.server)
    const random = new Random(5)
    const send: SendDatagram = (host, port, bytes, onBytes) => {
      expect(host).toBe('time.example.org')
      if (this.exhausted) return undefined
      const socket = this.network.sendDatagram(host, port, bytes, onBytes)
      this.open++
      return { close: () => { this.open--; socket.close() } }
    }
    const wallClock = { read: () => 0, set: (date: number) => { this.dates.push({ date, at: this.clock.now() }) } }
    this.sntp = new Sntp(send, this.clock, wallClock, () => random.next(), { server: 'time.example.org', port: 123 })
  }

  /** Seconds from one request to the next. */
  gaps(): number[] {
    const asked = this.server.asked
    return asked.slice(1).map((request, i) => (request.at - asked[i].at) / SECOND)
  }

  /** Time passes, at most `limit` ms, until the server has been asked so often, and no request is under way. */
  requests(count: number, limit?: number): void {
    until(this.clock, () => this.server.asked.length === count && this.open === 0, limit)
  }

  /** Time passes, at most `limit` ms, until the clock has been set so often. */
  dated(count: number, limit?: number): void {
    until(this.clock, () => this.dates.length === count, limit)
  }
}

describe('SNTP', () => {
  let bench: Bench

  beforeEach(() => {
    bench = new Bench(LATENCY)
  })

  it('asks at once, in 48 bytes of version 4 and mode 3 that tell nothing but a random number', () => {
    bench.sntp.start()
    expect(until(bench.clock, () => bench.server.asked.length > 0)).toBe(LATENCY)
    const { request } = bench.server.asked[0]
    expect([request.length, request.slice(0, 40)]).toEqual([48, '#' + '\0'.repeat(39)])
    expect(new Set(request.slice(40)).size).toBeGreaterThan(4)
  })

  it('uses another number for every request', () => {
    bench.server.inject('mute', true)
    bench.sntp.start()
    bench.clock.advance(DAY)
    expect(bench.server.asked.length).toBeGreaterThan(20)
    expect(new Set(bench.server.asked.map(({ request }) => request)).size).toBe(bench.server.asked.length)
  })

  it.each([0, 20, 400, 999])('sets the clock to within half the way there and back, %i ms each way', latency => {
    bench = new Bench(latency)
    bench.sntp.start()
    bench.dated(1)
    const { date, at } = bench.dates[0]
    expect(Math.abs(date - (DATE + at))).toBeLessThanOrEqual(1)
  })

  it('asks again every six hours, with no socket and one timer in between', () => {
    bench.sntp.start()
    bench.dated(1)
    expect([bench.open, bench.clock.pending()]).toEqual([0, 1])
    bench.dated(5, DAY + SECOND)
    expect(bench.gaps().every(gap => Math.abs(gap - 21600) < 1)).toBe(true)
  })

  it('repeats without an answer after 16 s and ever more rarely, holding no socket between', () => {
    bench.server.inject('mute', true)
    bench.sntp.start()
    bench.requests(1)
    expect([bench.open, bench.clock.pending()]).toEqual([0, 1])
    bench.requests(12, 12 * HOUR)
    expect(bench.gaps()).toEqual([18, 34, 66, 130, 258, 514, 1026, 2050, 4098, 4098, 4098])
    expect(bench.dates).toEqual([])
    bench.server.inject('mute', false)
    bench.dated(1, 2 * HOUR)
    bench.server.inject('mute', true)
    const before = bench.server.asked.length
    bench.requests(before + 2, 7 * HOUR)
    expect(bench.gaps().slice(before)).toEqual([18])
  })

  it.each([
    'unsynchronised', 'version', 'peer', 'broadcast', 'short', 'unset', 'old', 'zero', 'stratum', 'delayed', 'dispersed', 'origin', 'elsewhere'
  ])('does not believe a server that is %s, and asks again later', fault => {
    bench.server.inject(fault, true)
    bench.sntp.start()
    bench.requests(3)
    expect([bench.dates, bench.gaps()]).toEqual([[], [18, 34]])
    bench.server.inject(fault, false)
    bench.dated(1)
  })

  it('passes over who has not seen the request, and believes the server after', () => {
    bench.server.inject('forge', true)
    bench.sntp.start()
    bench.dated(1)
    expect(bench.dates.map(({ date, at }) => Math.abs(date - at - DATE) <= 1)).toEqual([true])
  })

  it.each(['deny', 'restrict', 'rate'])('leaves a server alone that kisses it with %s: for six hours, then twice as long, two days at most, until an answer', fault => {
    bench.server.inject(fault, true)
    bench.sntp.start()
    bench.requests(8, 10 * DAY)
    expect(bench.gaps().map(gap => Math.round(gap / 3600))).toEqual([6, 12, 24, 48, 48, 48, 48])
    expect([bench.dates, bench.open, bench.clock.pending()]).toEqual([[], 0, 1])
    bench.server.inject(fault, false)
    const before = bench.server.asked.length
    bench.clock.advance(3 * DAY)
    expect(bench.dates.length).toBe(bench.server.asked.length - before)
    expect(bench.gaps().slice(-1).map(Math.round)).toEqual([21600])
  })

  it('does not believe an answer that lay about while the interpreter was blocked', () => {
    bench.sntp.start()
    until(bench.clock, () => bench.server.asked.length === 1)
    bench.clock.block(20 * SECOND)
    until(bench.clock, () => bench.server.asked.length === 2)
    expect(bench.dates).toEqual([])
    bench.dated(1)
  })

  it('tries again when the platform has no socket, at the same pace', () => {
    bench.exhausted = true
    bench.sntp.start()
    bench.clock.advance(PAUSE)
    bench.exhausted = false
    bench.clock.advance(2 * PAUSE - SECOND)
    expect(bench.dates).toEqual([])
    bench.dated(1, 2 * SECOND)
  })

  it.each([
    ['2036-02-07T06:28:15Z', 'the last second of the first era'],
    ['2036-02-07T06:28:16Z', 'the first of the second'],
    ['2099-12-31T23:59:59Z', 'the end of the century']
  ])('knows %s, %s', text => {
    bench.server.zero = Date.parse(text) - bench.clock.now()
    bench.sntp.start()
    bench.dated(1)
    expect(Math.abs(bench.dates[0].date - Date.parse(text))).toBeLessThanOrEqual(50)
  })

  it('stops at any time, twice if need be, and leaves nothing behind', () => {
    bench.sntp.stop()
    bench.sntp.start()
    bench.sntp.stop()
    bench.sntp.stop()
    expect(bench.open).toBe(0)
    bench.clock.advance(DAY)
    expect([bench.dates, bench.clock.pending()]).toEqual([[], 0])
  })
})

describe('a station with a time server', () => {
  it('asks when it has joined, not before and not again when it joins again; and no more once stopped', () => {
    const node = StationBench.plain()
    let asked = 0
    const send: SendDatagram = () => { asked++; return { close: () => undefined } }
    const wallClock = { read: () => 0, set: () => undefined }
    node.start(new Sntp(send, node.clock, wallClock, () => 0.5, { server: 'a', port: 123 }))
    expect(asked).toBe(0)
    until(node.clock, () => node.client.starts > 0)
    expect([asked, node.client.starts]).toEqual([1, 1])
    node.wifi.drop()
    until(node.clock, () => node.wifi.answered === 2)
    expect(asked).toBe(1)
    node.station.stop(() => undefined)
    node.clock.advance(DAY)
    expect(asked).toBe(1)
  })
})
