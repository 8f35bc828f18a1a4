import { generate, parser, type IPublishPacket, type Packet } from 'mqtt-packet'
import type { Bytes } from '../../drivers/hal/bytes.ts'
import type { FakeConnection, FakeNetwork } from './fake-network.ts'

type Command = Packet['cmd']

/** The bytes of a packet as the device's strings hold them. */
export function encode(packet: Packet): Bytes {
  return generate(packet).toString('latin1')
}

/** Every packet in those bytes. */
export function decode(bytes: Bytes): Packet[] {
  const packets: Packet[] = []
  const stream = parser({ protocolVersion: 4 })
  stream.on('packet', packet => { packets.push(packet) })
  stream.on('error', error => { throw error })
  stream.parse(Buffer.from(bytes, 'latin1'))
  return packets
}

/** What a broker stores for its one client. */
class BrokerSession {
  /** Ids of QoS 2 messages that were received and not released. */
  readonly unreleased = new Set<number>()
  /** Messages to the client that it has not acknowledged, by id: the PUBLISH, or after the PUBREC its PUBREL. */
  readonly outgoing = new Map<number, Packet>()
}

/**
 * A broker that does what the test says. Its codec is mqtt-packet's, so that a misreading of ours does not cancel out.
 * What it would answer can be dropped, held until released, or delayed, by the type of the answer. It keeps the session of a client that asks for it.
 */
export class ScriptedBroker {
  /** Everything received, over all connections. */
  readonly received: Packet[] = []
  /** Packets received on each connection. */
  readonly links: Packet[][] = []
  readonly drop = new Set<Command>()
  readonly hold = new Set<Command>()
  readonly delay = new Map<Command, number>()
  /** For CONNACK. */
  returnCode = 0
  /** For SUBACK, instead of the QoS asked for. */
  granted: number[] | undefined
  /** ms after its CONNACK in which a connection is dropped. */
  dropAfter = Infinity
  /** QoS of what `deliver` was given, by payload. */
  readonly offered = new Map<string, number>()
  /** Application messages as subscribers would get them: those of QoS 2 once each. */
  readonly delivered: IPublishPacket[] = []
  /** Called for each packet in either direction, once received or before it is sent; false loses it, together with its connection. */
  passes: (packet: Packet) => boolean = () => true
  private session = new BrokerSession()
  private kept = false
  private nextId = 0
  private readonly network: FakeNetwork
  private readonly held: { connection: FakeConnection, packet: Packet }[] = []

  constructor(network: FakeNetwork) {
    this.network = network
    network.onConnection = connection => { this.serve(connection) }
  }

  /** Sends what was held, oldest first. */
  release(command: Command): void {
    this.hold.delete(command)
    for (const { connection, packet } of this.held.splice(0)) {
      if (packet.cmd === command) connection.send(encode(packet))
      else this.held.push({ connection, packet })
    }
  }

  /** A packet to the node, on the newest connection. */
  send(packet: Packet): void {
    this.network.last.send(encode(packet))
  }

  /** A message to the node, kept until it is acknowledged; the node need not have subscribed. */
  deliver(topic: string, payload: string, qos: 1 | 2): void {
    this.nextId = this.nextId % 65535 + 1
    this.offered.set(payload, qos)
    const packet: Packet = { cmd: 'publish', topic, payload, qos, messageId: this.nextId, dup: false, retain: false }
    this.session.outgoing.set(this.nextId, packet)
    const last = this.network.connections.at(-1)
    if (last && !last.closed && this.links.at(-1)?.length) this.reply(last, packet)
  }

  /** Messages given to `deliver` that the node has not acknowledged. */
  get undelivered(): number {
    return this.session.outgoing.size
  }

  /** Loses what it keeps for its client. */
  forget(): void {
    this.kept = false
    this.session = new BrokerSession()
  }

  /** Received packets of one type. */
  of<C extends Command>(command: C): Extract<Packet, { cmd: C }>[] {
    return this.received.filter((packet): packet is Extract<Packet, { cmd: C }> => packet.cmd === command)
  }

  private serve(connection: FakeConnection): void {
    const stream = parser({ protocolVersion: 4 })
    const link: Packet[] = []
    this.links.push(link)
    stream.on('packet', packet => {
      this.received.push(packet)
      link.push(packet)
      if (!this.allows(connection, packet)) return
      this.answer(connection, packet)
    })
    stream.on('error', error => { throw error })
    connection.onBytes = bytes => { stream.parse(Buffer.from(bytes, 'latin1')) }
  }

  private allows(connection: FakeConnection, packet: Packet): boolean {
    if (connection.closed) return false
    if (this.passes(packet)) return true
    connection.finish()
    return false
  }

  private answer(connection: FakeConnection, packet: Packet): void {
    const id = Number(packet.messageId)
    if (packet.cmd === 'connect') {
      const present = this.kept && !packet.clean
      if (!present) this.forget()
      this.kept = !packet.clean
      this.reply(connection, { cmd: 'connack', sessionPresent: present && this.returnCode === 0, returnCode: this.returnCode })
      if (this.returnCode !== 0) this.network.later(1, () => { connection.reset() })
      if (this.dropAfter < Infinity) this.network.clock.after(this.dropAfter, () => { connection.reset() }, undefined)
      for (const waiting of this.session.outgoing.values()) {
        this.reply(connection, waiting.cmd === 'publish' ? { ...waiting, dup: true } : waiting)
      }
    } else if (packet.cmd === 'publish') {
      if (!this.session.unreleased.has(id)) this.delivered.push(packet)
      if (packet.qos === 2) this.session.unreleased.add(id)
      if (packet.qos > 0) this.reply(connection, { cmd: packet.qos === 1 ? 'puback' : 'pubrec', messageId: id })
    } else if (packet.cmd === 'pubrel') {
      this.session.unreleased.delete(id)
      this.reply(connection, { cmd: 'pubcomp', messageId: id })
    } else if (packet.cmd === 'pubrec') {
      const release: Packet = { cmd: 'pubrel', messageId: id }
      if (this.session.outgoing.has(id)) this.session.outgoing.set(id, release)
      this.reply(connection, release)
    } else if (packet.cmd === 'puback' || packet.cmd === 'pubcomp') {
      this.session.outgoing.delete(id)
    } else if (packet.cmd === 'subscribe') {
      const granted = this.granted ?? packet.subscriptions.map(({ qos }) => qos)
      this.reply(connection, { cmd: 'suback', messageId: id, granted })
    } else if (packet.cmd === 'unsubscribe') {
      this.reply(connection, { cmd: 'unsuback', messageId: id, granted: [] })
    } else if (packet.cmd === 'pingreq') {
      this.reply(connection, { cmd: 'pingresp' })
    } else if (packet.cmd === 'disconnect') {
      connection.reset()
    }
  }

  private reply(connection: FakeConnection, packet: Packet): void {
    if (this.drop.has(packet.cmd)) return
    if (this.hold.has(packet.cmd)) {
      this.held.push({ connection, packet })
      return
    }
    this.network.later(this.delay.get(packet.cmd) ?? 0, () => { if (this.allows(connection, packet)) connection.send(encode(packet)) })
  }
}
