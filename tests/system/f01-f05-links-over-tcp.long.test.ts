import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BAD_MESSAGE, CLOSED_BY_PEER, NO_ACKNOWLEDGEMENT, NO_PINGRESP, PROTOCOL_VIOLATION } from '../../firmware/mqtt/disconnect-reason.ts'
import { eventually } from '../../bench/peers/eventually.ts'
import { recovered } from '../support/invariants.ts'
import { type Mosquitto, mosquittoHint, mosquittoMissing } from '../../bench/peers/mosquitto.ts'
import { brokerWithAccounts, TcpNode, type TcpNodeOptions } from '../support/tcp-node.ts'

describe.skipIf(mosquittoMissing)(`links that break, over TCP to mosquitto${mosquittoHint}`, { concurrent: true }, () => {
  let broker: Mosquitto

  beforeAll(async () => { broker = await brokerWithAccounts() })
  afterAll(async () => { await broker.stop() })

  /** Runs `scene` with a node that is online; afterwards it must be online again, and every invariant hold. */
  async function scene(options: TcpNodeOptions, play: (node: TcpNode) => Promise<void>, at: Mosquitto = broker): Promise<void> {
    const node = await TcpNode.online(at, options)
    await node.during(async () => {
      await play(node)
      await recovered(node)
    })
  }

  it('F01 comes back to a broker that was away for a moment, 10 s and 10 min and forgot everything, and says all of it again', async () => {
    const own = await brokerWithAccounts()
    try {
      await scene({ seed: 101, speed: 100 }, async node => {
        for (const outage of [100, 10_000, 600_000]) {
          const links = node.proxy.connections
          const subscriptions = node.proxy.of('subscribe').length
          const until = node.clock.now() + outage
          await own.kill()
          await eventually(() => node.clock.now() >= until, 'the outage is over')
          const from = node.log.messages.length
          await own.resume()
          await eventually(() => ['status', 'info', 'sensor/scd30/status', 'state'].every(topic => node.log.said(`${node.id}/${topic}`, from).length > 0), 'all is said again', 20_000)
          expect(node.log.said(`${node.id}/status`, from)).not.toContain('offline')
          expect(node.proxy.of('subscribe').length).toBeGreaterThan(subscriptions)
          expect(node.proxy.connections).toBeGreaterThan(links)
        }
      }, own)
    } finally {
      await own.stop()
    }
  })

  it('F02 a broker that is absent at the start is asked again, never sooner than the base delay, while samples are taken and kept', async () => {
    const node = await TcpNode.make(broker, { seed: 102, speed: 50 })
    await node.during(async () => {
      await node.proxy.refuse()
      node.start()
      await eventually(() => node.attempts.length >= 6 && node.ledger.produced >= 6, 'six attempts and six samples', 20_000)
      expect(Math.min(...node.attempts.slice(1).map((at, n) => at - node.attempts[n]))).toBeGreaterThanOrEqual(1000)
      expect([node.ledger.pending(), node.ledger.dropped, node.ends]).toEqual([node.ledger.produced, 0, []])
      const told = node.station.station['wifiLink'].recoveries!['broker_unreachable']
      // The latest attempt may still be under way.
      expect([node.attempts.length, node.attempts.length - 1]).toContain(told)
      await node.proxy.listen()
      await recovered(node)
      await eventually(() => node.ledger.pending() < 2, 'nothing waits any more')
    })
  })

  it('F03 I6 a half-open link is noticed within the keep-alive and the PINGRESP timeout, and the old will is taken back', () => scene({ seed: 103 }, async node => {
    const since = node.clock.now()
    const from = node.log.messages.length
    node.proxy.halfOpen()
    await eventually(() => node.ends.length > 0, 'the link is given up')
    // A sample that leaves just before the PINGREQ is due puts it off once, by another three quarters of the keep-alive.
    expect(node.ends[0].at - since).toBeLessThanOrEqual(2 * 0.75 * node.keepAlive + 10_000)
    expect([NO_PINGRESP, NO_ACKNOWLEDGEMENT]).toContain(node.ends[0].reason)
    await eventually(() => node.log.said(`${node.id}/status`, from).at(-1) === 'online', 'the status is true again')
  }))

  it('F04 a link that swallows the answers is given up without a flood, and what was unanswered comes again', () => scene({ seed: 104 }, async node => {
    const link = node.proxy.connections - 1
    const before = node.proxy.seen.length
    const since = node.clock.now()
    node.proxy.down.blackHole = true
    await eventually(() => node.ends.length > 0, 'the link is given up')
    node.proxy.down.blackHole = false
    expect(node.ends[0].at - since).toBeLessThanOrEqual(30_000)
    const sent = node.proxy.seen.slice(before).filter(packet => packet.link === link && packet.up && packet.packet.cmd === 'publish')
    expect(sent.length).toBeLessThanOrEqual(4)
  }))

  it('F05 a reset inside a PUBLISH loses nothing: it comes again, whole, on the next link', () => scene({ seed: 105 }, async node => {
    node.proxy.up.packets.set('publish', 'reset-inside')
    await eventually(() => node.ends.length > 0, 'the link is gone')
    node.proxy.up.packets.clear()
    const torn = node.proxy.of('publish').filter(({ up, link, packet }) => up && link === 0 && packet.topic.endsWith('/state')).at(-1)!
    const { seq } = JSON.parse(torn.packet.payload.toString()) as { seq: number }
    await node.log.samples(1, node.log.messages.length, 20_000)
    // Alone, or among those of the pause before the next link.
    const late = (): { seq: number }[] => node.log.payloads('/history').flatMap(payload => JSON.parse(payload) as { seq: number }[])
    await eventually(() => [...node.log.states(), ...late()].some(state => state.seq === seq), 'the sample comes')
    expect(node.ledger.dropped).toBe(0)
  }))

  it('F05 the end of a link inside a packet from the broker leaves nothing behind for the next CONNACK', () => scene({ seed: 106 }, async node => {
    node.proxy.down.packets.set('puback', 'close-inside')
    await eventually(() => node.ends.length > 1, 'two links are gone')
    node.proxy.down.packets.clear()
    expect(node.ends.map(({ reason }) => reason)).toEqual(node.ends.map(() => CLOSED_BY_PEER))
  }))

  it('F09 F10 F11 a second CONNACK, a packet of 256 MB and one of no known type each end the link, and only the link', () => scene({ seed: 109 }, async node => {
    for (const [n, hex] of ['20020000', '30ffffff7f0001', '0000'].entries()) {
      node.proxy.inject(Buffer.from(hex, 'hex'))
      await eventually(() => node.ends.length > n, 'the link is gone')
      await eventually(() => node.station.client.connected, 'the next link is accepted')
    }
    expect(node.ends.map(({ reason }) => reason)).toEqual([PROTOCOL_VIOLATION, BAD_MESSAGE, PROTOCOL_VIOLATION])
  }))
})
