import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readSettings } from '../../../contract/settings.ts'
import { MemoryBroker } from '../../../broker/memory-broker.ts'
import type { BrokerMessage } from '../../../broker/broker-message.ts'
import { InProcessStation } from '../../../host-sim/board/in-process-station.ts'
import { MemoryNetwork } from '../../../host-sim/board/memory-network.ts'
import { SimulatedWallClock } from '../../../host-sim/board/simulated-wall-clock.ts'
import { VirtualClock } from '../../../host-sim/clock/virtual-clock.ts'
import { buildBoard } from '../../../host-sim/scenario/build-board.ts'
import { findScenario } from '../../../host-sim/scenario/find-scenario.ts'
import { planNodes } from '../../../host-sim/scenario/node-plan.ts'
import { simulatedSettings } from '../../../host-sim/scenario/simulated-settings.ts'

/** ms from one end to the other: long, so that a cut hits what is on its way. */
const LATENCY = 200
const PERIOD = 2000
/** ms after the last cut in which everything has arrived that is going to; three times that after outages. */
const AFTER = 900_000

interface Course { messages: BrokerMessage[], counts: Map<number, number>, last: number }

/** How often each sample of a node reached the broker whose connections are cut at those times; `lasting`: each second one of these ends an outage. */
function course(broker: { qos?: number, root?: string, cleanSession?: boolean }, cuts: number[], lasting = false): Course {
  const clock = new VirtualClock()
  const messages: BrokerMessage[] = []
  const network = new MemoryNetwork(clock, LATENCY)
  network.serve(1883, new MemoryBroker(clock, message => messages.push(message)))
  const [plan] = planNodes(findScenario('office'), 1, 7)
  const board = buildBoard(clock, plan, network)
  const settings = readSettings({ ...simulatedSettings(plan, { host: 'broker', port: 1883, keepAlive: 60, ...broker }), period: PERIOD / 1000 }, plan.id)
  if (typeof settings === 'string') throw new Error(settings)
  new InProcessStation(board, settings, new SimulatedWallClock(clock, 0), 1).start()
  for (const [i, cut] of cuts.entries()) {
    clock.after(cut, () => { network.inject('loss', !lasting || i % 2 === 0) }, undefined)
    if (!lasting) clock.after(cut + 1, () => { network.inject('loss', false) }, undefined)
  }
  clock.advance(Math.max(0, ...cuts) + (lasting ? 3 * AFTER : AFTER))
  const counts = new Map<number, number>()
  for (const { topic, payload } of messages) {
    if (!/\/(state|history)$/.test(topic)) continue
    for (const { seq } of [JSON.parse(payload) as { seq: number } | { seq: number }[]].flat()) counts.set(seq, (counts.get(seq) ?? 0) + 1)
  }
  return { messages, counts, last: Math.max(...counts.keys()) }
}

const lost = ({ counts, last }: Course): number => Array.from({ length: last }, (_, i) => counts.get(i + 1) ?? 0).filter(count => count === 0).length
const doubled = ({ counts }: Course): number => [...counts.values()].filter(count => count > 1).length

/** Cuts in every fifth of a second of a period: one of them hits what is on its way there, and one what is on its way back. */
const SWEEP = Array.from({ length: PERIOD / LATENCY }, (_, i) => 60_000 + LATENCY * i + LATENCY / 2)

/** Cuts far enough apart for the node to be back. */
const cutTimes = fc.array(fc.integer({ min: 20_000, max: 60_000 }), { minLength: 3, maxLength: 8 })
  .map(steps => steps.map((_, i) => steps.slice(0, i + 1).reduce((sum, step) => sum + step, 0)))

describe('readings of QoS 0, 1 and 2 on a network that cuts connections', () => {
  it.each([0, 1, 2])('are published with QoS %i, all else with QoS 1', qos => {
    const { messages } = course({ qos }, [])
    const states = messages.filter(({ topic }) => topic.endsWith('/state'))
    expect(states.length).toBeGreaterThan(50)
    expect(new Set(states.map(message => message.qos))).toEqual(new Set([qos]))
    expect(new Set(messages.filter(({ topic }) => !/\/(state|history)$/.test(topic)).map(message => message.qos))).toEqual(new Set([1]))
  })

  it('are lost at 0, where a cut hits one on its way, and go once', () => {
    fc.assert(fc.property(cutTimes, cuts => {
      const lived = course({ qos: 0 }, cuts)
      const live = lived.messages.filter(({ topic }) => topic.endsWith('/state')).map(({ payload }) => (JSON.parse(payload) as { seq: number }).seq)
      expect(new Set(live).size).toBe(live.length)
      expect(lost(lived)).toBeLessThanOrEqual(cuts.length)
    }), { numRuns: 10 })
    expect(SWEEP.reduce((sum, cut) => sum + lost(course({ qos: 0 }, [cut])), 0)).toBeGreaterThan(0)
  })

  it('are doubled at 1, where a cut hits the acknowledgement, and never lost', () => {
    fc.assert(fc.property(cutTimes, cuts => {
      expect(lost(course({ qos: 1 }, cuts))).toBe(0)
    }), { numRuns: 10 })
    expect(SWEEP.reduce((sum, cut) => sum + doubled(course({ qos: 1 }, [cut])), 0)).toBeGreaterThan(0)
  })

  it('are neither lost nor doubled at 2', () => {
    fc.assert(fc.property(cutTimes, cuts => {
      const lived = course({ qos: 2 }, cuts)
      expect([lost(lived), doubled(lived)]).toEqual([0, 0])
    }), { numRuns: 10 })
  })

  it('are kept while there is no link at any QoS, and come as history with QoS 1 at least', () => {
    for (const qos of [0, 1, 2]) {
      const lived = course({ qos }, Array.from({ length: 40 }, (_, i) => 30_000 + 500 * i))
      const histories = lived.messages.filter(({ topic }) => topic.endsWith('/history'))
      expect(histories.length).toBeGreaterThan(0)
      expect(new Set(histories.map(message => message.qos))).toEqual(new Set([Math.max(qos, 1)]))
      expect(lost(lived)).toBeLessThanOrEqual(qos ? 0 : 1)
    }
  })

  it.each([1, 2])('of an outage that is longer than memory go to flash in their order, whatever was under way when it began, at QoS %i in a kept session', qos => {
    const outage = fc.tuple(fc.integer({ min: 20_000, max: 40_000 }), fc.integer({ min: 200_000, max: 600_000 }), fc.integer({ min: 1, max: 40_000 }))
    fc.assert(fc.property(outage, ([first, length, between]) => {
      const cuts = [first, first + length, first + length + between, first + 2 * length + between]
      const lived = course({ qos, cleanSession: false }, cuts, true)
      expect([lost(lived), qos < 2 ? 0 : doubled(lived)]).toEqual([0, 0])
      const seqsOf = ({ payload }: BrokerMessage): number[] => (JSON.parse(payload) as { seq: number }[]).map(({ seq }) => seq)
      const late = [...new Set(lived.messages.filter(({ topic }) => topic.endsWith('/history')).flatMap(seqsOf))]
      expect(late.length).toBeGreaterThan(100)
      expect(late).toEqual(late.toSorted((one, other) => one - other))
    }), { numRuns: 5 })
  })

  it('stand under the root that the settings name, with everything else', () => {
    const { messages } = course({ root: 'house/first floor/breva' }, [])
    expect(messages.length).toBeGreaterThan(50)
    expect(messages.filter(({ topic }) => !topic.startsWith('house/first floor/breva/'))).toEqual([])
    expect(messages.some(({ topic, payload }) => /^house\/first floor\/breva\/[0-9a-f]{6}\/status$/.test(topic) && payload === 'online')).toBe(true)
  })
})
