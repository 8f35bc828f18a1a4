import { describe, expect, it } from 'vitest'
import { NOT_FOUND, OK, REFUSED, TIMEOUT } from '../../../drivers/hal/status.ts'
import { StationBench } from '../../support/station-bench.ts'

function gaps(times: number[]): number[] {
  return times.slice(1).map((time, i) => time - times[i])
}

describe('the Wi-Fi link', () => {
  it('joins with the settings and starts the client once joined', () => {
    const bench = StationBench.plain()
    bench.start()
    expect([bench.wifi.credentials, bench.client.starts]).toEqual([['home/correct horse'], 0])
    bench.clock.advance(100)
    expect(bench.client.starts).toBe(1)
  })

  it.each([TIMEOUT, NOT_FOUND])('F32 tries for ever after status %i, after 1 s to 60 s, while the station samples', status => {
    const bench = StationBench.plain()
    bench.wifi.status = status
    bench.start()
    bench.clock.advance(600000)
    const waits = gaps(bench.wifi.joins).map(gap => gap - 100)
    expect(waits.slice(0, 9)).toEqual([1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000, 60000])
    expect([bench.client.starts, bench.sensor.asked.length]).toEqual([0, 60])
    bench.wifi.status = OK
    bench.clock.advance(61000)
    expect(bench.client.starts).toBe(1)
  })

  it('F32 asks less and less often after a wrong password, and says so on the console, while the station samples', () => {
    const bench = StationBench.plain()
    bench.wifi.status = REFUSED
    bench.start()
    bench.clock.advance(1_800_000)
    const waits = gaps(bench.wifi.joins).map(gap => gap - 100)
    expect(waits).toEqual([1000, 2000, 4000, 8000, 16000, 32000, 64000, 128000, 256000, 300000, 300000, 300000, 300000])
    expect([bench.refusals.length, new Set(bench.refusals), bench.sensor.asked.length]).toEqual([14, new Set([0]), 180])
    bench.wifi.status = OK
    bench.clock.advance(301000)
    expect(bench.client.starts).toBe(1)
  })

  it('F32 counts in health why it had to join again, each cause for itself', () => {
    const bench = StationBench.plain()
    bench.start()
    for (const [status, count] of [[TIMEOUT, 2], [NOT_FOUND, 1], [REFUSED, 3]]) {
      bench.clock.advance(150)
      bench.wifi.status = status
      bench.wifi.drop()
      for (let tenths = 0; tenths < 6000 && (bench.wifi.joins.length === 0 || bench.wifi.status !== OK); tenths++) {
        bench.clock.advance(100)
        const told = Object.entries((bench.station as unknown as { wifiLink: { recoveries?: Record<string, number> } }).wifiLink.recoveries ?? {})
        const name = status === TIMEOUT ? 'wifi_timeout' : status === NOT_FOUND ? 'wifi_not_found' : 'wifi_refused'
        if (told.some(([cause, times]) => cause === name && times === count)) bench.wifi.status = OK
      }
      bench.clock.advance(20_000)
    }
    bench.client.connect()
    bench.clock.advance(60_000)
    expect(JSON.parse(bench.client.payloads('/health').at(-1)!)).toMatchObject({
      links: { wifi_lost: 3, wifi_timeout: 2, wifi_not_found: 1, wifi_refused: 3 }
    })
  })

  it('joins again a second after a loss, and begins with short waits again', () => {
    const bench = StationBench.plain()
    bench.wifi.status = TIMEOUT
    bench.start()
    bench.clock.advance(20000)
    bench.wifi.status = OK
    bench.clock.advance(20000)
    const before = bench.wifi.joins.length
    bench.wifi.drop()
    bench.clock.advance(999)
    expect(bench.wifi.joins.length).toBe(before)
    bench.clock.advance(1)
    expect(bench.wifi.joins.length).toBe(before + 1)
    expect(bench.client.starts).toBe(1)
  })

  it('makes one attempt at a time, however often the loss is reported', () => {
    const bench = StationBench.plain()
    bench.start()
    bench.wifi.drop()
    bench.clock.advance(100)
    for (let i = 0; i < 5; i++) bench.wifi.drop()
    bench.clock.advance(1050)
    for (let i = 0; i < 5; i++) bench.wifi.drop()
    bench.clock.advance(60000)
    expect(bench.wifi.joins).toEqual([0, 1100])
  })

  it('F31 flaps 200 times without one more listener, timer or client', () => {
    const bench = StationBench.plain().online()
    const pending = bench.clock.pending()
    for (let cycle = 0; cycle < 200; cycle++) {
      bench.wifi.drop()
      bench.client.disconnect()
      bench.clock.advance(1000 + ((cycle * 7919) % 29000))
      bench.clock.advance(1200)
      bench.client.connect()
      bench.clock.advance(100)
    }
    bench.clock.advance(8000)
    expect([bench.wifi.joins.length, bench.wifi.listened, bench.client.starts]).toEqual([201, 1, 1])
    for (let step = 0; step < 100 && bench.clock.pending() > pending; step++) bench.clock.step()
    expect(bench.clock.pending()).toBe(pending)
    expect(bench.client.payloads('a1b2c3/status').at(-1)).toBe('online')
  })

  it('makes no further attempt after a stop', () => {
    const bench = StationBench.plain()
    bench.wifi.status = TIMEOUT
    bench.start()
    bench.clock.advance(150)
    bench.station.stop(() => undefined)
    bench.clock.advance(100000)
    expect([bench.wifi.joins.length, bench.clock.pending()]).toEqual([1, 0])
  })
})
