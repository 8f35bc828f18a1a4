import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BAD_CREDENTIALS, CLOSED_BY_PEER, NO_ACKNOWLEDGEMENT, NO_CONNACK, SERVER_UNAVAILABLE } from '../../firmware/mqtt/disconnect-reason.ts'
import { eventually } from '../../bench/peers/eventually.ts'
import { checkInvariants, recovered } from '../support/invariants.ts'
import { type Mosquitto, mosquittoHint, mosquittoMissing } from '../../bench/peers/mosquitto.ts'
import { brokerWithAccounts, TcpNode, type TcpNodeOptions } from '../support/tcp-node.ts'

/** The pauses between attempts, ms of the node's time. */
function gaps(node: TcpNode): number[] {
  return node.attempts.slice(1).map((at, n) => at - node.attempts[n])
}

const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0)

describe.skipIf(mosquittoMissing)(`brokers that refuse, over TCP to mosquitto${mosquittoHint}`, { concurrent: true }, () => {
  let broker: Mosquitto

  beforeAll(async () => { broker = await brokerWithAccounts() })
  afterAll(async () => { await broker.stop() })

  async function scene(options: TcpNodeOptions, play: (node: TcpNode) => Promise<void>): Promise<void> {
    const node = await TcpNode.make(broker, options)
    await node.during(play)
  }

  it.each([1, 2, SERVER_UNAVAILABLE, BAD_CREDENTIALS, 5, 6, 255])('F12 a CONNACK with code %i is never a connection, and is not followed by hammering', code => scene({ seed: 1200 + code, speed: 150 }, async node => {
    node.proxy.down.packets.set('connack', () => Buffer.from([0x20, 2, 0, code]))
    node.start()
    await eventually(() => node.ends.length >= 6, 'six refusals', 30_000)
    expect(new Set(node.ends.map(({ reason }) => reason))).toEqual(new Set([code]))
    expect(Math.min(...gaps(node))).toBeGreaterThanOrEqual(1000)
    expect(new Set(node.proxy.seen.map(({ packet }) => packet.cmd))).toEqual(new Set(['connect', 'connack']))
    expect(node.log.said(`${node.id}/status`)).not.toContain('online')
    checkInvariants(node)
    node.proxy.down.packets.clear()
    await recovered(node)
  }))

  it('F13 without a CONNACK each of twelve attempts is given 10 s, and the pauses have jitter and do not grow', () => scene({ seed: 1300, speed: 400 }, async node => {
    node.proxy.down.blackHole = true
    node.start()
    await eventually(() => node.attempts.length >= 13, 'thirteen attempts', 30_000)
    gaps(node).slice(0, 12).forEach(gap => {
      expect(gap).toBeGreaterThanOrEqual(11_000)
      // Opening the socket and telling its end take real time.
      expect(gap).toBeLessThan(11_000 + 45_000 + 5000)
    })
    expect(new Set(node.ends.map(({ reason }) => reason))).toEqual(new Set([NO_CONNACK]))
    expect(new Set(gaps(node).map(gap => Math.round(gap / 100))).size).toBeGreaterThan(6)
    checkInvariants(node)
  }))

  it('F14 a CONNACK followed by the end of the link makes the pauses grow', () => scene({ seed: 1400, speed: 100 }, async node => {
    node.proxy.down.packets.set('connack', 'close-after')
    node.start()
    await eventually(() => node.attempts.length >= 13, 'thirteen attempts', 30_000)
    expect(sum(gaps(node).slice(2, 12)) / 10).toBeGreaterThan(40_000)
    expect(node.proxy.of('connack').length).toBeGreaterThan(6)
    node.proxy.down.packets.clear()
    await recovered(node)
  }))

  it('F15 a message that ends the link every time makes the pauses grow, and is never acknowledged; the samples come afterwards', () => scene({ seed: 1500, speed: 100 }, async node => {
    node.proxy.up.packets.set('publish', 'reset-inside')
    node.start()
    await eventually(() => node.ends.length >= 7, 'seven ends', 30_000)
    expect(sum(gaps(node).slice(3, 6))).toBeGreaterThan(sum(gaps(node).slice(0, 3)))
    expect(node.ledger.acknowledged).toBe(0)
    node.proxy.up.packets.clear()
    // The birth was given up with the third link, and is said again within the hour: the tests of the station have that.
    await node.log.samples(2, node.log.messages.length, 20_000)
    checkInvariants(node)
  }))

  it('F17 a held PUBACK is no acknowledgement: the link ends after 20 s, and the sample is sent again or counted', () => scene({ seed: 1700 }, async node => {
    node.start()
    await node.log.samples(1, 0, 20_000)
    node.proxy.down.packets.set('puback', 'hold')
    const { length } = node.proxy.of('puback')
    // One that had passed the proxy may only come now; the node waits for one before it sends what the next is for.
    await eventually(() => node.proxy.of('puback').length > length, 'a PUBACK is held')
    const acknowledged = node.ledger.acknowledged
    await eventually(() => node.ends.length > 0, 'the link is given up')
    expect([node.ends[0].reason, node.ledger.acknowledged - acknowledged]).toEqual([NO_ACKNOWLEDGEMENT, 0])
    node.proxy.down.packets.clear()
    await recovered(node)
  }))

  it('F17 F18 an acknowledgement of an earlier link is nobody\'s on the next', () => scene({ seed: 1701 }, async node => {
    node.start()
    await node.log.samples(1, 0, 20_000)
    const connections = node.proxy.connections
    node.proxy.down.packets.set('puback', 'reset-after')
    await eventually(() => node.ends.length > 0, 'the link is gone')
    node.proxy.down.packets.clear()
    expect(node.ends[0].reason).toBe(CLOSED_BY_PEER)
    // Before its CONNACK it would be a violation of the protocol.
    await eventually(() => node.proxy.connections > connections && node.station.client.connected, 'the next link is accepted')
    node.proxy.inject(Buffer.from([0x40, 2, 0, 77]))
    await recovered(node)
    expect(node.ends.length).toBe(1)
  }))
})
