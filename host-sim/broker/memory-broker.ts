/**
 * A small MQTT 3.1.1 broker in the time of an injected clock, for whole nodes in virtual time: births, wills, retained
 * messages, QoS 0 and 1 out, 0 to 2 in. Every session is clean. Real brokers are aedes and mosquitto.
 */
import type { Bytes } from '../../drivers/hal/bytes.ts'
import type { Clock } from '../../drivers/hal/clock.ts'
import type { Socket, SocketEvents } from '../../drivers/hal/network.ts'
import { MemoryBrokerLink } from './memory-broker-link.ts'

/** An application message as it came in; `client` is empty for those that the program itself published. */
export interface BrokerMessage {
  topic: string
  payload: Bytes
  qos: number
  retain: boolean
  client: string
}

/** Sees every application message, wills included. */
export type BrokerListener = (message: BrokerMessage) => void

export class MemoryBroker {
  readonly clock: Clock
  /** The code of every CONNACK: 0, or 1-5 to refuse. */
  answer = 0
  /** False: PUBACK, PUBREC and PINGRESP are left out, as by a broker that hangs. */
  acknowledges = true
  /** Retained payloads by topic. */
  readonly retained = new Map<string, Bytes>()
  /** CONNECT packets that were accepted. */
  connections = 0
  /** Links ended because of what the client sent. */
  violations = 0
  private readonly links = new Map<string, MemoryBrokerLink>()
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
    for (const link of this.links.values()) link.forward(message, false)
  }

  /** A client got through CONNECT; one of the same name is turned out. */
  enter(link: MemoryBrokerLink): void {
    this.links.get(link.client)?.drop()
    this.connections++
    this.links.set(link.client, link)
  }

  leave(link: MemoryBrokerLink): void {
    if (this.links.get(link.client) === link) this.links.delete(link.client)
  }
}
