import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../../../bench/peers/eventually.ts'
import { BAD_CREDENTIALS, NOT_AUTHORIZED } from '../../../firmware/mqtt/disconnect-reason.ts'
import { checkInvariants, recovered } from '../invariants.ts'
import { ACCOUNTS, TcpNode, type TcpNodeOptions } from '../tcp-node.ts'
import { publish, retained, retainedForWildcard } from './broker-visitor.ts'
import type { Broker, BrokerKind } from './broker.ts'
import { allDelivered } from './delivered-samples.ts'

/** What a node is at home with, at every broker of the matrix: one broker, one node after the other. */
export function brokerSuite(kind: BrokerKind): void {
  describe.skipIf(kind.leftOut !== '')(`a node at ${kind.name}${kind.leftOut}`, () => {
    let broker: Broker

    beforeAll(async () => { broker = await kind.start({ accounts: ACCOUNTS }) }, kind.patience)
    afterAll(async () => { await broker?.stop() })

    async function scene(options: TcpNodeOptions, play: (node: TcpNode) => Promise<void>): Promise<void> {
      const node = await TcpNode.online(broker, options)
      await node.during(() => play(node))
    }

    it('its birth is retained for those who come later: online, each sensor, and what it is; no sample is', () => scene({ seed: 201 }, async node => {
      const topics = ['status', 'info', 'sensor/scd30/status', 'state', 'health', 'history'].map(topic => `breva/${node.id}/${topic}`)
      await node.log.samples(3, 0, 20_000)
      const found = await retained(broker.port, topics, 3)
      expect(Object.keys(found).sort()).toEqual([topics[1], topics[2], topics[0]])
      expect([found[topics[0]], found[topics[2]]]).toEqual(['online', 'online'])
      expect(JSON.parse(found[topics[1]])).toHaveProperty('sensors.scd30')
    }))

    it(`its birth comes for a wildcard${kind.wildcardsBringRetained ? ' as well' : ' only as it happens'}`, () => scene({ seed: 210 }, async node => {
      const found = await retainedForWildcard(broker.port, `breva/${node.id}/sensor`)
      expect(found.filter(topic => topic.endsWith('/scd30/status')).length).toBe(Number(kind.wildcardsBringRetained))
    }))

    it('its samples come one after the other, each once, and each is acknowledged', () => scene({ seed: 202, speed: 50 }, async node => {
      await node.log.samples(12, 0, 20_000)
      const seqs = node.log.states().map(({ seq }) => seq)
      expect(seqs).toEqual(seqs.map((_, n) => n + 1))
      await allDelivered(node)
      checkInvariants(node)
      expect(node.ends).toEqual([])
    }))

    it('a command is answered', () => scene({ seed: 203 }, async node => {
      await publish(broker.port, `breva/${node.id}/command/ping`, '{"id":"c-1"}')
      await eventually(() => node.log.payloads(`${node.id}/reply/ping`).length > 0, 'the reply')
      expect(node.log.payloads(`${node.id}/reply/ping`)).toEqual(['{"id":"c-1","ok":true}'])
    }))

    it('its will is published and retained when its socket is cut, and taken back when it returns', () => scene({ seed: 204 }, async node => {
      const status = `breva/${node.id}/status`
      await node.proxy.refuse()
      await eventually(() => node.log.said(status).at(-1) === 'offline', 'the will')
      expect(await retained(broker.port, [status], 1)).toEqual({ [status]: 'offline' })
      await node.proxy.listen()
      await recovered(node)
      expect(await retained(broker.port, [status], 1)).toEqual({ [status]: 'online' })
    }))

    it('its goodbye is said once, and no will follows', () => scene({ seed: 205 }, async node => {
      const status = `breva/${node.id}/status`
      await node.stop()
      await eventually(() => node.log.said(status).at(-1) === 'offline', 'the goodbye')
      await node.log.flush()
      expect(node.log.said(status)).toEqual(['online', 'offline'])
      expect(await retained(broker.port, [status], 1)).toEqual({ [status]: 'offline' })
    }))

    it.skipIf(!kind.asksForAccounts)('a wrong password is refused, and the node says so and does not hammer', async () => {
      const node = await TcpNode.make(broker, { seed: 206, password: 'not the one' })
      await node.during(async () => {
        node.start()
        await eventually(() => node.ends.length >= 3, 'three refusals', 30_000)
        expect([[BAD_CREDENTIALS], [NOT_AUTHORIZED]]).toContainEqual([...new Set(node.ends.map(({ reason }) => reason))])
        expect(Math.min(...node.attempts.slice(1).map((at, n) => at - node.attempts[n]))).toBeGreaterThanOrEqual(1000)
        expect(node.log.said(`${node.id}/status`)).toEqual([])
      })
    })

    it('a kept session is resumed: a command that came while the node was away is answered, and once', () => scene({ seed: 207, cleanSession: false }, async node => {
      await node.proxy.refuse()
      await eventually(() => node.log.said(`${node.id}/status`).at(-1) === 'offline', 'the will')
      await publish(broker.port, `breva/${node.id}/command/ping`, '{"id":"c-1"}')
      await node.proxy.listen()
      await eventually(() => node.log.payloads(`${node.id}/reply/ping`).length > 0, 'the reply', 30_000)
      await recovered(node)
      expect(node.log.payloads(`${node.id}/reply/ping`)).toEqual(['{"id":"c-1","ok":true}'])
      expect(node.proxy.of('connack').at(-1)?.packet.sessionPresent).toBe(true)
    }))
  })
}
