import { CLOSED_BY_PEER } from '../../firmware/mqtt/disconnect-reason.ts'
import type { Bytes } from '../../drivers/hal/bytes.ts'
import type { Clock } from '../../drivers/hal/clock.ts'
import type { Client, ClientListener } from '../../firmware/mqtt/client.ts'

/** One message as handed to the client. */
export interface Published {
  topic: string
  payload: Bytes
  qos: number
  retain: boolean
  id: number
  /** ms */
  at: number
}

/**
 * The MQTT client as the station sees it. While `connected`, it takes everything, and answers after `latency` ms like a
 * broker that grants all: set `silent` to withhold acknowledgements, `granted` to refuse a filter.
 */
export class FakeMqttClient {
  connected = false
  /** When its timer is due. Once that is past, waking it has no effect. */
  due = Infinity
  readonly socket = {}
  /** What the station asks of the session. */
  readonly session: { oversized: number, blame?: Record<string, number> } = { oversized: 0 }
  readonly settings = { host: '192.168.1.2', port: 1883 }
  network: { nameless?: boolean } = {}
  random = (): number => 0.5
  reconnects = 0
  shortLinks = 0
  discard = false
  latency = 10
  silent = false
  granted: Bytes = '\x01\x01'
  starts = 0
  stops = 0
  readonly published: Published[] = []
  readonly filters: string[][] = []
  private readonly clock: Clock
  private readonly listener: ClientListener
  private identifier = 0
  private link = 0
  /** Ids that nobody has acknowledged. */
  private flying: number[] = []
  /** Answers that are still to come. */
  private answers = 0

  constructor(clock: Clock, listener: ClientListener) {
    this.clock = clock
    this.listener = listener
  }

  /** Every message and filter has its answer, or will never get one. */
  get quiet(): boolean {
    return this.answers === 0
  }

  /** As the constructor of the station's `client` wants it. */
  asClient(): Client {
    return this as unknown as Client
  }

  /** Called by the real client's task of the timer. */
  wait(): void { /* the timer stays lost */ }

  start(): void {
    this.starts++
  }

  stop(): void {
    this.stops++
    if (this.connected) this.disconnect()
  }

  connect(resumed = false): void {
    this.connected = true
    this.link++
    this.listener.onConnected(resumed)
  }

  disconnect(): void {
    this.connected = false
    this.reconnects++
    this.giveBack(0)
    this.listener.onDisconnected(CLOSED_BY_PEER)
  }

  /** An attempt to connect ends so. */
  fail(reason: number): void {
    this.listener.onDisconnected(reason)
  }

  deliver(topic: string, payload: Bytes, retained = false): void {
    this.listener.onMessage(topic, payload, retained, false)
    this.listener.onRead()
  }

  publish(topic: string, payload: Bytes, qos: number, retain: boolean): number {
    if (!this.connected) return -1
    const id = qos === 0 ? 0 : this.next()
    this.published.push({ topic, payload, qos, retain, id, at: this.clock.now() })
    if (id > 0) {
      this.flying.push(id)
      this.later(() => {
        this.flying = this.flying.filter(flown => flown !== id)
        this.listener.onAcknowledged(id, false)
      })
    }
    return id
  }

  publishApart(topic: string, payload: Bytes, qos: number, retain: boolean): number {
    return this.publish(topic, payload, qos, retain)
  }

  /** What is in flight goes back to the listener, the one of that id as rejected. */
  giveBack(rejected: number): void {
    for (const id of this.flying.splice(0)) this.listener.onReturned(id, id === rejected)
  }

  subscribe(filters: string[], qos: number): number {
    if (!this.connected || qos !== 1) return -1
    const id = this.next()
    this.filters.push(filters)
    this.later(() => {
      this.listener.onSubscribed(id, this.granted)
      this.listener.onRead()
    })
    return id
  }

  /** The payloads published to a topic that ends so. */
  payloads(end: string): Bytes[] {
    return this.published.filter(message => message.topic.endsWith(end)).map(message => message.payload)
  }

  /** `topic payload` of everything published since the last call. */
  take(): string[] {
    return this.published.splice(0).map(message => `${message.topic} ${message.payload}`)
  }

  private next(): number {
    return ++this.identifier
  }

  private later(answer: () => void): void {
    const link = this.link
    this.answers++
    this.clock.after(this.latency, () => {
      this.answers--
      if (this.connected && this.link === link && !this.silent) answer()
    }, undefined)
  }
}
