import { describe, expect, it } from 'vitest'
import { eventually } from '../../../bench/peers/eventually.ts'
import { checkInvariants, recovered } from '../invariants.ts'
import { ACCOUNTS, TcpNode, type TcpNodeOptions } from '../tcp-node.ts'
import { publish } from './broker-visitor.ts'
import type { Broker, BrokerKind } from './broker.ts'
import { allDelivered } from './delivered-samples.ts'

/**
 * What crashes of a broker do to a node, at every broker of the matrix. Each test has a broker of its own: NATS 2.9 that is killed with sessions of others in its
 * files sometimes hands on nothing to anybody afterwards.
 */
export function crashSuite(kind: BrokerKind): void {
  describe.skipIf(kind.leftOut !== '')(`a node at ${kind.name} that crashes${kind.leftOut}`, () => {
    async function scene(options: TcpNodeOptions, play: (broker: Broker, node: TcpNode) => Promise<void>): Promise<void> {
      const broker = await kind.start({ accounts: ACCOUNTS })
      try {
        const node = await TcpNode.online(broker, options)
        await node.during(() => play(broker, node))
      } finally {
        await broker.stop()
      }
    }

    it('a crash of the broker costs no sample: what it had not got comes later, and what it had not acknowledged comes again', () => scene({ seed: 208 }, async (broker, node) => {
      for (const held of ['publish', 'puback'] as const) {
        // Either the broker does not get what is under way, or the node does not hear that it has got it.
        const way = held === 'publish' ? node.proxy.up : node.proxy.down
        way.packets.set(held, 'drop')
        const { length } = node.proxy.of(held)
        await eventually(() => node.proxy.of(held).length > length, `a ${held} is lost`)
        // Nothing else is under way, so this is what the last PUBLISH was about.
        const sample = /\/(state|history)$/.test(lastPublished(node))
        const from = node.log.messages.length
        await crash(broker, node)
        await node.log.samples(2, from, 30_000)
        const again = await allDelivered(node)
        expect(again > 0, 'samples came again').toBe(held === 'puback' && sample)
        expect(node.log.said(`${node.id}/status`, from).at(-1)).toBe('online')
      }
      checkInvariants(node)
    }), 4 * kind.patience + 60_000)

    it(`a crash of the broker in a kept session ${kind.keepsSessions ? 'resumes it' : 'is noticed'}, costs no sample, and leaves nobody deaf`, () => scene({ seed: 209, cleanSession: false }, async (broker, node) => {
      await node.log.samples(2, 0, 20_000)
      await crash(broker, node)
      expect(node.proxy.of('connack').at(-1)?.packet.sessionPresent).toBe(kind.keepsSessions)
      await recovered(node)
      await publish(broker.port, `breva/${node.id}/command/ping`, '{"id":"c-2"}')
      await eventually(() => node.log.payloads(`${node.id}/reply/ping`).length > 0, 'the reply')
      await allDelivered(node)
    }), 3 * kind.patience + 60_000)
  })
}

/** A crash of the broker at a moment when everything it has is handed on; it is back before the node may be. */
async function crash(broker: Broker, node: TcpNode): Promise<void> {
  const { connections } = node.proxy
  await node.log.flush()
  await broker.kill()
  await eventually(() => !node.station.client.connected, 'the node has noticed')
  await node.proxy.refuse()
  await broker.resume()
  await node.log.back()
  node.proxy.down.packets.clear()
  node.proxy.up.packets.clear()
  await node.proxy.listen()
  await eventually(() => node.proxy.connections > connections && node.station.client.connected, 'the node is back', 30_000)
}

/** The topic of the latest message that the node has sent. */
function lastPublished({ proxy }: TcpNode): string {
  return proxy.of('publish').filter(({ up }) => up).at(-1)?.packet.topic ?? ''
}
