import { connect, type MqttClient } from 'mqtt'
import { afterEach, describe, expect, it } from 'vitest'
import { Client } from '../../../firmware/mqtt/client.ts'
import { TcpNetwork } from '../../../host-sim/board/tcp-network.ts'
import { EmbeddedBroker } from '../../../host-sim/broker/embedded-broker.ts'
import { RealClock } from '../../../host-sim/clock/real-clock.ts'
import { eventually } from '../../support/eventually.ts'
import { Mosquitto, mosquittoHint, mosquittoMissing } from '../../support/mosquitto.ts'
import { LINK_SETTINGS, RecordingListener } from '../../support/mqtt-link.ts'

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

  constructor(port: number) {
    const clock = new RealClock()
    const settings = { ...LINK_SETTINGS, clientId: 'brevakept', host: '127.0.0.1', port, cleanSession: false, willTopic: 'kept/status' }
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

  get payloads(): string[] {
    return this.listener.messages.map(({ payload }) => payload)
  }
}

/** Someone else at the broker, by another implementation. */
async function other(port: number, heard: string[]): Promise<MqttClient> {
  const client = connect({ host: '127.0.0.1', port, protocolVersion: 4, clientId: 'other', clean: false, reconnectPeriod: 100 })
  undo.push(() => client.endAsync(true))
  client.on('message', (_topic, payload) => heard.push(String(payload)))
  client.on('error', () => { /* it reconnects */ })
  await new Promise(resolve => client.once('connect', resolve))
  await client.subscribeAsync('up', { qos: 2 })
  return client
}

/** `letters`: what is sent at once each way. */
function suite(name: string, letters: string[], start: () => Promise<Broker>): void {
  it(`[MQTT-4.3.3-1] [MQTT-4.3.3-2] with ${name} QoS 2 passes both ways, once`, async () => {
    const broker = await start()
    undo.push(() => broker.stop())
    const heard: string[] = []
    const peer = await other(broker.port, heard)
    const node = await new Node(broker.port).connect()
    node.client.subscribe(['down'], 2)
    await eventually(() => node.listener.events.some(event => event.startsWith('subscribed')), 'SUBACK')
    const ids = letters.map(payload => node.client.publish('up', payload, 2, false))
    await eventually(() => node.listener.acknowledged.length === letters.length && heard.length === letters.length, 'all up')
    for (const payload of letters) peer.publish('down', payload, { qos: 2 })
    await eventually(() => node.payloads.length === letters.length, 'all down', 8000)
    expect([node.listener.acknowledged, heard, node.payloads]).toEqual([ids, letters, letters])
  })

  it(`F25 [MQTT-3.1.2-4] [MQTT-4.4.0-1] with ${name} a lost link is resumed: no second subscription, what was sent goes through once, and what waited comes`, async () => {
    const broker = await start()
    undo.push(() => broker.stop())
    const heard: string[] = []
    const peer = await other(broker.port, heard)
    const node = await new Node(broker.port).connect()
    node.client.subscribe(['down'], 2)
    await eventually(() => node.listener.events.some(event => event.startsWith('subscribed')), 'SUBACK')
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
  })
}

describe('a kept session', () => {
  suite('aedes', ['a'], () => EmbeddedBroker.start({ port: 0, orAnotherPort: false }))

  describe.skipIf(mosquittoMissing)(`with mosquitto${mosquittoHint}`, () => {
    suite('mosquitto', ['a', 'b', 'c'], () => Mosquitto.start())

    it.each([true, false])('F01 F25 over a restart of mosquitto with persistence %s it is resumed, or everything in flight returns', async persistent => {
      const broker = await Mosquitto.start({ persistent })
      undo.push(() => broker.stop())
      const node = await new Node(broker.port).connect()
      node.client.subscribe(['down'], 1)
      await eventually(() => node.listener.events.some(event => event.startsWith('subscribed')), 'SUBACK')
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
