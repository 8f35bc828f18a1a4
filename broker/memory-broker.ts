/**
 * A small MQTT 3.1.1 broker in the time of an injected clock, for whole nodes in virtual time: births, wills, retained
 * messages, QoS 0 to 2 both ways, clean sessions and kept ones. Real brokers are aedes and mosquitto.
 */
import type { Bytes } from '../drivers/hal/bytes.ts'
import type { Clock } from '../drivers/hal/clock.ts'
import type { Socket, SocketEvents } from '../drivers/hal/network.ts'
import type { BrokerMessage } from './broker-message.ts'
import { type LinkedBroker, MemoryBrokerLink } from './memory-broker-link.ts'
import { MemorySession } from './memory-session.ts'

/** Sees every application message, wills included. */
export type BrokerListener = (message: BrokerMessage) => void

export class MemoryBroker implements LinkedBroker {
  readonly clock: Clock
  /** The code of every CONNACK: 0, or 1-5 to refuse. */
  answer = 0
  /** False: PUBACK, PUBREC and PINGRESP are left out, as by a broker that hangs. */
  acknowledges = true
  /** False: PUBCOMP is left out. */
  completes = true
  /** What is sent behind every CONNACK and must end the link; empty for nothing. */
  greeting: Bytes = ''
  /** Bytes of the largest packet that a client may send: a larger one ends its link, as mosquitto's `max_packet_size` does. */
  packetLimit = Infinity
  /** Links on which something was sent that no client may take. */
  unacceptable = 0
  /** Whether a message of a client ends its link, unpublished and unacknowledged. */
  rejects: (message: BrokerMessage) => boolean = () => false
  /** Retained payloads by topic. */
  readonly retained = new Map<string, Bytes>()
  /** CONNECT packets that were accepted. */
  connections = 0
  /** Links ended because of what the client sent. */
  violations = 0
  private readonly links = new Map<string, MemoryBrokerLink>()
  private readonly sessions = new Map<string, MemorySession>()
  private sessionsMade = 0
  private readonly listener: BrokerListener

  constructor(clock: Clock, listener: BrokerListener) {
    this.clock = clock
    this.listener = listener
  }

  accept(socket: Socket): SocketEvents {
    return new MemoryBrokerLink(this, socket)
  }

  /** Client ids that are connected now. */
  clients(): string[] {
    return [...this.links.keys()]
  }

  /** To every subscriber, and to the store when `retain` is set. */
  publish(message: BrokerMessage): void {
    if (message.retain && message.payload === '') this.retained.delete(message.topic)
    else if (message.retain) this.retained.set(message.topic, message.payload)
    this.listener(message)
    for (const [client, session] of this.sessions) {
      const qos = Math.min(session.granted(message.topic), message.qos)
      if (qos < 0) continue
      const link = this.links.get(client)
      if (link) link.send(message, qos, false)
      else if (qos > 0) session.enqueue(message.topic, message.payload, qos, false, false)
    }
  }

  /** What it knows of a client. */
  sessionOf(client: string): MemorySession | undefined {
    return this.sessions.get(client)
  }

  /** Sends every client what must end its link. */
  spoil(bytes: Bytes): void {
    for (const link of this.links.values()) link.spoil(bytes)
  }

  /** Sends every client what it did not ask for. */
  disturb(bytes: Bytes): void {
    for (const link of this.links.values()) link.disturb(bytes)
  }

  /** The earliest moment at which something was sent that must end its link, ms, of the links that last; Infinity for none. */
  spoiledAt(): number {
    let at = Infinity
    for (const link of this.links.values()) if (link.spoiled > 0) at = Math.min(at, link.spoiled)
    return at
  }

  /** Everything that was kept is gone. Nobody is connected. */
  forget(): void {
    this.retained.clear()
    this.sessions.clear()
  }

  /** A client got through CONNECT; one of the same name is turned out. True if its session is present. */
  enter(link: MemoryBrokerLink, clean: boolean): boolean {
    const client = link.client
    this.links.get(client)?.drop()
    this.connections++
    this.links.set(client, link)
    const known = this.sessions.get(client)
    const present = known !== undefined && !clean && !known.clean
    link.session = present ? known : new MemorySession(++this.sessionsMade, clean)
    this.sessions.set(client, link.session)
    return present
  }

  leave(link: MemoryBrokerLink): void {
    if (this.links.get(link.client) !== link) return
    this.links.delete(link.client)
    if (link.session?.clean) this.sessions.delete(link.client)
  }
}
