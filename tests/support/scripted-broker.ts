import { generate, parser, type Packet } from 'mqtt-packet'
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

/**
 * A broker that does what the test says. Its codec is mqtt-packet's, so that a misreading of ours does not cancel out.
 * What it would answer can be dropped, held until released, or delayed, by the type of the answer.
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
      this.answer(connection, packet)
    })
    stream.on('error', error => { throw error })
    connection.onBytes = bytes => { stream.parse(Buffer.from(bytes, 'latin1')) }
  }

  private answer(connection: FakeConnection, packet: Packet): void {
    if (packet.cmd === 'connect') {
      this.reply(connection, { cmd: 'connack', sessionPresent: false, returnCode: this.returnCode })
      if (this.returnCode !== 0) this.network.clock.after(1, () => { connection.reset() }, undefined)
      if (this.dropAfter < Infinity) this.network.clock.after(this.dropAfter, () => { connection.reset() }, undefined)
    } else if (packet.cmd === 'publish' && packet.qos === 1) {
      this.reply(connection, { cmd: 'puback', messageId: Number(packet.messageId) })
    } else if (packet.cmd === 'subscribe') {
      const granted = this.granted ?? packet.subscriptions.map(({ qos }) => qos)
      this.reply(connection, { cmd: 'suback', messageId: Number(packet.messageId), granted })
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
    this.network.clock.after(this.delay.get(packet.cmd) ?? 0, () => { connection.send(encode(packet)) }, undefined)
  }
}
