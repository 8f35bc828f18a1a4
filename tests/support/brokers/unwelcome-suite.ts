import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../../../bench/peers/eventually.ts'
import { ACCOUNTS, TcpNode, type TcpNodeOptions } from '../tcp-node.ts'
import { publish } from './broker-visitor.ts'
import type { Broker, BrokerKind } from './broker.ts'
import { allDelivered } from './delivered-samples.ts'

/** More than the 64 kB that a node takes up, and less than the megabyte that it lets pass. */
const OVERSIZED = 'x'.repeat(100_000)
/** ms of the node's time: three links that end, the pauses between them, and some samples. */
const SOON = 600_000

/** What a broker takes from somebody else, and hands on. */
interface Taken {
  /** A message of 100 kB. */
  oversized: boolean
  /** A topic with NUL in it, against the standard. */
  nul: boolean
}

/** What somebody else can leave for a node at a broker that takes it. */
export function unwelcomeSuite(kind: BrokerKind, taken: Taken): void {
  describe.skipIf(kind.leftOut !== '')(`what waits for a node at ${kind.name}${kind.leftOut}`, () => {
    let broker: Broker

    beforeAll(async () => { broker = await kind.start({ accounts: ACCOUNTS }) }, kind.patience)
    afterAll(async () => { await broker?.stop() })

    /** The node before its start, so that something may wait for it. */
    async function scene(options: TcpNodeOptions, play: (node: TcpNode) => Promise<void>): Promise<void> {
      const node = await TcpNode.make(broker, options)
      await node.during(() => play(node))
    }

    async function answers(node: TcpNode, id: string): Promise<void> {
      await publish(broker.port, `breva/${node.id}/command/ping`, `{"id":"${id}"}`)
      await eventually(() => node.log.payloads(`${node.id}/reply/ping`).includes(`{"id":"${id}","ok":true}`), `the reply to ${id}`)
    }

    it.skipIf(!taken.oversized)('a retained command of 100 kB ends no link, and others are answered', () => scene({ seed: 221 }, async node => {
      await publish(broker.port, `breva/${node.id}/command/ping`, OVERSIZED, true)
      node.start()
      await node.log.samples(6, 0, 20_000)
      await answers(node, 'c-1')
      expect([node.ends, node.proxy.connections]).toEqual([[], 1])
      expect(node.proxy.of('publish').some(({ up, bytes }) => !up && bytes.length > OVERSIZED.length)).toBe(true)
    }))

    it.skipIf(!taken.oversized)('a command of 100 kB that waits in a kept session ends no link, and others are answered', () => scene({ seed: 222, cleanSession: false }, async node => {
      node.start()
      await node.log.samples(1, 0, 20_000)
      await node.proxy.refuse()
      await publish(broker.port, `breva/${node.id}/command/ping`, OVERSIZED)
      await node.proxy.listen()
      const from = node.log.messages.length
      await node.log.samples(3, from, 20_000)
      const { length } = node.ends
      await answers(node, 'c-2')
      await node.log.samples(6, from, 20_000)
      expect(node.ends.length).toBe(length)
      await allDelivered(node)
    }))

    it.skipIf(!taken.nul)('a retained command with NUL in its topic costs the commands, which is told, and no sample', () => scene({ seed: 223, speed: 100 }, async node => {
      await publish(broker.port, `breva/${node.id}/command/pi\0ng`, '{}', true)
      node.start()
      await node.log.samples(6, 0, 20_000)
      expect(node.uptime()).toBeLessThan(SOON)
      await eventually(() => node.log.payloads(`${node.id}/health`).at(-1)?.includes('"commands":false,"commands_off":"bad_message"') === true, 'health tells it')
      await allDelivered(node)
    }))
  })
}
