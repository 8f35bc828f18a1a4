import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CLOSED_BY_PEER, NO_ACKNOWLEDGEMENT, NO_PINGRESP } from '../../firmware/mqtt/disconnect-reason.ts'
import { eventually } from '../../bench/peers/eventually.ts'
import { recovered } from '../support/invariants.ts'
import { type Mosquitto, mosquittoHint, mosquittoMissing } from '../../bench/peers/mosquitto.ts'
import { brokerWithAccounts, TcpNode, type TcpNodeOptions } from '../support/tcp-node.ts'

describe.skipIf(mosquittoMissing)(`services that fail, over TCP to mosquitto${mosquittoHint}`, { concurrent: true }, () => {
  let broker: Mosquitto

  beforeAll(async () => { broker = await brokerWithAccounts() })
  afterAll(async () => { await broker.stop() })

  async function scene(options: TcpNodeOptions, play: (node: TcpNode) => Promise<void>): Promise<void> {
    const node = await TcpNode.online(broker, options)
    await node.during(async () => {
      await play(node)
      await recovered(node)
    })
  }

  /** Whether `health` says that commands can be heard, newest last. */
  const commands = (node: TcpNode): boolean[] => node.log.payloads(`${node.id}/health`).map(payload => (JSON.parse(payload) as { commands: boolean }).commands)

  // A tenth of a second of real time is 2.5 s of the node's.
  it('F21 F22 a way of 1 KB/s, in pieces of 7 bytes and with jitter, is lived with: no link ends', () => scene({ seed: 2100, speed: 25 }, async node => {
    Object.assign(node.proxy.up, { bandwidth: 25_000, slice: 7, latency: 4, jitter: 20 })
    Object.assign(node.proxy.down, { bandwidth: 25_000, slice: 1, latency: 4, jitter: 20 })
    await node.log.samples(5, node.log.messages.length, 20_000)
    expect(node.ends).toEqual([])
  }))

  it('F21 F22 a way that all but stands still is declared dead, with no more in flight than ever', () => scene({ seed: 2200, speed: 25 }, async node => {
    node.proxy.up.bandwidth = 100
    await eventually(() => node.ends.length > 0, 'the link is given up', 20_000)
    node.proxy.up.bandwidth = Infinity
    expect([NO_PINGRESP, NO_ACKNOWLEDGEMENT]).toContain(node.ends[0].reason)
  }))

  it('F22 a peer that reads nothing and closes nothing is left, on one socket', () => scene({ seed: 2201, speed: 25 }, async node => {
    for (let round = 1; round <= 3; round++) {
      node.proxy.halfOpen()
      await eventually(() => node.ends.length >= round && node.station.client.connected, 'a new link', 20_000)
    }
  }))

  it('F23 a refused subscription leaves the node measuring without commands, and it says so', () => scene({ seed: 2300, speed: 50 }, async node => {
    node.proxy.down.packets.set('suback', bytes => Buffer.concat([bytes.subarray(0, 4), Buffer.alloc(bytes.length - 4, 0x80)]))
    node.proxy.reset()
    const from = node.log.messages.length
    await eventually(() => commands(node).at(-1) === false, 'health says that there are no commands', 20_000)
    await node.log.samples(2, from, 20_000)
    node.proxy.down.packets.clear()
    node.proxy.reset()
    await eventually(() => commands(node).at(-1) === true, 'commands are back', 20_000)
  }))

  it('F23 a missing SUBACK does not keep telemetry back for long, and ends the link', () => scene({ seed: 2301, speed: 25 }, async node => {
    node.proxy.down.packets.set('suback', 'drop')
    node.proxy.reset()
    await eventually(() => node.ends.length >= 2, 'the link without a SUBACK is given up', 20_000)
    node.proxy.down.packets.clear()
    expect(node.ends[1].reason).toBe(NO_ACKNOWLEDGEMENT)
    const published = node.proxy.of('publish').filter(({ up, link }) => up && link === 1)
    expect(published.length).toBeGreaterThan(0)
  }))

  it('F24 without PINGRESPs the link is left; one that nobody asked for changes nothing', () => scene({ seed: 2400, speed: 25 }, async node => {
    node.proxy.inject(Buffer.from([0xd0, 0]))
    await node.log.samples(1, node.log.messages.length, 20_000)
    expect(node.ends).toEqual([])
    node.proxy.down.packets.set('pingresp', 'drop')
    await eventually(() => node.ends.length > 0, 'the link is left', 20_000)
    node.proxy.down.packets.clear()
    expect(node.ends[0].reason).toBe(NO_PINGRESP)
  }))

  it('F26 two nodes with one client identifier throw each other out, half a minute apart on average, and both keep their samples', async () => {
    // No pings: at this speed an answer that takes the broker a tenth of a second on a busy machine is one of 5 s.
    const options = { seed: 2600, speed: 50, keepAliveSeconds: 120 }
    const nodes = [await TcpNode.online(broker, options), await TcpNode.make(broker, { ...options, twin: true })]
    const [node, twin] = nodes
    const suspected = (from: number): boolean[] => node.log.payloads('/health', from).map(payload => (JSON.parse(payload) as { duplicate_client_id: boolean }).duplicate_client_id)
    try {
      const began = node.clock.now()
      twin.start()
      await eventually(() => node.ends.length >= 6 && twin.ends.length >= 6, 'six ends each', 30_000)
      expect(node.ends[5].at - began).toBeGreaterThan(6 * 20_000)
      for (const { ends, ledger, sockets } of nodes) {
        expect(new Set(ends.map(({ reason }) => reason))).toEqual(new Set([CLOSED_BY_PEER]))
        expect([ledger.acknowledged + ledger.dropped + ledger.pending(), ledger.dropped, sockets]).toEqual([ledger.produced, 0, 1])
      }
      await twin.end()
      const from = node.log.messages.length
      await eventually(() => suspected(from).at(-1) === false && node.ledger.pending() < 2, 'nothing waits', 30_000)
    } finally {
      for (const each of nodes) await each.end()
    }
  })

  it('F27 the will of an old link, coming after the new birth, is contradicted within 2 s', () => scene({ seed: 2700, speed: 10 }, async node => {
    const topic = `breva/${node.id}/status`
    const from = node.proxy.seen.length
    await node.log.publish(topic, 'offline', true)
    const said = (up: boolean, payload: string): number | undefined => node.proxy.seen.slice(from)
      .find(({ packet, up: upward }) => packet.cmd === 'publish' && upward === up && packet.topic === topic && packet.payload.toString() === payload)?.at
    await eventually(() => said(true, 'online') !== undefined, 'it says online again')
    expect(said(true, 'online')! - said(false, 'offline')!).toBeLessThanOrEqual(2000)
  }))

  it('F28 [MQTT-3.14.4-3] a clean stop has its offline acknowledged before DISCONNECT, and no will follows', async () => {
    const node = await TcpNode.online(broker, { seed: 2800, speed: 5 })
    try {
      const from = node.log.messages.length
      await node.stop()
      await eventually(() => node.proxy.of('disconnect').length > 0, 'DISCONNECT has come')
      const goodbye = node.proxy.of('publish').find(({ up, packet }) => up && packet.payload.toString() === 'offline')!
      const acknowledgement = node.proxy.of('puback').find(({ up, at, packet }) => !up && at >= goodbye.at && packet.messageId === goodbye.packet.messageId)!
      expect(goodbye.packet).toMatchObject({ qos: 1, retain: true })
      expect(node.proxy.seen.indexOf(acknowledgement)).toBeGreaterThan(node.proxy.seen.indexOf(goodbye))
      expect(node.proxy.seen.at(-1)).toMatchObject({ up: true, packet: { cmd: 'disconnect' } })
      await eventually(() => node.network.sockets === 0, 'the socket is gone')
      await node.log.flush()
      expect(node.log.said(`${node.id}/status`, from)).toEqual(['offline'])
    } finally {
      await node.end()
    }
  })
})
