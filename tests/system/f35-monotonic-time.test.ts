import { describe, expect, it } from 'vitest'
import { Random } from '../../host-sim/random.ts'
import { findScenario } from '../../host-sim/scenario/find-scenario.ts'
import { planNodes } from '../../host-sim/scenario/node-plan.ts'
import { sourceFirmware } from '../../host-sim/torture/source-port.ts'
import { TorturedNode } from '../../host-sim/torture/tortured-node.ts'
import { ObservedNode } from '../support/observed-node.ts'

const MINUTE = 60_000
const DAY = 86_400_000
/** ms by which a sample may be later where a probe converts once more: 750 ms at 12 bits, and its reading. */
const SECOND_CONVERSION = 900

/** ms between the samples of a node. */
function gaps(uptimes: number[]): number[] {
  return uptimes.slice(1).map((uptime, n) => uptime - uptimes[n])
}

describe('what goes by monotonic time', () => {
  it('F35 keeps its slots and its link through steps of hours and decades, both ways', () => {
    const [plan] = planNodes(findScenario('office'), 1, 35)
    const uptimes: number[] = []
    const dates: (string | null)[] = []
    const node: TorturedNode = new TorturedNode(plan, sourceFirmware(), message => {
      if (message.client === '' || !message.topic.endsWith('/state')) return
      const state = JSON.parse(message.payload) as { seq: number, uptime: number, time: string | null }
      if (node.ledger) node.ledger.received = state.seq
      uptimes.push(state.uptime)
      dates.push(state.time)
    })
    node.start()
    node.clock.advance(10 * MINUTE)
    const random = new Random(35)
    for (let step = 0; step < 40; step++) {
      node.date.inject(node.date.faults[random.below(node.date.faults.length)], true)
      node.clock.advance(MINUTE + random.below(MINUTE))
    }
    expect(new Set(dates.map(date => date?.slice(0, 4))).size).toBeGreaterThan(2)
    const period = plan.period * 1000
    // What the sensors take of a slot varies with what is on their wires, and by whether a probe converts twice.
    for (const gap of gaps(uptimes)) expect(Math.abs(gap - period)).toBeLessThan(SECOND_CONVERSION)
    expect(Math.abs(uptimes.length - node.clock.now() / period)).toBeLessThan(2)
    expect([node.broker.connections, node.broker.clients().length, node.port?.reconnects]).toEqual([1, 1, 0])
  })

  it.each([['49.7', 2 ** 32], ['24.9', 2 ** 31]])('F35 measures and stays connected beyond %s days, where 32 bits of milliseconds end', (_days, end) => {
    const node = new ObservedNode(35)
    node.clock.block(end - 30 * MINUTE)
    node.station.start()
    node.clock.advance(DAY / 24)
    const uptimes = node.states().map(state => state.uptime)
    expect(uptimes.length).toBeGreaterThan(355)
    expect(uptimes.some(uptime => uptime > end)).toBe(true)
    for (const gap of gaps(uptimes)) expect(Math.abs(gap - 10_000)).toBeLessThan(SECOND_CONVERSION)
    expect(node.broker.connections).toBe(1)
  })
})
