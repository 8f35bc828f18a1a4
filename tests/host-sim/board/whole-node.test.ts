import { describe, expect, it } from 'vitest'
import type { Air } from '../../../host-sim/parts/part.ts'
import { parseFault } from '../../../host-sim/board/fault.ts'
import { FaultSchedule } from '../../../host-sim/board/fault-schedule.ts'
import { findScenario, scenarioNames } from '../../../host-sim/scenario/find-scenario.ts'
import { readStateMessage } from '../../../contract/schemas/state-message.ts'
import { ObservedNode } from '../../support/observed-node.ts'
import type { State } from '../../support/observed-node.ts'
import { until } from '../../support/until.ts'

const MINUTE = 60_000
/** ms that a node may take to say goodbye. */
const LEAVING = 5000
const ROMS = ['28139bbb0b00001f', '2839386a0d000044', '28c7f240050000f4']

function started(seed: number, faults: string[] = []): ObservedNode {
  const node = new ObservedNode(seed)
  const plans = faults.map(text => parseFault(text, [node.board.targets]))
  const schedule = new FaultSchedule(node.clock, 1, plans, node.board.targets, () => undefined)
  node.station.start()
  schedule.start()
  return node
}

/** States whose sample was taken in [from, to), minutes since the start. */
function between(node: ObservedNode, from: number, to: number): State[] {
  return node.states().filter(state => state.uptime >= from * MINUTE && state.uptime < to * MINUTE)
}

describe('a whole node in virtual time', () => {
  it('publishes a valid state of all three kinds of sensor every 10 s', () => {
    const node = started(1)
    node.clock.advance(10 * MINUTE)
    const states = node.states()
    expect(states.length).toBeGreaterThanOrEqual(59)
    expect(states.map(state => state.seq)).toEqual(states.map((_, i) => i + 1))
    for (const message of node.messages.filter(({ topic }) => topic.endsWith('/state'))) {
      expect(typeof readStateMessage(message.payload)).toBe('object')
      expect(message).toMatchObject({ qos: 1, retain: false })
    }
    const settled = between(node, 4, 10)
    expect(settled.length).toBe(36)
    for (const state of settled) {
      expect(new Set(Object.values(state.quality))).toEqual(new Set(['ok']))
      expect(Object.keys(state.probes).sort()).toEqual([...ROMS].sort())
      expect(state.co2).toBeGreaterThan(400)
      expect(state.co2).toBeLessThan(2000)
      expect(state.temperature).toBeGreaterThan(15)
      expect(state.temperature).toBeLessThan(30)
      expect(state.humidity).toBeGreaterThan(20)
      expect(state.humidity).toBeLessThan(80)
    }
    expect(node.broker.violations).toBe(0)
  })

  it('reads what is in the room', () => {
    const node = started(2)
    node.clock.advance(20 * MINUTE)
    const last = node.states()[node.states().length - 1]
    const air = (part: string): Air => node.board.fittings.find(fitting => fitting.part.name === part)!.air
    expect(Math.abs(air('scd30').co2 - (node.states().find(state => state.co2 !== null)?.co2 ?? 0))).toBeGreaterThan(80)
    expect(Math.abs((last.co2 ?? 0) - air('scd30').co2)).toBeLessThan(60)
    expect(Math.abs((last.probes[ROMS[0]] ?? 0) - air(ROMS[0]).temperature)).toBeLessThan(0.5)
    expect(Math.abs((last.probes[ROMS[1]] ?? 0) - air(ROMS[1]).temperature)).toBeLessThan(0.7)
    expect(Math.abs((last.probes[ROMS[2]] ?? 0) - air(ROMS[2]).temperature)).toBeLessThan(0.7)
  })

  it('is born online, tells about itself, and says goodbye', () => {
    const node = started(1)
    until(node.clock, () => node.payloads('info').length > 0 && node.payloads('health').length > 0, 2 * MINUTE)
    expect(node.payloads('status')).toEqual(['online'])
    let ended = false
    node.station.stop(() => { ended = true })
    until(node.clock, () => ended, LEAVING)
    expect(node.payloads('status')).toEqual(['online', 'offline'])
    expect(node.broker.retained.get(`breva/${node.plan.id}/status`)).toBe('offline')
    node.clock.advance(10 * MINUTE)
    expect(node.clock.pending()).toBe(0)
  })

  it('is the same to the last byte for the same seed', () => {
    const [first, second, other] = [started(3), started(3), started(4)]
    for (const node of [first, second, other]) node.clock.advance(5 * MINUTE)
    expect(first.messages).toEqual(second.messages)
    expect(first.messages).not.toEqual(other.messages)
  })
})

describe('every node of every scenario', () => {
  const nodes = scenarioNames().flatMap(name => findScenario(name).nodes.map((plan, i) => ({ name, number: i + 1, location: plan.location, plan })))

  it.each(nodes)('measures in the $location of $name what its sensors can measure', ({ name, number, plan }) => {
    const node = new ObservedNode(1, name, number)
    node.station.start()
    node.clock.advance(15 * MINUTE)
    const last = node.states()[node.states().length - 1]
    const probes = plan.sensors.filter(sensor => sensor.part === 'ds18b20')
    expect(node.states().length).toBeGreaterThanOrEqual(Math.floor(15 * 60 / plan.period) - 2)
    expect(last).toMatchObject({ co2: expect.any(Number) as number, quality: { co2: 'ok' } })
    expect(Object.keys(last.probes)).toHaveLength(probes.length)
    expect(Object.values(last.probes).every(value => typeof value === 'number')).toBe(true)
    expect(Object.values(last.quality).filter(quality => quality !== 'ok')).toEqual([])
  })
})

describe('a whole node with a fault', () => {
  it('publishes null and a reason while every CO2 sensor is unplugged, and values again afterwards', () => {
    const node = started(1, ['scd30:unplug@5m+2m', 'mh-z19:unplug@5m+2m'])
    node.clock.advance(14 * MINUTE)
    for (const state of between(node, 5.5, 6.9)) {
      expect(state).toMatchObject({ co2: null, temperature: null, humidity: null })
      expect(['stale', 'fault', 'suspect', 'warming']).toContain(state.quality['co2'])
      expect(state.probes[ROMS[0]]).toBeTypeOf('number')
    }
    const after = between(node, 12, 14)
    expect(after.length).toBeGreaterThan(10)
    for (const state of after) {
      expect(state.co2).toBeTypeOf('number')
      expect(state.quality).toMatchObject({ co2: 'ok', temperature: 'ok', humidity: 'ok' })
    }
    expect(node.payloads('sensor/scd30/status')).toEqual(['online', 'offline', 'online'])
  })

  it('loses one probe and finds it again, and the other sensors do not notice', () => {
    const node = started(1, [`${ROMS[1]}:unplug@4m+1m`])
    node.clock.advance(8 * MINUTE)
    for (const state of between(node, 4.5, 5)) {
      expect(state.probes[ROMS[1]]).toBeNull()
      expect(state.quality[ROMS[1]]).not.toBe('ok')
      expect(state.quality).toMatchObject({ co2: 'ok', [ROMS[0]]: 'ok', [ROMS[2]]: 'ok' })
    }
    for (const state of between(node, 7, 8)) expect(state.probes[ROMS[1]]).toBeTypeOf('number')
  })

  it('comes back after the Wi-Fi was lost and after the broker was lost', () => {
    const node = started(1, ['wifi:loss@3m+3m', 'broker:loss@12m+1m'])
    node.clock.advance(20 * MINUTE)
    const id = node.plan.id
    expect(node.broker.retained.get(`breva/${id}/status`)).toBe('online')
    expect(node.payloads('status')).toContain('offline')
    expect(node.broker.connections).toBeGreaterThanOrEqual(2)
    expect(between(node, 3.2, 5.8).length).toBeLessThan(3)
    expect(between(node, 18, 20).length).toBe(12)
  })
})
