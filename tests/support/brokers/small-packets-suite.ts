import type { IPublishPacket } from 'mqtt-packet'
import { describe, expect, it } from 'vitest'
import { eventually } from '../../../bench/peers/eventually.ts'
import { HISTORY_SAMPLES } from '../../../contract/ranges.ts'
import { statesIn } from '../../../host-sim/torture/ledger.ts'
import type { SeenPacket } from '../fault-proxy.ts'
import { ACCOUNTS, TcpNode } from '../tcp-node.ts'
import type { Broker, BrokerKind } from './broker.ts'
import { allDelivered } from './delivered-samples.ts'

/** Samples of an outage: many more than one `history` may hold. */
const MISSED = 16
/**
 * Two samples of such a node are longer than any of its other messages, and its `history` has room for them: what it says of itself is
 * short, and where it stands, which each sample says, is long.
 */
const NODE = { seed: 231, speed: 60, parts: ['scd30' as const], location: 'a meeting room on the third floor' }

type Publish = SeenPacket & { packet: IPublishPacket }

const endsWith = (end: string) => ({ packet }: Publish): boolean => packet.topic.endsWith(end)
const samplesIn = ({ packet }: Publish): number => statesIn(String(packet.payload)).length

/** What the node has said since its link number `links`. */
function said(node: TcpNode, links: number): Publish[] {
  return node.proxy.of('publish').filter(({ up, link }) => up && link >= links)
}

/** An outage, and the time until everything is delivered; `judge` gets what was said afterwards. */
async function outage(broker: Broker, judge: (node: TcpNode, links: number, from: number) => void): Promise<void> {
  const node = await TcpNode.online(broker, NODE)
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
    await eventually(() => said(node, links).some(endsWith('/health')), 'its health')
    judge(node, links, from)
  })
}

/** A broker with these lines for as long as `play` takes. */
async function atBroker(kind: BrokerKind, lines: string[], play: (broker: Broker) => Promise<void>): Promise<void> {
  const broker = await kind.start({ accounts: ACCOUNTS, lines })
  try {
    await play(broker)
  } finally {
    await broker.stop()
  }
}

/** Bytes of a packet between all other messages of the node and a `history` of two samples, as they are where nothing limits them. */
async function limitFor(kind: BrokerKind): Promise<number> {
  let limit = 0
  await atBroker(kind, [], broker => outage(broker, (node, links) => {
    const histories = said(node, links).filter(endsWith('/history'))
    expect(Math.max(...histories.map(samplesIn)), 'samples of the longest history').toBeGreaterThan(1)
    const others = Math.max(...said(node, 0).filter(message => !endsWith('/history')(message)).map(({ bytes }) => bytes.length))
    const two = Math.min(...histories.filter(message => samplesIn(message) > 1).map(({ bytes, packet }) => {
      const [first, second] = statesIn(String(packet.payload))
      return bytes.length - packet.payload.length + `[${first},${second}]`.length
    }))
    limit = Math.round((others + two) / 2)
    expect(two - others, `bytes from ${others} to ${two}, around the limit`).toBeGreaterThan(20)
  }))
  return limit
}

/** On each link the sample that is live goes before any history, and every later one within its slot. */
function expectPunctual(node: TcpNode, links: number): void {
  for (let link = links; link < node.proxy.connections; link++) {
    const sent = said(node, links).filter(message => message.link === link)
    const states = sent.filter(endsWith('/state'))
    const first = sent.find(endsWith('/history'))
    if (first && states[0]) expect(states[0].at).toBeLessThanOrEqual(first.at)
    for (const { at, packet } of states.slice(1)) {
      const { uptime } = JSON.parse(String(packet.payload)) as { uptime: number }
      expect(at - uptime).toBeLessThan(node.period)
    }
  }
}

/** A broker that ends the connection at a packet above a limit, which `line` writes into its configuration. */
export function smallPacketsSuite(kind: BrokerKind, line: (limit: number) => string): void {
  describe.skipIf(kind.leftOut !== '')(`a node at ${kind.name} that takes only small packets${kind.leftOut}`, () => {
    it('sends shorter histories after a refusal, down to one sample, loses no sample, and keeps no live one waiting', async () => {
      const limit = await limitFor(kind)
      await atBroker(kind, [line(limit)], broker => outage(broker, (node, links, from) => {
        const refused = said(node, links).filter(({ bytes }) => bytes.length > limit)
        expect(refused.length).toBeGreaterThan(0)
        expect(refused.filter(message => !endsWith('/history')(message))).toEqual([])
        // A refusal ends one link, and nothing else does. The second of one size at the latest halves the history.
        const sizes = refused.map(samplesIn)
        expect(sizes.slice(1).filter((size, n) => size > sizes[n] >> 1 && size !== sizes[n])).toEqual([])
        expect(sizes.filter((size, n) => sizes[n - 2] === size)).toEqual([])
        const taken = said(node, links).filter(message => endsWith('/history')(message) && message.bytes.length <= limit)
        expect([...new Set(taken.map(samplesIn))]).toEqual([1])
        expect(node.ends.length - 1).toBe(refused.length)
        expect(node.log.payloads('/history', from).flatMap(statesIn).length).toBeGreaterThanOrEqual(MISSED - 1)
        expectPunctual(node, links)
      }))
    })
  })
}
