import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Client } from '../../../firmware/mqtt/client.ts'
import { CLOSED_BY_PEER } from '../../../firmware/mqtt/disconnect-reason.ts'
import { TcpNetwork } from '../../../host-sim/board/tcp-network.ts'
import { EmbeddedBroker } from '../../../broker/embedded-broker.ts'
import { RealClock } from '../../../host-sim/clock/real-clock.ts'
import { Random } from '../../../host-sim/random.ts'
import { eventually } from '../../../bench/peers/eventually.ts'
import { LINK_SETTINGS, RecordingListener } from '../../support/mqtt-link.ts'

/** The client over real sockets. */
class Link {
  readonly network = new TcpNetwork()
  readonly listener = new RecordingListener()
  readonly clock = new RealClock()
  readonly client: Client

  constructor(clientId: string, port: number) {
    const random = new Random(1)
    const settings = { ...LINK_SETTINGS, clientId, host: '127.0.0.1', port, willTopic: `${clientId}/status` }
    this.client = new Client(this.network, this.clock, () => random.next(), settings, this.listener)
  }

  get messages(): string[] {
    return this.listener.messages.map(({ topic, payload, retained }) => `${topic}=${payload}${retained ? ' retained' : ''}`)
  }

  async connect(): Promise<this> {
    this.client.start()
    await eventually(() => this.client.connected, 'CONNACK')
    return this
  }

  async subscribe(filter: string): Promise<void> {
    const before = this.listener.events.length
    this.client.subscribe([filter], 1)
    await eventually(() => this.listener.events.slice(before).some(event => event.startsWith('subscribed')), 'SUBACK')
  }

  async publish(topic: string, payload: string, retain: boolean): Promise<void> {
    const id = this.client.publish(topic, payload, 1, retain)
    await eventually(() => this.listener.acknowledged.includes(id), 'PUBACK')
  }

  /** Waits until everything published so far has come. */
  async received(): Promise<string[]> {
    await this.publish('marker', '', false)
    await eventually(() => this.messages.includes('marker='), 'the marker')
    return this.messages.filter(message => message !== 'marker=')
  }
}

describe('with aedes over TCP, a client', () => {
  let broker: EmbeddedBroker
  let links: Link[]
  const link = (clientId: string): Promise<Link> => {
    links.push(new Link(clientId, broker.port))
    return links[links.length - 1].connect()
  }

  beforeEach(async () => {
    links = []
    broker = await EmbeddedBroker.start({ port: 0, orAnotherPort: false })
  })

  afterEach(async () => {
    for (const { client, clock } of links) {
      client.stop()
      clock.stop()
    }
    await broker.stop()
  })

  it('[MQTT-3.1.2-8] [MQTT-3.1.2-17] has its will published, and retained, when its link breaks', async () => {
    const watcher = await link('watcher')
    await watcher.subscribe('node/status')
    const node = await link('node')
    node.network.inject('loss', true)
    await eventually(() => watcher.messages.length > 0, 'the will')
    const later = await link('later')
    await later.subscribe('#')
    expect([watcher.messages, await later.received()]).toEqual([['node/status=offline'], ['node/status=offline retained']])
  })

  it('[MQTT-3.14.4-3] has no will published after its DISCONNECT', async () => {
    const watcher = await link('watcher')
    await watcher.subscribe('#')
    const node = await link('node')
    node.client.stop()
    await eventually(() => node.listener.reasons.length > 0, 'the end of the link')
    expect(await watcher.received()).toEqual([])
  })

  it('[MQTT-3.1.4-2] is thrown off by another of its id, and bears it as the end of a link', async () => {
    const first = await link('node')
    first.listener.on.disconnected = () => { first.client.stop() }
    await link('node')
    await eventually(() => first.listener.reasons.length > 0, 'the end of the first link')
    expect(first.listener.reasons).toEqual([CLOSED_BY_PEER])
  })

  it('[MQTT-3.3.1-8] [MQTT-3.3.1-9] is told by RETAIN what was stored and what is fresh', async () => {
    const node = await link('node')
    await node.publish('a', 'stored', true)
    await node.subscribe('#')
    await node.publish('a', 'fresh', true)
    await node.publish('b', 'plain', false)
    expect(await node.received()).toEqual(['a=stored retained', 'a=fresh', 'b=plain'])
  })

  it('[MQTT-3.3.1-10] [MQTT-3.3.1-11] clears what is retained by an empty message, which is delivered and not stored', async () => {
    const node = await link('node')
    await node.publish('a', 'stored', true)
    await node.subscribe('#')
    await node.publish('a', '', true)
    const later = await link('later')
    await later.subscribe('#')
    expect([await later.received(), node.messages.slice(0, 2)]).toEqual([[], ['a=stored retained', 'a=']])
  })

  it('[MQTT-7.1.2-1] [MQTT-7.0.0-2] sends and receives two thousand messages in order, each once, over plain TCP and MQTT 3.1.1', async () => {
    const node = await link('node')
    await node.subscribe('n')
    let sent = 0
    const send = (): void => {
      while (sent < 2000 && node.client.publish('n', String(sent), 1, false) > 0) sent++
    }
    node.listener.on.acknowledged = send
    send()
    await eventually(() => node.messages.length >= 2000, 'two thousand messages')
    expect(node.messages).toEqual(Array.from({ length: 2000 }, (_, n) => `n=${n}`))
  })
})
