import { expect, it } from 'vitest'
import { eventually } from '../../../bench/peers/eventually.ts'
import { checkInvariants } from '../invariants.ts'
import { ACCOUNTS, TcpNode } from '../tcp-node.ts'
import { publish, retained } from './broker-visitor.ts'
import type { BrokerKind } from './broker.ts'
import { allDelivered } from './delivered-samples.ts'

/** In one short life, that a node and this broker get along; all else is in `brokerSuite`. */
export function smokeSuite(kind: BrokerKind): void {
  it.skipIf(kind.leftOut !== '')(`a node at ${kind.name} is online, delivers each sample once, answers a command, and says goodbye${kind.leftOut}`, async () => {
    const broker = await kind.start({ accounts: ACCOUNTS })
    try {
      const node = await TcpNode.online(broker, { seed: 200, speed: 50 })
      const status = `breva/${node.id}/status`
      await node.during(async () => {
        expect(await retained(broker.port, [status], 1)).toEqual({ [status]: 'online' })
        await node.log.samples(6, 0, 20_000)
        const seqs = node.log.states().map(({ seq }) => seq)
        expect(seqs).toEqual(seqs.map((_, n) => n + 1))
        await publish(broker.port, `breva/${node.id}/command/ping`, '{"id":"c-1"}')
        await eventually(() => node.log.payloads(`${node.id}/reply/ping`).length > 0, 'the reply')
        expect(node.log.payloads(`${node.id}/reply/ping`)).toEqual(['{"id":"c-1","ok":true}'])
        await allDelivered(node)
        checkInvariants(node)
        await node.stop()
        await eventually(() => node.log.said(status).at(-1) === 'offline', 'the goodbye')
      })
    } finally {
      await broker.stop()
    }
  })
}
