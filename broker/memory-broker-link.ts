import type { Bytes } from '../drivers/hal/bytes.ts'
import type { Clock, Timer } from '../drivers/hal/clock.ts'
import type { Socket, SocketEvents } from '../drivers/hal/network.ts'
import type { BrokerMessage } from './broker-message.ts'
import { isUnacceptable } from './unacceptable.ts'
import { IncomingPackets, MALFORMED, TOO_LARGE } from './incoming-packets.ts'
import type { MemorySession } from './memory-session.ts'
import { packetBytes } from './packet-bytes.ts'
import { matchesFilter } from './topic-filter.ts'
import { wordBytes } from './word-bytes.ts'

/** The broker as a connection needs it; see `MemoryBroker` for the fields. */
export interface LinkedBroker {
  readonly clock: Clock
  readonly answer: number
  readonly acknowledges: boolean
  readonly completes: boolean
  readonly greeting: Bytes
  readonly packetLimit: number
  readonly retained: ReadonlyMap<string, Bytes>
  violations: number
  unacceptable: number
  rejects(message: BrokerMessage): boolean
  publish(message: BrokerMessage): void
  /** The client got through CONNECT; the link's session is set. True if it was there before. */
  enter(link: MemoryBrokerLink, clean: boolean): boolean
  leave(link: MemoryBrokerLink): void
}

/** One client's connection, as the broker sees it. */
export class MemoryBrokerLink implements SocketEvents {
  /** Empty until CONNECT. */
  client = ''
  private readonly broker: LinkedBroker
  private readonly socket: Socket
  /** Undefined until CONNECT. */
  session: MemorySession | undefined
  /** When something was sent that must end the link, ms; 0 for never. */
  spoiled = 0
  private readonly incoming = new IncomingPackets()
  private will: BrokerMessage | undefined
  private connected = false
  private closed = false
  private keepAlive = 0
  private heard = 0
  private timer: Timer

  constructor(broker: LinkedBroker, socket: Socket) {
    this.broker = broker
    this.socket = socket
  }

  onOpen(): void {
    this.heard = this.broker.clock.now()
  }

  onBytes(chunk: Bytes): void {
    this.heard = this.broker.clock.now()
    this.incoming.add(chunk)
    while (!this.closed && this.takePacket());
  }

  onClose(): void {
    if (this.closed) return
    this.closed = true
    this.broker.clock.cancel(this.timer)
    this.broker.leave(this)
    const will = this.will
    this.will = undefined
    if (will) this.broker.publish(will)
  }

  /** Ends the link without a goodbye from the client: its will is published. */
  drop(): void {
    this.socket.close()
    this.onClose()
  }

  /** A message that the client has subscribed to; `retained` marks one from the store. */
  send(message: BrokerMessage, qos: number, retained: boolean): void {
    const { topic, payload } = message
    if (qos === 0) this.write(0x30 | (retained ? 1 : 0), wordBytes(topic.length) + topic + payload)
    else {
      const entry = this.session?.enqueue(topic, payload, qos, retained, true)
      if (entry) this.write(entry.head, entry.body)
    }
  }

  /** A message, or what follows from one. */
  private write(head: number, body: Bytes): void {
    if (this.spoiled === 0 && isUnacceptable(head, body)) {
      this.spoiled = this.broker.clock.now()
      this.broker.unacceptable++
    }
    this.socket.write(packetBytes(head, body))
  }

  /** Bytes that no broker would send, and that must end the link. */
  spoil(bytes: Bytes): void {
    if (this.spoiled === 0) this.spoiled = this.broker.clock.now()
    this.socket.write(bytes)
  }

  /** Bytes that a broker may send at any time. */
  disturb(bytes: Bytes): void {
    this.socket.write(bytes)
  }

  /** False when no whole packet is waiting. */
  private takePacket(): boolean {
    const head = this.incoming.next(this.broker.packetLimit)
    if (head === TOO_LARGE) this.drop()
    if (head === MALFORMED) this.violate()
    if (head < 0) return false
    if (this.connected === (head === 0x10) || !this.handle(head)) this.violate()
    return true
  }

  private handle(head: number): boolean {
    switch (head >> 4) {
      case 1: return this.connect()
      case 3: return this.publish(head)
      case 4: return this.answered(head === 0x40 && this.session!.acknowledged(this.incoming.word()))
      case 5: return this.received(head)
      case 6: return this.release(head)
      case 7: return this.answered(head === 0x70 && this.session!.completed(this.incoming.word()))
      case 8: return head === 0x82 && this.subscribe()
      case 12: return this.answerTo(0xd0, '')
      case 14: return this.disconnect()
      default: return false
    }
  }

  private connect(): boolean {
    const known = this.incoming.text() === 'MQTT' && this.incoming.byte() === 4
    const flags = this.incoming.byte()
    this.keepAlive = 1500 * this.incoming.word()
    this.client = this.incoming.text()
    if (!known || (flags & 1) !== 0 || this.client === '') return false
    if (flags & 4) this.will = { topic: this.incoming.text(), payload: this.incoming.text(), qos: (flags >> 3) & 3, retain: (flags & 32) !== 0, client: this.client }
    if (flags & 128) this.incoming.text()
    if (flags & 64) this.incoming.text()
    if (!this.incoming.ended) return false
    const answer = this.broker.answer
    if (answer !== 0) {
      this.socket.write(packetBytes(0x20, String.fromCharCode(0, answer)))
      this.will = undefined
      this.drop()
      return true
    }
    this.connected = true
    const present = this.broker.enter(this, (flags & 2) !== 0)
    this.socket.write(packetBytes(0x20, String.fromCharCode(present ? 1 : 0, 0)))
    for (const { head, body } of this.session!.again()) this.write(head, body)
    if (this.broker.greeting) this.spoil(this.broker.greeting)
    if (this.keepAlive > 0) this.timer = this.broker.clock.after(this.keepAlive, MemoryBrokerLink.checkSilence, this)
    return true
  }

  private publish(head: number): boolean {
    const qos = (head >> 1) & 3
    const topic = this.incoming.text()
    const id = qos > 0 ? this.incoming.word() : 0
    if (qos === 3 || topic === '' || /[+#\0]/.test(topic) || (qos > 0 && !(id > 0))) return false
    const message: BrokerMessage = {
      topic, payload: this.incoming.rest(), qos, retain: (head & 1) === 1, client: this.client, session: this.session!.number, repeated: (head & 8) !== 0
    }
    if (this.broker.rejects(message)) {
      this.drop()
      return true
    }
    const unreleased = this.session!.unreleased
    const known = qos === 2 && unreleased.has(id)
    // [MQTT-2.3.1-2] a new message under a number in use
    if (known && !message.repeated) return false
    if (qos === 2) unreleased.add(id)
    if (!known) this.broker.publish(message)
    return qos === 0 || this.answerTo(qos === 1 ? 0x40 : 0x50, wordBytes(id))
  }

  private release(head: number): boolean {
    const id = this.incoming.word()
    this.session!.unreleased.delete(id)
    return head === 0x62 && (!this.broker.completes || this.answerTo(0x70, wordBytes(id)))
  }

  /** PUBREC. */
  private received(head: number): boolean {
    const id = this.incoming.word()
    if (head !== 0x50 || !this.session!.received(id)) return false
    this.socket.write(packetBytes(0x62, wordBytes(id)))
    return this.answered(true)
  }

  /** The two bytes of an acknowledgement have been read, and it was in its place. */
  private answered(fits: boolean): boolean {
    return fits && this.incoming.ended
  }

  private subscribe(): boolean {
    let granted = wordBytes(this.incoming.word())
    const added: string[] = []
    while (this.incoming.more) {
      const filter = this.incoming.text()
      const qos = this.incoming.byte()
      if (filter === '' || !(qos <= 2)) return false
      this.session!.subscribe(filter, qos)
      added.push(filter)
      granted += String.fromCharCode(qos)
    }
    if (added.length === 0) return false
    this.socket.write(packetBytes(0x90, granted))
    for (const [topic, payload] of this.broker.retained) {
      if (!added.some(filter => matchesFilter(filter, topic))) continue
      this.send({ topic, payload, qos: 1, retain: true, client: '' }, Math.min(1, this.session!.granted(topic)), true)
    }
    return true
  }

  private disconnect(): boolean {
    this.will = undefined
    this.drop()
    return true
  }

  private answerTo(head: number, body: Bytes): boolean {
    if (this.broker.acknowledges) this.socket.write(packetBytes(head, body))
    return true
  }

  private violate(): void {
    if (this.closed) return
    this.broker.violations++
    this.drop()
  }

  /** One timer a link, moved on lazily: one and a half times the keep-alive after the last byte. */
  private static checkSilence(link: MemoryBrokerLink): void {
    link.timer = undefined
    const left = link.heard + link.keepAlive - link.broker.clock.now()
    if (left <= 0) link.drop()
    else link.timer = link.broker.clock.after(left, MemoryBrokerLink.checkSilence, link)
  }
}
