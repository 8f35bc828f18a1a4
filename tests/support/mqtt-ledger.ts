import type { IPublishPacket, ISubackPacket, Packet } from 'mqtt-packet'
import { MAX_HELD } from '../../firmware/mqtt/in-flight.ts'
import { SOFT_LIMIT } from '../../firmware/mqtt/packet-stream.ts'

type Acknowledgement = 'puback' | 'pubrec' | 'pubcomp' | 'suback' | 'unsuback'

const latin1 = (bytes: string | Buffer): string => Buffer.from(bytes).toString('latin1')

/**
 * What a session must make of a server's packets, told from mqtt-packet's fields: the second opinion in comparisons.
 * It knows what was published and subscribed, and says what is to be told and answered.
 */
export class MqttLedger {
  connected = false
  /** Which answer is awaited for each of our packet ids in use, in the order of what it would be sent again in. */
  readonly awaited = new Map<number, Acknowledgement>()
  /** Filters of our SUBSCRIBE without an answer, or 0. */
  filters = 0
  /** Ids of the server's QoS 2 messages that it has not released. */
  readonly held = new Set<number>()
  /** As a `RecordingListener` writes them. */
  readonly events: string[] = []
  readonly answers: Packet[] = []
  /** Acknowledgements and releases of nothing. */
  strays = 0

  /** Ids of our messages without an answer. */
  get inFlight(): number[] {
    return [...this.awaited].filter(([, answer]) => answer !== 'suback' && answer !== 'unsuback').map(([id]) => id)
  }

  /** One packet of the server, of that remaining length; false when it must end the session. */
  take(packet: Packet, length: number): boolean {
    if (!this.connected) {
      this.connected = packet.cmd === 'connack' && length === 2 && !packet.sessionPresent && packet.returnCode === 0
      if (this.connected) this.events.push('connected')
      return this.connected
    }
    switch (packet.cmd) {
      case 'publish':
        return this.takeMessage(packet, length)
      case 'suback':
        return this.takeCodes(packet, length)
      case 'puback':
      case 'pubrec':
      case 'pubrel':
      case 'pubcomp':
      case 'unsuback':
        return length === 2 && this.takeAnswer(packet.cmd, packet.messageId ?? 0)
      case 'pingresp':
        if (length === 0) this.strays++
        return length === 0
      default:
        return false
    }
  }

  private takeMessage(packet: IPublishPacket, length: number): boolean {
    const id = packet.messageId ?? 0
    const drained = length > SOFT_LIMIT
    // mqtt-packet reads an id behind the end of its packet.
    if (packet.qos > 0 && (id < 1 || length < Buffer.byteLength(packet.topic) + 4)) return false
    if (packet.dup && packet.qos === 0) return false
    // An ill-formed topic has been decoded with the character that stands for what is none.
    if (!drained && (packet.topic === '' || /[\0+#\ufffd]/.test(packet.topic))) return false
    const repeated = packet.qos === 2 && this.held.has(id)
    if (packet.qos === 2) this.held.add(id)
    if (this.held.size > MAX_HELD) return false
    if (packet.qos > 0) this.answers.push({ cmd: packet.qos > 1 ? 'pubrec' : 'puback', messageId: id })
    if (!drained && !repeated) this.events.push(`message ${latin1(packet.topic)}=${latin1(packet.payload)}${packet.retain ? ' retained' : ''}`)
    return true
  }

  private takeAnswer(cmd: 'puback' | 'pubrec' | 'pubrel' | 'pubcomp' | 'unsuback', id: number): boolean {
    if (id < 1) return false
    if (cmd === 'pubrel') this.answers.push({ cmd: 'pubcomp', messageId: id })
    if (cmd === 'pubrec') this.answers.push({ cmd: 'pubrel', messageId: id })
    if (cmd === 'pubrel' ? !this.held.delete(id) : this.awaited.get(id) !== cmd) {
      this.strays++
    } else if (cmd !== 'pubrel') {
      this.awaited.delete(id)
      // Behind all others: PUBRELs are repeated in the order of the PUBRECs.
      if (cmd === 'pubrec') this.awaited.set(id, 'pubcomp')
      else this.events.push(`acknowledged ${id}`)
    }
    return true
  }

  private takeCodes(packet: ISubackPacket, length: number): boolean {
    const id = packet.messageId ?? 0
    if (length < 3 || length > 127 || id < 1) return false
    if (this.awaited.get(id) !== 'suback') {
      this.strays++
      return true
    }
    const granted = Buffer.from(packet.granted as number[])
    if (granted.length !== this.filters) return false
    this.awaited.delete(id)
    this.filters = 0
    this.events.push(`subscribed ${id}: ${granted.toString('hex')}`)
    return true
  }
}
