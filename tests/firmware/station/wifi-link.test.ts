import { describe, expect, test } from 'vitest'
import { NOT_FOUND, OK, TIMEOUT } from '../../../drivers/hal/status.ts'
import { StationBench } from '../../support/station-bench.ts'

function gaps(times: number[]): number[] {
  return times.slice(1).map((time, i) => time - times[i])
}

describe('the Wi-Fi link', () => {
  test('joins with the settings and starts the client once joined', () => {
    const bench = StationBench.plain()
    bench.station.start()
    expect([bench.wifi.credentials, bench.client.starts]).toEqual([['home/correct horse'], 0])
    bench.clock.advance(100)
    expect(bench.client.starts).toBe(1)
  })

  test.each([TIMEOUT, NOT_FOUND])('F32 tries for ever after status %i, after 1 s to 60 s, while the station samples', status => {
    const bench = StationBench.plain()
    bench.wifi.status = status
    bench.station.start()
    bench.clock.advance(600000)
    const waits = gaps(bench.wifi.joins).map(gap => gap - 100)
    expect(waits.slice(0, 9)).toEqual([1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000, 60000])
    expect([bench.client.starts, bench.sensor.asked.length]).toEqual([0, 60])
    bench.wifi.status = OK
    bench.clock.advance(61000)
    expect(bench.client.starts).toBe(1)
  })

  test('joins again a second after a loss, and begins with short waits again', () => {
    const bench = StationBench.plain()
    bench.wifi.status = TIMEOUT
    bench.station.start()
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

  test('makes one attempt at a time, however often the loss is reported', () => {
    const bench = StationBench.plain()
    bench.station.start()
    bench.wifi.drop()
    bench.clock.advance(100)
    for (let i = 0; i < 5; i++) bench.wifi.drop()
    bench.clock.advance(1050)
    for (let i = 0; i < 5; i++) bench.wifi.drop()
    bench.clock.advance(60000)
    expect(bench.wifi.joins).toEqual([0, 1100])
  })

  test('F31 flaps 200 times without one more listener, timer or client', () => {
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
    while (bench.clock.pending() > pending) bench.clock.step()
    expect(bench.clock.pending()).toBe(pending)
    expect(bench.client.payloads('a1b2c3/status').at(-1)).toBe('online')
  })

  test('makes no further attempt after a stop', () => {
    const bench = StationBench.plain()
    bench.wifi.status = TIMEOUT
    bench.station.start()
    bench.clock.advance(150)
    bench.station.stop(() => undefined)
    bench.clock.advance(100000)
    expect([bench.wifi.joins.length, bench.clock.pending()]).toEqual([1, 0])
  })
})
