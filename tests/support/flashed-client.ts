import { type IPublishPacket, type Packet, parser as packetParser } from 'mqtt-packet'
import { applicationMembers } from '../../cli/node-scripts.ts'
import type { Bytes } from '../../drivers/hal/bytes.ts'
import { MemberNames } from '../../host-sim/espruino/member-names.ts'
import type { FlashedBench } from './flashed-bench.ts'

/** As `Client.publish`. */
type Publish = (topic: Bytes, payload: Bytes, qos: number, retain: boolean) => number

/** The MQTT client of a flashed node that runs, by the names that the build has given its members, and what it sends. */
export class FlashedClient {
  private readonly bench: FlashedBench
  private readonly names = new MemberNames(applicationMembers())
  private sent: Packet[] = []

  /** Before the node starts. */
  constructor(bench: FlashedBench) {
    this.bench = bench
    const connect = bench.network.connect.bind(bench.network)
    bench.network.connect = (...target) => {
      const socket = connect(...target)
      const write = socket.write.bind(socket)
      // A long packet is written in two pieces.
      const parser = packetParser({ protocolVersion: 4 }).on('packet', packet => { this.sent.push(packet) })
      socket.write = bytes => {
        parser.parse(Buffer.from(bytes, 'latin1'))
        return write(bytes)
      }
      return socket
    }
  }

  /** What the node would say if it had more to say than it has: alerts, several at once. */
  readonly publish: Publish = (...message) => {
    const client = this.client()
    return Reflect.apply(Reflect.get(client, this.names.in(client, 'publish')) as Publish, client, message)
  }

  /** From now on all that the node publishes at QoS 1 goes at QoS 2. */
  exactly(): void {
    const client = this.client()
    for (const member of ['publish', 'publishApart']) {
      const name = this.names.in(client, member)
      const publish = Reflect.get(client, name) as Publish
      Reflect.set(client, name, (topic: Bytes, payload: Bytes, qos: number, retain: boolean) => Reflect.apply(publish, client, [topic, payload, 2 * qos, retain]))
    }
  }

  /** Every packet sent since the last call, such as `publish 2 dup state` or `pubrel`. */
  take(): string[] {
    const packets = this.sent
    this.sent = []
    return packets.map(packet => packet.cmd === 'publish' ? FlashedClient.brief(packet) : packet.cmd)
  }

  private static brief({ qos, dup, topic }: IPublishPacket): string {
    return `publish ${qos}${dup ? ' dup' : ''} ${topic.split('/').slice(2).join('/')}`
  }

  private client(): object {
    const station = this.bench.node.global('station') as object
    return Reflect.get(station, this.names.in(station, 'client')) as object
  }
}
