import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readSettings, type NodeSettings, type SensorSettings } from '../../../contract/settings.ts'
import { MemoryBroker } from '../../../broker/memory-broker.ts'
import { InProcessStation } from '../../../host-sim/board/in-process-station.ts'
import { MemoryNetwork } from '../../../host-sim/board/memory-network.ts'
import { SimulatedWallClock } from '../../../host-sim/board/simulated-wall-clock.ts'
import { VirtualClock } from '../../../host-sim/clock/virtual-clock.ts'
import { Ds18b20Part } from '../../../host-sim/parts/ds18b20-part.ts'
import { MhZ19Part } from '../../../host-sim/parts/mh-z19-part.ts'
import { Scd30Part } from '../../../host-sim/parts/scd30-part.ts'
import { buildBoard } from '../../../host-sim/scenario/build-board.ts'
import { findScenario } from '../../../host-sim/scenario/find-scenario.ts'
import { planNodes } from '../../../host-sim/scenario/node-plan.ts'
import { simulatedSettings } from '../../../host-sim/scenario/simulated-settings.ts'

const MINUTE = 60_000

type Options = { [sensor in keyof SensorSettings]-?: Partial<NonNullable<SensorSettings[sensor]>> }

/** A node with all three kinds of sensor, in virtual time, whose settings ask for that much more. */
class Desk {
  readonly clock = new VirtualClock()
  readonly board
  readonly settings: NodeSettings
  info: Record<string, Record<string, unknown>> = {}
  messages = 0
  private readonly network = new MemoryNetwork(this.clock, 5)

  constructor(options: Partial<Options>, broker: Partial<NodeSettings['broker']> = {}) {
    const [plan] = planNodes(findScenario('office'), 1, 7)
    this.network.serve(1883, new MemoryBroker(this.clock, ({ topic, payload }) => {
      this.messages++
      if (topic.endsWith('/info')) this.info = (JSON.parse(payload) as { sensors: Desk['info'] }).sensors
    }))
    this.board = buildBoard(this.clock, plan, this.network)
    const settings = simulatedSettings(plan, { host: 'broker', port: 1883, keepAlive: 60, ...broker })
    for (const [sensor, own] of Object.entries(options)) Object.assign(settings.sensors[sensor as keyof SensorSettings]!, own)
    const read = readSettings(settings, plan.id)
    if (typeof read === 'string') throw new Error(read)
    this.settings = read
  }

  /** A start of the node, and that many minutes of it. */
  live(minutes: number): this {
    const station = new InProcessStation(this.board, this.settings, new SimulatedWallClock(this.clock, 0), 1)
    station.start()
    this.clock.advance(minutes * MINUTE)
    let stopped = false
    station.stop(() => { stopped = true })
    this.clock.advance(MINUTE)
    expect(stopped).toBe(true)
    return this
  }

  part<T>(kind: abstract new (...args: never[]) => T): T {
    return this.board.fittings.map(({ part }) => part as unknown).find(part => part instanceof kind) as T
  }
}

describe('settings of a part', () => {
  it('are in an SCD30 after a start, each written once and only where it differs, and what they do not name is left alone', () => {
    const asked = fc.record({
      interval: fc.integer({ min: 2, max: 5 }), selfCalibration: fc.boolean(), temperatureOffset: fc.integer({ min: 0, max: 2500 }).map(hundredths => hundredths / 100),
      altitude: fc.integer({ min: 0, max: 65535 }), pressure: fc.integer({ min: 700, max: 1400 })
    }, { requiredKeys: [] })
    const found = fc.record({
      interval: fc.integer({ min: 2, max: 30 }), selfCalibration: fc.integer({ min: 0, max: 1 }), offset: fc.integer({ min: 0, max: 2500 }),
      altitude: fc.integer({ min: 0, max: 65535 })
    })
    fc.assert(fc.property(asked, found, (own, before) => {
      const desk = new Desk({ scd30: own })
      const { memory } = desk.part(Scd30Part)
      Object.assign(memory, before)
      desk.live(1).live(1)
      const after = {
        interval: own.interval ?? 2,
        selfCalibration: own.selfCalibration === undefined ? before.selfCalibration : Number(own.selfCalibration),
        offset: own.temperatureOffset === undefined ? before.offset : Math.round(own.temperatureOffset * 100),
        altitude: own.altitude ?? before.altitude
      }
      expect(memory).toMatchObject(after)
      expect(memory.wear).toBe((Object.keys(after) as (keyof typeof after)[]).filter(key => after[key] !== before[key]).length)
      expect(desk.info['scd30']['stored']).toEqual({
        interval: after.interval, self_calibration: after.selfCalibration, temperature_offset: after.offset / 100, altitude: after.altitude, pressure: own.pressure ?? null
      })
    }), { numRuns: 15 })
  })

  it('are in every DS18B20 that has a choice after a start', () => {
    for (let resolution = 9; resolution <= 12; resolution++) {
      const desk = new Desk({ ds18b20: { resolution } }).live(1)
      const probes = desk.board.fittings.map(({ part }) => part as unknown).filter(part => part instanceof Ds18b20Part)
      expect(probes.length).toBeGreaterThan(1)
      for (const { memory } of probes) expect(9 + ((memory.scratchpad[4] >> 5) & 3)).toBe(memory.model.resolvable ? resolution : 12)
      expect(Object.values(desk.info).filter(sensor => 'family' in sensor).map(({ stored }) => (stored as { resolution: number }).resolution)).toContain(resolution)
    }
  })

  it.each([1000, 2000, 3000, 5000, 10_000])('are in an MH-Z19 once it is warm, and in the info of the next hour: a range of %i ppm and no self-calibration', range => {
    const desk = new Desk({ 'mh-z19': { range, selfCalibration: false } })
    const part = desk.part(MhZ19Part)
    expect([part.range, part.cell.baseline]).toEqual([5000, 1])
    desk.live(70)
    expect([part.range, part.cell.baseline]).toEqual([range, 0])
    expect(desk.info['mh-z19']).toMatchObject({ stored: part.model.baselineStatus ? { abc: 0 } : {}, unasked: [] })
  })
})
