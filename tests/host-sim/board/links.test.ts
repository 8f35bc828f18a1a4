import { describe, expect, it } from 'vitest'
import { InProcessStation } from '../../../host-sim/board/in-process-station.ts'
import { MemoryNetwork } from '../../../host-sim/board/memory-network.ts'
import { buildBoard } from '../../../host-sim/scenario/build-board.ts'
import { simulatedSettings } from '../../../host-sim/scenario/simulated-settings.ts'
import { SimulatedWallClock } from '../../../host-sim/board/simulated-wall-clock.ts'
import { MemoryBroker } from '../../../broker/memory-broker.ts'
import { VirtualClock } from '../../../host-sim/clock/virtual-clock.ts'
import { Random } from '../../../host-sim/random.ts'
import { FieldNode, SCD30 } from '../../support/field-node.ts'

const MINUTE = 60_000

interface Health { late_slots: number, reconnects: number, duplicate_client_id: boolean, links: Record<string, number> }

/** Two nodes that were given one name, hence one client identifier, at one broker. */
class Twins {
  readonly clock = new VirtualClock()
  readonly broker: MemoryBroker
  readonly nodes: InProcessStation[] = []
  readonly health: Health[] = []

  constructor(seed: number) {
    this.broker = new MemoryBroker(this.clock, message => {
      if (message.topic.endsWith('/health')) this.health.push(JSON.parse(message.payload) as Health)
    })
    const node = new FieldNode([SCD30])
    for (let i = 0; i < 2; i++) {
      const network = new MemoryNetwork(this.clock, 5)
      network.serve(1883, this.broker)
      const plan = { ...node.plan, random: new Random(seed).split(`twin ${i}`) }
      const own = buildBoard(this.clock, plan, network)
      this.nodes.push(new InProcessStation(own, simulatedSettings(plan, { host: 'broker', port: 1883, keepAlive: 60 }), new SimulatedWallClock(this.clock, 0), 1))
    }
  }

  /** Connections accepted in the next `minutes`. */
  connections(minutes: number): number {
    const before = this.broker.connections
    this.clock.advance(minutes * MINUTE)
    return this.broker.connections - before
  }
}

describe('the links of a node', () => {
  it('F26 two nodes with one client identifier throw each other out ever more slowly, and say so in health', () => {
    for (let seed = 1; seed <= 5; seed++) {
      const twins = new Twins(seed)
      for (const node of twins.nodes) node.start()
      const first = twins.connections(2)
      const later = twins.connections(60) / 30
      // The mean of the first pauses is 16 s.
      expect(first).toBeGreaterThan(3)
      expect(later, `seed ${seed}`).toBeLessThan(first)
      expect(later).toBeLessThan(5)
      expect(twins.health.filter(health => health.duplicate_client_id).length).toBeGreaterThan(0)
      expect(twins.broker.violations).toBe(0)
    }
  })

  it('F26 the diagnosis goes when the twin has gone', () => {
    const twins = new Twins(1)
    for (const node of twins.nodes) node.start()
    twins.clock.advance(10 * MINUTE)
    twins.nodes[1].board.wifi.inject('loss', true)
    twins.clock.advance(10 * MINUTE)
    expect(twins.broker.clients().length).toBe(1)
    expect(twins.health.at(-1)).toMatchObject({ duplicate_client_id: false })
    expect(twins.health.at(-1)!.links['broker_closed']).toBeGreaterThan(1)
  })

  it('F31 a network that comes and goes moves no slot, and is counted', () => {
    const node = new FieldNode([SCD30]).start(2)
    for (let i = 0; i < 40; i++) {
      node.inject('wifi', 'loss').run((1 + i * 7919 % 29) / 60)
      node.inject('wifi', 'loss', false).run((1 + i * 104729 % 29) / 60)
    }
    node.run(5)
    const states = node.states()
    for (const state of states) expect((state.uptime - 5000) % 10_000).toBeLessThan(5100)
    expect(node.health()).toMatchObject({ late_slots: 0 })
    expect((node.health()['links'] as Record<string, number>)['wifi_lost']).toBeGreaterThan(10)
    expect(node.payloads('status').at(-1)).toBe('online')
  })

  it('F33 a look-up that blocks for 15 s and finds nothing: slots are late or left out, all are accounted for, and each attempt asks again', () => {
    const node = new FieldNode([SCD30])
    const { network, clock } = node
    const connect = network.connect.bind(network)
    let failing = true
    const attempts: string[] = []
    network.connect = (host, port, events) => {
      attempts.push(host)
      if (!failing) return connect(host, port, events)
      clock.block(15_000)
      clock.after(0, () => { events.onClose() }, undefined)
      return { write: () => false, close: () => undefined }
    }
    node.start(20)
    expect(attempts.length).toBeGreaterThan(8)
    expect(new Set(attempts)).toEqual(new Set(['broker']))
    failing = false
    const failed = attempts.length
    node.run(10)
    const health = node.health() as unknown as Health
    const last = node.states().at(-1)!
    const elapsed = Math.round((last.uptime - 5000) / 10_000) + 1
    expect(Math.abs(last.seq + health.late_slots - elapsed)).toBeLessThanOrEqual(1)
    expect(health.late_slots).toBeLessThan(40)
    // After the first ten minutes the node has tried whether joining anew helps.
    expect(health.links).toEqual({ broker_unreachable: failed, wifi_silent: 1 })
    expect(node.payloads('status').at(-1)).toBe('online')
    expect(node.falsehoods()).toEqual([])
  })
})
