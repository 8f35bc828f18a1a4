import { describe, expect, it } from 'vitest'
import { NOT_FOUND, OK, REFUSED, TIMEOUT } from '../../../drivers/hal/status.ts'
import { BAD_CREDENTIALS, CLOSED_BY_PEER, NO_PINGRESP, UNREACHABLE } from '../../../firmware/mqtt/disconnect-reason.ts'
import { PERIOD, StationBench } from '../../support/station-bench.ts'
import { until } from '../../support/until.ts'

const MINUTE = 60_000
/** ms after a loss until it joins again, and after the first attempt that failed. */
const AGAIN = 1000
/** ms between two attempts at most: as a rule, and after a wrong password. */
const LONGEST = { usual: 60_000, refused: 300_000 }

function gaps(times: number[]): number[] {
  return times.slice(1).map((time, i) => time - times[i])
}

describe('the Wi-Fi link', () => {
  it('joins with the settings and starts the client once joined', () => {
    const bench = StationBench.plain()
    bench.start()
    expect([bench.wifi.credentials, bench.client.starts]).toEqual([['home/correct horse'], 0])
    expect(until(bench.clock, () => bench.client.starts === 1)).toBe(bench.wifi.delay)
  })

  it.each([TIMEOUT, NOT_FOUND])('F32 tries for ever after status %i, after 1 s to 60 s, while the station samples', status => {
    const bench = StationBench.plain()
    bench.wifi.status = status
    bench.start()
    bench.slots(60)
    const waits = gaps(bench.wifi.joins).map(gap => gap - bench.wifi.delay)
    expect(waits.slice(0, 9)).toEqual([AGAIN, 2000, 4000, 8000, 16000, 32000, LONGEST.usual, LONGEST.usual, LONGEST.usual])
    expect([bench.client.starts, bench.sensor.asked.length]).toEqual([0, 60])
    bench.wifi.status = OK
    until(bench.clock, () => bench.client.starts === 1, LONGEST.usual + bench.wifi.delay)
  })

  it('F32 asks less and less often after a wrong password, and says so on the console, while the station samples', () => {
    const bench = StationBench.plain()
    bench.wifi.status = REFUSED
    bench.start()
    bench.slots(30 * MINUTE / PERIOD)
    const waits = gaps(bench.wifi.joins).map(gap => gap - bench.wifi.delay)
    expect(waits).toEqual([AGAIN, 2000, 4000, 8000, 16000, 32000, 64000, 128000, 256000, ...Array<number>(4).fill(LONGEST.refused)])
    expect([bench.said, bench.sensor.asked.length]).toEqual([['breva: Wi-Fi home refuses this node: check wifi.password. Trying again'], 180])
    bench.wifi.status = OK
    until(bench.clock, () => bench.client.starts === 1, LONGEST.refused + bench.wifi.delay)
  })

  it('F32 counts in health why it had to join again, each cause for itself', () => {
    const bench = StationBench.plain()
    bench.start()
    until(bench.clock, () => bench.wifi.answered === 1)
    for (const [status, count] of [[TIMEOUT, 2], [NOT_FOUND, 1], [REFUSED, 3]] as const) {
      const before = bench.wifi.answered
      bench.wifi.status = status
      bench.wifi.drop()
      until(bench.clock, () => bench.wifi.answered === before + count)
      bench.wifi.status = OK
      until(bench.clock, () => bench.wifi.answered === before + count + 1)
    }
    bench.client.connect()
    until(bench.clock, () => bench.client.payloads('/health').length > 0)
    expect(JSON.parse(bench.client.payloads('/health').at(-1)!)).toMatchObject({
      links: { wifi_lost: 3, wifi_timeout: 2, wifi_not_found: 1, wifi_refused: 3 }
    })
  })

  it('joins again a second after a loss, and begins with short waits again', () => {
    const bench = StationBench.plain()
    bench.wifi.status = TIMEOUT
    bench.start()
    until(bench.clock, () => bench.wifi.answered === 4)
    bench.wifi.status = OK
    until(bench.clock, () => bench.client.starts === 1)
    const before = bench.wifi.joins.length
    bench.wifi.drop()
    bench.clock.advance(AGAIN - 1)
    expect(bench.wifi.joins.length).toBe(before)
    bench.clock.advance(1)
    expect(bench.wifi.joins.length).toBe(before + 1)
    expect(bench.client.starts).toBe(1)
  })

  it('makes one attempt at a time, however often the loss is reported', () => {
    const bench = StationBench.plain()
    bench.start()
    bench.wifi.drop()
    until(bench.clock, () => bench.wifi.answered === 1)
    for (let i = 0; i < 5; i++) bench.wifi.drop()
    until(bench.clock, () => bench.wifi.joins.length === 2)
    for (let i = 0; i < 5; i++) bench.wifi.drop()
    bench.clock.advance(MINUTE)
    expect(bench.wifi.joins).toEqual([0, bench.wifi.delay + AGAIN])
  })

  it('F31 flaps 200 times without one more listener, timer or client', () => {
    const bench = StationBench.plain().online()
    const pending = bench.clock.pending()
    for (let cycle = 0; cycle < 200; cycle++) {
      bench.wifi.drop()
      bench.client.disconnect()
      until(bench.clock, () => bench.wifi.answered === cycle + 2)
      // At any moment of a period, and of the client's own waits.
      bench.clock.advance((cycle * 7919) % (3 * PERIOD))
      bench.client.connect()
      bench.settle()
    }
    expect([bench.wifi.joins.length, bench.wifi.listened, bench.client.starts]).toEqual([201, 1, 1])
    until(bench.clock, () => bench.clock.pending() <= pending, MINUTE)
    expect(bench.clock.pending()).toBe(pending)
    expect(bench.client.payloads('a1b2c3/status').at(-1)).toBe('online')
  })

  it('leaves a Wi-Fi on which no broker has answered for ten minutes and more, counts it, and joins anew; each node at a time of its own', () => {
    const times = [0, 0.5, 0.999].map(random => {
      const bench = StationBench.plain()
      bench.client.random = () => random
      bench.start()
      bench.clock.advance(100)
      for (let minute = 0; minute < 16; minute++) {
        bench.clock.advance(60_000)
        bench.client.fail(UNREACHABLE)
      }
      expect(bench.wifi.joins).toEqual([0, bench.wifi.leaves[0] + 1000])
      expect((bench.station as unknown as { wifiLink: { recoveries: Record<string, number> } }).wifiLink.recoveries).toEqual({ broker_unreachable: 16, wifi_silent: 1 })
      return (bench.wifi.leaves[0] - 100) / 60_000
    })
    expect(times).toEqual([10, 12, 13])
  })

  it.each([
    ['refuses', BAD_CREDENTIALS], ['accepts and closes', CLOSED_BY_PEER], ['answers no ping', NO_PINGRESP]
  ])('does not leave it while a broker %s', (_what, reason) => {
    const bench = StationBench.plain()
    bench.start()
    bench.clock.advance(100)
    for (let minute = 0; minute < 120; minute++) {
      bench.clock.advance(60_000)
      bench.client.fail(minute % 9 === 0 ? reason : UNREACHABLE)
    }
    expect(bench.wifi.leaves).toEqual([])
  })

  it('does not leave it on a link that lasts, nor for ten minutes after it', () => {
    const bench = StationBench.plain().online()
    bench.clock.advance(3 * 3_600_000)
    bench.client.disconnect()
    for (let minute = 0; minute < 9; minute++) {
      bench.clock.advance(60_000)
      bench.client.fail(UNREACHABLE)
    }
    expect(bench.wifi.leaves).toEqual([])
  })

  it('makes no further attempt after a stop', () => {
    const bench = StationBench.plain()
    bench.wifi.status = TIMEOUT
    bench.start()
    until(bench.clock, () => bench.wifi.answered === 1)
    bench.station.stop(() => undefined)
    bench.clock.advance(10 * MINUTE)
    expect([bench.wifi.joins.length, bench.clock.pending()]).toEqual([1, 0])
  })
})
