import { describe, expect, it } from 'vitest'
import { OK } from '../../../drivers/hal/status.ts'
import { FakeSensor } from '../../support/fake-sensor.ts'
import { StationBench } from '../../support/station-bench.ts'

const AIR = { co2: 812, temperature: 21.44, humidity: 45.1 }

/** A bench with two sensors, the second of which may hang. */
function pair(period: number): { bench: StationBench, good: FakeSensor, bad: FakeSensor } {
  const sensors: FakeSensor[] = []
  const bench = new StationBench(clock => {
    sensors.push(new FakeSensor(clock, 'scd30', 'th', AIR), new FakeSensor(clock, 'mh-z19', 'c', { co2: 700 }))
    return sensors
  }, { period, sensors: { 'mh-z19': { tx: 'D17', rx: 'D16' } } }).online()
  return { bench, good: sensors[0], bad: sensors[1] }
}

/** When each slot ended. */
function times(bench: StationBench): unknown[] {
  return bench.samples().map(sample => sample.uptime)
}

/** Until that many ms after the start. */
function to(bench: StationBench, moment: number): void {
  bench.clock.advance(moment - bench.clock.now())
}

describe('slots', () => {
  it('begin 5 s after the start, or a period when that is shorter, and keep the period', () => {
    for (const [period, asked] of [[10, [5000, 15000, 25000]], [2, [2000, 4000, 6000]], [1, [1000, 2000, 3000]], [3600, [5000, 3605000, 7205000]]] as const) {
      const { bench, good } = pair(period)
      while (good.asked.length < 3) bench.clock.step()
      expect(good.asked).toEqual(asked)
    }
  })

  it('do not drift with the time that answers take', () => {
    const { bench, good } = pair(10)
    good.delay = 3333
    bench.clock.advance(1e6)
    expect(good.asked.slice(0, 100)).toEqual(Array.from({ length: 100 }, (_, slot) => 5000 + slot * 10000))
  })

  it('ask all sensors at once and end with the last answer', () => {
    const { bench, good, bad } = pair(10)
    good.delay = 100
    bad.delay = 1700
    bench.clock.advance(10000)
    expect([good.asked, bad.asked, times(bench)]).toEqual([[5000], [5000], [6700]])
  })

  it('end at 5 s, or nine tenths of a shorter period, without the sensor that hangs', () => {
    for (const [period, first] of [[10, 10000], [2, 3800], [1, 1900]] as const) {
      const { bench, good, bad } = pair(period)
      bad.delay = Infinity
      bench.clock.advance(20000)
      expect(times(bench)[0]).toBe(first)
      const sample = bench.samples()[0]
      expect([sample.temperature, sample.co2]).toEqual([21.44, null])
      expect(sample.quality).toMatchObject({ temperature: 'ok', co2: 'stale' })
      expect(good.asked[1] - good.asked[0]).toBe(period * 1000)
    }
  })

  it('do not wait again for a sensor that owes its answer, nor ask it twice', () => {
    const { bench, bad } = pair(10)
    bad.delay = Infinity
    bench.clock.advance(26000)
    expect(bad.asked).toEqual([5000])
    expect(times(bench)).toEqual([10000, 15020, 25020])
    expect(bench.samples().map(sample => (sample.quality as { co2: string }).co2)).toEqual(['stale', 'stale', 'fault'])
  })

  it('ignore an answer that comes after their end', () => {
    const { bench, bad } = pair(10)
    bad.delay = 12000
    bench.clock.advance(16000)
    expect(bench.samples().map(sample => sample.co2)).toEqual([null, null])
    // Late by then, the sensor is free, and asked in the third slot; its next answer is in time.
    bad.delay = 20
    bad.answer(OK, { co2: 701 })
    bench.clock.advance(10000)
    expect(bad.asked).toEqual([5000, 25000])
    expect(bench.samples()[2].co2).toBe(701)
  })

  it('ignore an answer to an earlier slot that comes while they are open', () => {
    const { bench, good, bad } = pair(10)
    bad.delay = 12000
    good.delay = 3000
    bench.clock.advance(19000)
    expect(times(bench)).toEqual([10000, 18000])
    expect(bench.samples().map(sample => sample.co2)).toEqual([null, null])
  })

  it('start a driver anew that has owed its answer for 30 s, and go on asking', () => {
    const { bench, bad } = pair(10)
    bad.delay = Infinity
    bench.clock.advance(34000)
    expect([bad.stops, bad.starts]).toEqual([0, 1])
    bench.clock.advance(2000)
    expect([bad.stops, bad.starts]).toEqual([1, 2])
    bad.delay = 20
    bench.clock.advance(10000)
    expect(bad.asked).toEqual([5000, 45000])
    expect(bench.samples().at(-1)!.co2).toBe(700)
  })

  it('F34 missed in a stall of 20 s are skipped and counted, without a burst', () => {
    const { bench, good } = pair(10)
    to(bench, 14_700)
    bench.clock.block(20000)
    bench.slots(9)
    // Slots at 15 and 25 s had passed when the stall ended at 34.7 s, and the next one was near.
    expect(good.asked.slice(0, 4)).toEqual([5000, 35000, 45000, 55000])
    bench.client.published.splice(0)
    bench.clock.advance(60000)
    expect(JSON.parse(bench.client.payloads('/health')[0])).toMatchObject({ late_slots: 2 })
  })

  it('missed while one is open are skipped and counted too', () => {
    const { bench, good } = pair(10)
    good.delay = 200
    to(bench, 5100)
    expect(good.asked).toEqual([5000])
    bench.clock.block(33000)
    bench.clock.advance(20000)
    expect(good.asked).toEqual([5000, 38100, 45000, 55000])
    expect(bench.samples().map(sample => sample.seq)).toEqual([1, 2, 3, 4])
  })

  it('late by less than half a period are taken late, and the next one on time', () => {
    const { bench, good } = pair(10)
    to(bench, 14_700)
    bench.clock.block(4000)
    bench.slots(2)
    expect(good.asked).toEqual([5000, 18700, 25000, 35000])
  })

  it('that a timer begins a trifle early are neither lost nor doubled', () => {
    const { bench, good } = pair(10)
    const after = bench.clock.after.bind(bench.clock)
    bench.clock.after = (delay, task, context) => after(delay - 0.3, task, context)
    bench.clock.advance(100000)
    expect(good.asked.length).toBe(10)
  })

  it('hold at most two timers, and none after a stop', () => {
    const { bench } = pair(10)
    for (let step = 0; step < 2000; step++) {
      bench.clock.advance(777)
      expect(bench.clock.pending()).toBeLessThanOrEqual(5)
    }
    bench.station.stop(() => undefined)
    bench.clock.advance(10000)
    expect(bench.clock.pending()).toBe(0)
  })
})
