import { describe, expect, it } from 'vitest'
import { MhZ19Part } from '../../../host-sim/parts/mh-z19-part.ts'
import { Ds18b20Part } from '../../../host-sim/parts/ds18b20-part.ts'
import { Scd30Part } from '../../../host-sim/parts/scd30-part.ts'
import type { NodeSettings } from '../../../contract/settings.ts'
import { FlashedBench } from '../../support/flashed-bench.ts'

const MINUTE = 60_000

/** Everything that a node may be told about its parts and its broker, none of it as it is without. */
function fill(settings: NodeSettings): void {
  Object.assign(settings.sensors.scd30!, { interval: 4, selfCalibration: true, temperatureOffset: 1.45, altitude: 440, pressure: 960 })
  Object.assign(settings.sensors['mh-z19']!, { selfCalibration: false, range: 2000 })
  Object.assign(settings.sensors.ds18b20!, { resolution: 10 })
  Object.assign(settings.broker, { qos: 2, root: 'house/first floor' })
}

describe('the flashed node with every setting of its parts and its broker', () => {
  it('writes them, and publishes with that QoS under that root', () => {
    const parts: unknown[] = []
    const bench = new FlashedBench({ change: fill, board: board => { parts.push(...board.fittings.map(({ part }) => part)) } })
    bench.node.start()
    bench.clock.advance(9 * MINUTE)
    const scd30 = parts.find(part => part instanceof Scd30Part)!
    const mhZ19 = parts.find(part => part instanceof MhZ19Part)!
    expect(scd30.memory).toMatchObject({ interval: 4, selfCalibration: 1, offset: 145, altitude: 440 })
    expect([mhZ19.range, mhZ19.cell.baseline]).toEqual([2000, 0])
    for (const { memory } of parts.filter(part => part instanceof Ds18b20Part)) expect(9 + ((memory.scratchpad[4] >> 5) & 3)).toBe(memory.model.resolvable ? 10 : 12)
    expect(bench.messages.filter(({ topic }) => !topic.startsWith(`house/first floor/${bench.suffix}/`))).toEqual([])
    const states = bench.messages.filter(({ topic }) => topic.endsWith('/state'))
    expect(states.length).toBeGreaterThan(50)
    expect(new Set(states.map(({ qos }) => qos))).toEqual(new Set([2]))
    const info = bench.messages.filter(({ topic }) => topic === `house/first floor/${bench.suffix}/info`).at(-1)!
    expect(JSON.parse(info.payload)).toMatchObject({ sensors: {
      'scd30': { stored: { interval: 4, self_calibration: 1, temperature_offset: 1.45, altitude: 440, pressure: 960 }, unasked: [] }, 'mh-z19': { unasked: [] }
    } })
    expect(bench.broker.violations).toBe(0)
  })

  it('sends readings of QoS 0, and goes on', () => {
    const bench = FlashedBench.settled({ change: settings => { settings.broker.qos = 0 } })
    const states = bench.messages.filter(({ topic }) => topic.endsWith('/state'))
    expect(states.length).toBeGreaterThan(25)
    expect(new Set(states.map(({ qos }) => qos))).toEqual(new Set([0]))
    expect(bench.published('health').at(-1)).toMatchObject({ queued: 0 })
  })
})
