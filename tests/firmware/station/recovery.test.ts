import { describe, expect, it } from 'vitest'
import type { Timer } from '../../../drivers/hal/clock.ts'
import { BAD_CHECKSUM, OK, TIMEOUT, WARMING } from '../../../drivers/hal/status.ts'
import { FakeSensor } from '../../support/fake-sensor.ts'
import { StationBench } from '../../support/station-bench.ts'

const READING = { co2: 812, temperature: 21.44, humidity: 45.1 }

/** A station with one sensor behind a switch; `switched` says when which level was set, in s. */
function bench(period: number, level?: number): { bench: StationBench, start: () => void, sensor: FakeSensor, switched: string[] } {
  const switched: string[] = []
  let sensor: FakeSensor | undefined
  const made = new StationBench(clock => {
    sensor = new FakeSensor(clock, 'scd30', 'cth', READING)
    sensor.power = { write: high => { switched.push(`${clock.now() / 1000} ${high ? 'high' : 'low'}`) } }
    if (level !== undefined) sensor.powerLevel = level
    return [sensor]
  }, { period })
  return { bench: made, start: () => { made.start() }, sensor: sensor!, switched }
}

describe('the station\'s rungs of a recovery ladder', () => {
  it('F43 come after a minute and two without a reading, and again every ten minutes', () => {
    const { bench: { clock }, start, sensor, switched } = bench(10)
    sensor.answer(TIMEOUT)
    start()
    clock.advance(1_500_000)
    // The slots that fail are at 5.02 s, 15.02 s and so on: the sixth, the twelfth, and so on by sixty.
    expect(switched).toEqual(['0 high', '115.02 low', '117.02 high', '715.02 low', '717.02 high', '1315.02 low', '1317.02 high'])
    expect(sensor.recoveries).toEqual({ fault: 1, reinitialise: 3, power_cycle: 3 })
  })

  it('F43 ask nothing of a sensor without supply, and start its driver anew when it has some', () => {
    const { bench: { clock }, start, sensor } = bench(2)
    sensor.answer(TIMEOUT)
    start()
    clock.advance(121_900)
    const { starts, asked } = sensor
    const before = asked.length
    clock.advance(100)
    expect([sensor.starts, sensor.asked.length]).toEqual([starts, before])
    clock.advance(1900)
    expect([sensor.starts, sensor.asked.length]).toEqual([starts + 1, before])
    clock.advance(200)
    expect(sensor.asked.length).toBe(before + 1)
  })

  it('give the supply back by the second slot where the timer for it is lost', () => {
    const { bench: { clock }, start, sensor, switched } = bench(10)
    sensor.answer(TIMEOUT)
    start()
    const after = clock.after.bind(clock)
    // As after an out-of-memory.
    clock.after = <T>(delay: number, task: (context: T) => void, context: T): Timer =>
      after(delay, switched.at(-1) === '115.02 low' && delay === 2000 ? () => undefined : task, context)
    clock.advance(125_000)
    expect(switched.at(-1)).toBe('115.02 low')
    const { starts } = sensor
    clock.advance(11_000)
    expect([switched.at(-1), sensor.starts]).toEqual(['135 high', starts + 1])
  })

  it.each([[2, 60, 120], [3600, 7200, 18_000]])('are climbed in failed slots of a period of %i s, and not before the third', (period, first, second) => {
    const { bench: { clock }, start, sensor, switched } = bench(period)
    sensor.answer(BAD_CHECKSUM)
    start()
    clock.advance(first * 1000 - 1000)
    expect(sensor.recoveries?.['reinitialise']).toBeUndefined()
    clock.advance(10_000)
    expect([sensor.recoveries?.['reinitialise'], switched.length]).toEqual([1, 1])
    clock.advance((second - first) * 1000)
    expect([sensor.recoveries?.['power_cycle'], switched.length]).toEqual([1, 3])
  })

  it('switch by the level that the settings say', () => {
    const { bench: { clock }, start, sensor, switched } = bench(10, 0)
    sensor.answer(TIMEOUT)
    start()
    clock.advance(118_000)
    expect(switched).toEqual(['0 low', '115.02 high', '117.02 low'])
  })

  it('begin anew after a reading, and go on where they were after a sensor that was only warming up', () => {
    const { bench: { clock }, start, sensor } = bench(10)
    sensor.answer(TIMEOUT)
    start()
    clock.advance(50_000)
    sensor.answer(WARMING)
    clock.advance(100_000)
    sensor.answer(TIMEOUT)
    clock.advance(10_000)
    expect(sensor.recoveries).toEqual({ fault: 1, reinitialise: 1 })
    sensor.answer(OK, READING)
    clock.advance(10_000)
    sensor.answer(TIMEOUT)
    clock.advance(50_000)
    expect(sensor.recoveries).toEqual({ fault: 2, reinitialise: 1 })
    clock.advance(10_000)
    expect(sensor.recoveries).toEqual({ fault: 2, reinitialise: 2 })
  })

  it('leave a station that is stopped in the dark with the supply on, and without a start', () => {
    const { bench: { station, clock }, start, sensor, switched } = bench(10)
    sensor.answer(TIMEOUT)
    start()
    clock.advance(116_000)
    expect(switched.at(-1)).toBe('115.02 low')
    const starts = sensor.starts
    station.stop(() => undefined)
    clock.advance(100_000)
    expect([switched.at(-1), sensor.starts, clock.pending()]).toEqual(['117.02 high', starts, 0])
  })

  it('are published in health, and nothing of a sensor that needed none', () => {
    const { bench: made, sensor } = bench(10)
    made.online()
    sensor.answer(TIMEOUT)
    made.clock.advance(180_000)
    expect(JSON.parse(made.client.payloads('/health').at(-1)!)).toMatchObject({ recoveries: { scd30: { fault: 1, reinitialise: 1, power_cycle: 1 } } })
    const calm = StationBench.plain().online()
    calm.clock.advance(180_000)
    expect(JSON.parse(calm.client.payloads('/health').at(-1)!)).toMatchObject({ recoveries: {} })
  })
})
