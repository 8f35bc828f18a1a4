import mqtt from 'mqtt-packet'
import type { IPacket, Packet } from 'mqtt-packet'
import { beforeEach, describe, expect, it } from 'vitest'
import { MemoryNetwork } from '../../host-sim/board/memory-network.ts'
import { MemoryBroker } from '../../broker/memory-broker.ts'
import type { BrokerMessage } from '../../broker/broker-message.ts'
import { matchesFilter } from '../../broker/topic-filter.ts'
import { VirtualClock } from '../../host-sim/clock/virtual-clock.ts'

const clean = { protocolId: 'MQTT', protocolVersion: 4, clean: true } as const

let clock: VirtualClock
let broker: MemoryBroker
let network: MemoryNetwork
let seen: BrokerMessage[]

/** A client made of the independent codec. */
class RawClient {
  readonly packets: Packet[] = []
  closed = false
  private readonly parser = mqtt.parser()
  private readonly socket

  constructor() {
    this.parser.on('packet', (packet: Packet) => this.packets.push(packet))
    this.socket = network.connect('broker', 1883, {
      onOpen: () => undefined,
      onBytes: chunk => { this.parser.parse(Buffer.from(chunk, 'latin1')) },
      onClose: () => { this.closed = true }
    })
    clock.advance(10)
  }

  send(packet: Packet): Packet[] {
    return this.sendBytes(mqtt.generate(packet).toString('latin1'))
  }

  sendBytes(bytes: string): Packet[] {
    this.packets.splice(0)
    this.socket.write(bytes)
    clock.advance(10)
    return this.packets
  }

  /** Gone without a goodbye. */
  vanish(): void {
    this.socket.close()
    clock.advance(10)
  }
}

function connected(clientId: string, more: object = {}): RawClient {
  const client = new RawClient()
  expect(client.send({ cmd: 'connect', clientId, keepalive: 30, ...clean, ...more } as IPacket as Packet)).toMatchObject([{ cmd: 'connack', returnCode: 0, sessionPresent: false }])
  return client
}

const will = { topic: 'breva/a/status', payload: Buffer.from('offline'), qos: 1, retain: true }

beforeEach(() => {
  clock = new VirtualClock()
  seen = []
  broker = new MemoryBroker(clock, message => seen.push(message))
  network = new MemoryNetwork(clock, 1)
  network.serve(1883, broker)
})

describe('the broker in memory', () => {
  it('acknowledges messages by their quality of service', () => {
    const client = connected('one')
    expect(client.send({ cmd: 'publish', topic: 't', payload: 'zero', qos: 0, dup: false, retain: false })).toEqual([])
    expect(client.send({ cmd: 'publish', topic: 't', payload: 'one', qos: 1, messageId: 7, dup: false, retain: false })).toMatchObject([{ cmd: 'puback', messageId: 7 }])
    expect(client.send({ cmd: 'publish', topic: 't', payload: 'two', qos: 2, messageId: 8, dup: false, retain: false })).toMatchObject([{ cmd: 'pubrec', messageId: 8 }])
    expect(client.send({ cmd: 'publish', topic: 't', payload: 'two', qos: 2, messageId: 8, dup: true, retain: false })).toMatchObject([{ cmd: 'pubrec', messageId: 8 }])
    expect(client.send({ cmd: 'pubrel', messageId: 8 })).toMatchObject([{ cmd: 'pubcomp', messageId: 8 }])
    expect(seen.map(message => message.payload)).toEqual(['zero', 'one', 'two'])
  })

  it('keeps retained messages for later subscribers and forgets them with an empty one', () => {
    const client = connected('one')
    client.send({ cmd: 'publish', topic: 'a/b', payload: 'kept', qos: 0, dup: false, retain: true })
    const subscribe: Packet = { cmd: 'subscribe', messageId: 2, subscriptions: [{ topic: 'a/+', qos: 1 }, { topic: 'c', qos: 0 }] }
    expect(connected('two').send(subscribe)).toMatchObject([{ cmd: 'suback', granted: [1, 0] }, { cmd: 'publish', topic: 'a/b', retain: true, qos: 1 }])
    client.send({ cmd: 'publish', topic: 'a/b', payload: '', qos: 0, dup: false, retain: true })
    expect(connected('three').send(subscribe)).toMatchObject([{ cmd: 'suback' }])
  })

  it('passes messages on at the lower of both qualities, not marked as retained', () => {
    const subscriber = connected('two')
    subscriber.send({ cmd: 'subscribe', messageId: 2, subscriptions: [{ topic: '#', qos: 1 }] })
    subscriber.packets.splice(0)
    connected('one').send({ cmd: 'publish', topic: 'a', payload: 'x', qos: 1, messageId: 1, dup: false, retain: true })
    clock.advance(10)
    expect(subscriber.packets).toMatchObject([{ cmd: 'publish', topic: 'a', qos: 1, retain: false }])
  })

  it('publishes the will of a client that vanishes and not of one that says goodbye', () => {
    connected('one', { will }).vanish()
    expect(seen).toMatchObject([{ topic: 'breva/a/status', payload: 'offline', qos: 1, retain: true }])
    const polite = connected('two', { will })
    polite.send({ cmd: 'disconnect' })
    expect(polite.closed).toBe(true)
    expect(seen).toHaveLength(1)
    expect(broker.clients()).toEqual([])
  })

  it('publishes the will after one and a half times the keep-alive of silence', () => {
    const client = connected('one', { will })
    clock.advance(30_000)
    expect(client.send({ cmd: 'pingreq' })).toMatchObject([{ cmd: 'pingresp' }])
    clock.advance(44_000)
    expect(seen).toHaveLength(0)
    clock.advance(2_000)
    expect(seen).toHaveLength(1)
    expect(client.closed).toBe(true)
  })

  it('turns out the older of two clients of one name', () => {
    const first = connected('one', { will })
    connected('one')
    clock.advance(10)
    expect(first.closed).toBe(true)
    expect(seen).toHaveLength(1)
    expect(broker.clients()).toEqual(['one'])
  })

  it('refuses with the code it is told to', () => {
    broker.answer = 5
    const client = new RawClient()
    expect(client.send({ cmd: 'connect', clientId: 'one', keepalive: 30, ...clean, will } as IPacket as Packet)).toMatchObject([{ cmd: 'connack', returnCode: 5 }])
    expect(client.closed).toBe(true)
    expect(seen).toEqual([])
    expect(broker.connections).toBe(0)
  })

  it('can leave acknowledgements out', () => {
    const client = connected('one')
    broker.acknowledges = false
    expect(client.send({ cmd: 'publish', topic: 't', payload: 'x', qos: 1, messageId: 7, dup: false, retain: false })).toEqual([])
    expect(client.send({ cmd: 'pingreq' })).toEqual([])
  })

  it('reads packets byte by byte and several at once', () => {
    const client = connected('one')
    const bytes = mqtt.generate({ cmd: 'publish', topic: 't', payload: 'y'.repeat(300), qos: 0, dup: false, retain: false }).toString('latin1')
    for (const byte of bytes) client.sendBytes(byte)
    client.sendBytes(bytes + bytes)
    expect(seen.map(message => message.payload.length)).toEqual([300, 300, 300])
  })

  it.each([
    ['a length of five bytes', '\x30\xff\xff\xff\xff\x01'],
    ['a second CONNECT', mqtt.generate({ cmd: 'connect', clientId: 'one', keepalive: 30, ...clean }).toString('latin1')],
    ['a topic that is longer than the packet', '\x30\x03\x00\x09a'],
    ['quality of service 3', '\x36\x05\x00\x01a\x00\x01'],
    ['a topic with a wildcard', '\x30\x04\x00\x02a#'],
    ['a type that only servers send', '\x20\x02\x00\x00'],
    ['an empty subscription', '\x82\x02\x00\x01']
  ])('ends the link and publishes the will on %s', (_what, bytes) => {
    const client = connected('one', { will })
    client.sendBytes(bytes)
    expect(client.closed).toBe(true)
    expect(broker.violations).toBe(1)
    expect(seen).toMatchObject([{ payload: 'offline' }])
  })

  it('ends a link whose first packet is no CONNECT', () => {
    const client = new RawClient()
    client.send({ cmd: 'pingreq' })
    expect(client.closed).toBe(true)
  })
})

describe('what the broker in memory keeps of a client', () => {
  const subscribe: Packet = { cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: 'c/#', qos: 2 }] }
  const command = (payload: string, qos: number): void => broker.publish({ topic: 'c/x', payload, qos, retain: false, client: '' })

  /** Connects without a clean session; what came with the CONNACK. */
  function kept(present: boolean): { client: RawClient, packets: Packet[] } {
    const client = new RawClient()
    const packets = client.send({ cmd: 'connect', clientId: 'one', keepalive: 30, ...clean, clean: false } as IPacket as Packet).slice()
    expect(packets.shift()).toMatchObject({ cmd: 'connack', returnCode: 0, sessionPresent: present })
    return { client, packets }
  }

  it('is its subscriptions and what came for it meanwhile, but for messages of QoS 0, in order and under the same numbers', () => {
    const first = kept(false).client
    expect(first.send(subscribe)).toMatchObject([{ cmd: 'suback', granted: [2] }])
    first.packets.splice(0)
    command('before', 1)
    clock.advance(10)
    expect(first.packets).toMatchObject([{ cmd: 'publish', payload: Buffer.from('before'), qos: 1, dup: false, messageId: 1 }])
    first.vanish()
    command('zero', 0)
    command('one', 1)
    command('two', 2)
    const { client, packets } = kept(true)
    expect(packets.map(packet => packet.cmd === 'publish' ? [`${packet.payload}`, packet.qos, packet.dup, packet.messageId] : packet.cmd)).toEqual([
      ['before', 1, true, 1], ['one', 1, false, 2], ['two', 2, false, 3]
    ])
    client.send({ cmd: 'puback', messageId: 1 })
    client.send({ cmd: 'puback', messageId: 2 })
    expect(client.send({ cmd: 'pubrec', messageId: 3 })).toMatchObject([{ cmd: 'pubrel', messageId: 3 }])
    client.vanish()
    const again = kept(true)
    expect(again.packets).toMatchObject([{ cmd: 'pubrel', messageId: 3 }])
    again.client.send({ cmd: 'pubcomp', messageId: 3 })
    again.client.vanish()
    expect(kept(true).packets).toEqual([])
    expect(broker.violations).toBe(0)
  })

  it('is gone with a clean connection, and when the broker forgets', () => {
    kept(false).client.vanish()
    connected('one').vanish()
    kept(false).client.vanish()
    kept(true).client.vanish()
    broker.forget()
    kept(false)
  })

  it('lets a message of QoS 2 pass once, over however many connections it is repeated until its release', () => {
    const message: Packet = { cmd: 'publish', topic: 't', payload: 'x', qos: 2, messageId: 9, dup: false, retain: false }
    const first = kept(false).client
    first.send(message)
    first.vanish()
    const { client } = kept(true)
    expect(client.send({ ...message, dup: true })).toMatchObject([{ cmd: 'pubrec', messageId: 9 }])
    expect(seen).toHaveLength(1)
    client.send({ cmd: 'pubrel', messageId: 9 })
    client.send(message)
    expect(seen.map(({ session, repeated }) => [session, repeated])).toEqual([[1, false], [1, false]])
  })

  it.each<[string, Packet[]]>([
    ['a PUBACK for a message of QoS 2', [{ cmd: 'puback', messageId: 1 }]],
    ['a PUBCOMP before the PUBREC', [{ cmd: 'pubcomp', messageId: 1 }]],
    ['a new message under the number of one that is not released', [
      { cmd: 'publish', topic: 't', payload: 'x', qos: 2, messageId: 9, dup: false, retain: false },
      { cmd: 'publish', topic: 't', payload: 'y', qos: 2, messageId: 9, dup: false, retain: false }
    ]]
  ])('does not allow %s', (_what, packets) => {
    const client = kept(false).client
    client.send(subscribe)
    command('two', 2)
    clock.advance(10)
    for (const packet of packets) client.send(packet)
    expect([client.closed, broker.violations]).toEqual([true, 1])
  })

  it('ends the link on a message that it rejects, unpublished', () => {
    broker.rejects = message => message.payload === 'bad'
    const client = kept(false).client
    client.send({ cmd: 'publish', topic: 't', payload: 'good', qos: 1, messageId: 1, dup: false, retain: false })
    client.send({ cmd: 'publish', topic: 't', payload: 'bad', qos: 1, messageId: 2, dup: false, retain: false })
    expect([client.closed, broker.violations, seen.length]).toEqual([true, 0, 1])
  })

  it('knows since when a link should have ended', () => {
    expect(broker.spoiledAt()).toBe(Infinity)
    broker.greeting = '\x20\x02\0\0'
    const { packets } = kept(false)
    expect(packets).toMatchObject([{ cmd: 'connack' }])
    expect(broker.spoiledAt()).toBeLessThan(clock.now())
  })
})

describe('a topic filter', () => {
  it.each([
    ['a/b', 'a/b', true], ['a/b', 'a/c', false], ['a/+', 'a/b', true], ['a/+', 'a', false], ['a/+', 'a/b/c', false],
    ['a/#', 'a', true], ['a/#', 'a/b/c', true], ['#', 'a/b', true], ['+/+', '/b', true], ['#', '$SYS/x', false],
    ['$SYS/#', '$SYS/x', true], ['a/b', 'a/b/c', false]
  ])('%s against %s: %s', (filter, topic, expected) => {
    expect(matchesFilter(filter, topic)).toBe(expected)
  })
})
