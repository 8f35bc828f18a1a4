import { connect, type MqttClient } from 'mqtt'
import { afterEach, describe, expect, it } from 'vitest'
import { Client } from '../../firmware/mqtt/client.ts'
import { NO_ACKNOWLEDGEMENT } from '../../firmware/mqtt/disconnect-reason.ts'
import { TcpNetwork } from '../../host-sim/board/tcp-network.ts'
import { EmbeddedBroker } from '../../broker/embedded-broker.ts'
import { eventually } from '../../bench/peers/eventually.ts'
import { FaultProxy } from '../support/fault-proxy.ts'
import type { Command } from '../support/faulty-way.ts'
import { Mosquitto, mosquittoHint, mosquittoMissing } from '../../bench/peers/mosquitto.ts'
import { LINK_SETTINGS, RecordingListener } from '../support/mqtt-link.ts'
import { PacedClock } from '../support/paced-clock.ts'

interface Broker {
  readonly port: number
  stop(): Promise<void>
}

/** Undone after each test, newest first. */
const undo: (() => unknown)[] = []

afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step()
})

/** A client that keeps its session, over real sockets. */
class Node {
  readonly network = new TcpNetwork()
  readonly listener = new RecordingListener()
  readonly client: Client

  readonly proxy: FaultProxy

  /** `speed`: how many times faster than real it lives. */
  constructor(proxy: FaultProxy, speed: number) {
    this.proxy = proxy
    const clock = new PacedClock(speed)
    const settings = { ...LINK_SETTINGS, clientId: 'brevakept', host: '127.0.0.1', port: proxy.port, cleanSession: false, willTopic: 'kept/status' }
    this.client = new Client(this.network, clock, () => 0, settings, this.listener)
    undo.push(() => {
      this.client.stop()
      clock.stop()
    })
  }

  async connect(): Promise<this> {
    this.client.start()
    await this.accepted(1)
    return this
  }

  async accepted(times: number): Promise<void> {
    await eventually(() => this.listener.resumed.length === times, `CONNACK ${times}`)
  }

  /** Breaks the link without a word. */
  async lose(): Promise<void> {
    const ends = this.listener.reasons.length
    this.network.inject('loss', true)
    await eventually(() => this.listener.reasons.length > ends, 'the link is lost')
  }

  find(): void {
    this.network.inject('loss', false)
  }

  /** The packet ids of one type, sent or received, in their order. */
  ids(command: Command, sent: boolean): number[] {
    return this.proxy.of(command).filter(({ up }) => up === sent).map(({ packet }) => Number(packet.messageId))
  }

  get payloads(): string[] {
    return this.listener.messages.map(({ payload }) => payload)
  }
}

/**
 * Someone else at the broker, by another implementation. With a clean session: aedes mixes up the releases it owes to a kept one
 * (docs/mqtt.md), and mqtt.js hands nothing on without.
 */
async function other(port: number, heard: string[]): Promise<MqttClient> {
  const client = connect({ host: '127.0.0.1', port, protocolVersion: 4, clientId: 'other', reconnectPeriod: 100 })
  undo.push(() => client.endAsync(true))
  client.on('message', (_topic, payload) => heard.push(String(payload)))
  client.on('error', () => { /* it reconnects */ })
  await new Promise(resolve => client.once('connect', resolve))
  await client.subscribeAsync('up', { qos: 2 })
  return client
}

/** A node at that broker, behind a proxy, that has subscribed to `down`. */
async function subscribed(broker: Broker, qos: number, speed = 5): Promise<Node> {
  const proxy = await FaultProxy.start(broker.port)
  undo.push(() => proxy.stop())
  const node = await new Node(proxy, speed).connect()
  node.client.subscribe(['down'], qos)
  await eventually(() => node.listener.events.some(event => event.startsWith('subscribed')), 'SUBACK')
  return node
}

function suite(name: string, start: () => Promise<Broker>): void {
  async function scene(play: (node: Node, peer: MqttClient, heard: string[]) => Promise<void>, speed = 5): Promise<void> {
    const broker = await start()
    undo.push(() => broker.stop())
    const heard: string[] = []
    const peer = await other(broker.port, heard)
    await play(await subscribed(broker, 2, speed), peer, heard)
  }

  it(`[MQTT-4.3.3-1] [MQTT-4.3.3-2] [MQTT-4.6.0-3] [MQTT-4.6.0-4] with ${name} three messages of QoS 2 at once pass each way, once, and each step is in their order`, () => scene(async (node, peer, heard) => {
    const letters = ['a', 'b', 'c']
    const ids = letters.map(payload => node.client.publish('up', payload, 2, false))
    await eventually(() => node.listener.acknowledged.length === 3 && heard.length === 3, 'all up')
    expect([node.ids('publish', true), node.ids('pubrel', true), node.listener.acknowledged, heard]).toEqual([ids, ids, ids, letters])
    for (const payload of letters) peer.publish('down', payload, { qos: 2 })
    await eventually(() => node.ids('pubcomp', true).length === 3, 'all down')
    expect([node.payloads, node.ids('pubrec', true), node.ids('pubcomp', true)])
      .toEqual([letters, node.ids('publish', false), node.ids('pubrel', false)])
  }))

  it.each(['pubrec', 'pubcomp'] as const)(`F17 [MQTT-4.4.0-1] with ${name} a held %s ends the link after 20 s, and the message goes through once on the next`, held => scene(async (node, _peer, heard) => {
    node.proxy.down.packets.set(held, 'drop')
    const id = node.client.publish('up', 'a', 2, false)
    await eventually(() => node.listener.reasons.includes(NO_ACKNOWLEDGEMENT), 'the link is given up')
    expect(node.listener.acknowledged).toEqual([])
    node.proxy.down.packets.clear()
    await eventually(() => node.listener.acknowledged.length > 0, 'PUBCOMP')
    await eventually(() => heard.length > 0, 'the other hears it')
    const sent = node.proxy.of('publish').filter(({ up }) => up)
    expect(sent.map(({ packet }) => [packet.messageId, packet.dup])).toEqual(held === 'pubrec' ? [[id, false], [id, true]] : [[id, false]])
    expect(node.ids('pubrel', true)).toEqual(held === 'pubrec' ? [id] : [id, id])
    expect([node.listener.acknowledged, node.listener.returned, heard]).toEqual([[id], [], ['a']])
  }, 25))

  it(`F25 [MQTT-3.1.2-4] [MQTT-4.4.0-1] with ${name} a lost link is resumed: no second subscription, what was sent goes through once, and what waited comes`, () => scene(async (node, peer, heard) => {
    // Sent, and cut off before any answer is read: whether the broker has got them is not known.
    const ids = ['a', 'b'].map((payload, n) => node.client.publish('up', payload, 2 - n, false))
    await node.lose()
    await peer.publishAsync('down', 'waited', { qos: 2 })
    node.find()
    await node.accepted(2)
    await eventually(() => node.listener.acknowledged.length === 2 && node.payloads.length === 1, 'what was left')
    expect(node.listener.resumed).toEqual([false, true])
    expect([[...node.listener.acknowledged].sort(), node.listener.returned, node.payloads]).toEqual([ids, [], ['waited']])
    await eventually(() => heard.includes('a') && heard.includes('b'), 'the other hears them')
    expect(heard.filter(payload => payload === 'a')).toEqual(['a'])
  }))
}

describe('a kept session', () => {
  suite('aedes', () => EmbeddedBroker.start({ port: 0, orAnotherPort: false }))

  describe.skipIf(mosquittoMissing)(`with mosquitto${mosquittoHint}`, () => {
    suite('mosquitto', () => Mosquitto.start())

    it.each([true, false])('F01 F25 over a restart of mosquitto with persistence %s it is resumed, or everything in flight returns', async persistent => {
      const broker = await Mosquitto.start({ persistent })
      undo.push(() => broker.stop())
      const node = await subscribed(broker, 1)
      broker.freeze()
      const id = node.client.publish('up', 'a', 2, false)
      await broker.kill()
      await eventually(() => node.listener.reasons.length === 2, 'the link is lost')
      await broker.resume()
      await node.accepted(2)
      expect(node.listener.resumed).toEqual([false, persistent])
      if (persistent) await eventually(() => node.listener.acknowledged.includes(id), 'PUBCOMP')
      else expect(node.listener.returned).toEqual([id])
    })
  })
})
