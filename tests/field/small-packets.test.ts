import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FieldNode, SCD30, ds18b20 } from '../support/field-node.ts'

/** How old the newest `state` was at most, ms, while there was a link. */
function staleness(node: FieldNode, seconds: number): number {
  let worst = 0
  let linked = 0
  for (let second = 0; second < seconds; second++) {
    node.clock.advance(1000)
    linked = node.broker.clients().length > 0 ? linked + 1 : 0
    if (linked > 3) worst = Math.max(worst, node.clock.now() - node.states().at(-1)!.uptime)
  }
  return worst
}

describe('a broker that takes small packets', () => {
  it('mosquitto max_packet_size: an info that is too long delays no live sample of a link, and ends few links', () => {
    fc.assert(fc.property(fc.integer({ min: 500, max: 640 }), fc.integer({ min: 1, max: 1000 }), (limit, seed) => {
      const node = new FieldNode([SCD30, ds18b20('28139bbb0b00001f')], {}, seed).start(2)
      const told = node.payloads('info').length
      node.broker.packetLimit = limit
      node.inject('broker', 'loss').run(0.1).inject('broker', 'loss', false)
      const connections = node.broker.connections
      const before = node.states().length
      expect(staleness(node, 1200)).toBeLessThan(12_000)
      expect(node.payloads('info').length).toBe(told)
      // Three links end, and three more where an hour is full meanwhile.
      expect(node.broker.connections - connections).toBeGreaterThan(2)
      expect(node.broker.connections - connections).toBeLessThan(8)
      // One that is taken while there is no link waits for it, and another one makes it late.
      expect(node.states().length - before).toBeGreaterThan(75)
    }), { numRuns: 4 })
  })

  it('mosquitto max_packet_size: a health that is too long ends few links, and the node tells it again when it fits', () => {
    const node = new FieldNode([SCD30, ds18b20('28139bbb0b00001f')], {}, 3).start(2)
    const longest = Math.max(...node.payloads('health').map(({ length }) => length))
    const told = node.payloads('health').length
    node.broker.packetLimit = longest - 20
    expect(Math.max(...node.payloads('state').map(({ length }) => length))).toBeLessThan(longest - 60)
    const connections = node.broker.connections
    expect(staleness(node, 2000)).toBeLessThan(12_000)
    expect(node.payloads('health').length).toBe(told)
    expect(node.broker.connections - connections).toBeLessThan(10)
    node.broker.packetLimit = Infinity
    node.run(62)
    expect(node.payloads('health').length).toBeGreaterThan(told)
  })
})
