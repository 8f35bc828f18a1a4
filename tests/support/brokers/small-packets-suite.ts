import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../../../bench/peers/eventually.ts'
import { HISTORY_SAMPLES } from '../../../contract/ranges.ts'
import { statesIn } from '../../../host-sim/torture/ledger.ts'
import { ACCOUNTS, TcpNode } from '../tcp-node.ts'
import type { Broker, BrokerKind } from './broker.ts'
import { allDelivered } from './delivered-samples.ts'

/** Samples of an outage: many more than one `history` may hold. */
const MISSED = 16

/** A broker that ends the connection at a packet above `limit` bytes, as `line` of its configuration says. */
export function smallPacketsSuite(kind: BrokerKind, limit: number, line: string): void {
  describe.skipIf(kind.leftOut !== '')(`a node at ${kind.name} that takes packets of ${limit} bytes${kind.leftOut}`, () => {
    let broker: Broker

    beforeAll(async () => { broker = await kind.start({ accounts: ACCOUNTS, lines: [line] }) }, kind.patience)
    afterAll(async () => { await broker?.stop() })

    it('sends shorter histories after a refusal, loses no sample, and keeps no live one waiting', async () => {
      const node = await TcpNode.online(broker, { seed: 231, speed: 30 })
      await node.during(async () => {
        await node.proxy.refuse()
        const { produced } = node.ledger
        await eventually(() => node.ledger.produced >= produced + MISSED, 'the outage is long enough', 20_000)
        // An early link that broke over a history may have halved it already. An hour later it may be long again.
        node.station.station.batchLimit = HISTORY_SAMPLES
        const [links, from] = [node.proxy.connections, node.log.messages.length]
        await node.proxy.listen()
        await eventually(() => node.proxy.connections > links, 'the node is back', 20_000)
        // Only the sample that is live may still be on its way.
        await eventually(() => node.ledger.pending() < 2 && node.station.station.backlog.count === 0, 'what was kept is delivered', 30_000)
        await allDelivered(node)
        await node.log.samples(6, from, 20_000)
        const sent = node.proxy.of('publish').filter(({ up, link }) => up && link >= links)
        const histories = sent.filter(({ packet }) => packet.topic.endsWith('/history'))
        const refused = histories.filter(({ bytes }) => bytes.length > limit)
        expect(refused.length).toBeGreaterThan(0)
        // Each refusal halves it, and ends one link; nothing else does.
        expect(refused.length).toBeLessThanOrEqual(4)
        expect(node.ends.length - 1).toBe(refused.length)
        const late = node.log.payloads('/history', from).flatMap(statesIn)
        expect(late.length).toBeGreaterThanOrEqual(MISSED - 1)
        // On each link the sample that is live goes before any history, and every later one within its slot.
        for (let link = links; link < node.proxy.connections; link++) {
          const states = sent.filter(({ packet, link: of }) => of === link && packet.topic.endsWith('/state'))
          const first = histories.find(({ link: of }) => of === link)
          if (first && states[0]) expect(states[0].at).toBeLessThanOrEqual(first.at)
          for (const { at, packet } of states.slice(1)) {
            const { uptime } = JSON.parse(String(packet.payload)) as { uptime: number }
            expect(at - uptime).toBeLessThan(node.period)
          }
        }
      })
    })
  })
}
