import type { Bytes } from '../drivers/hal/bytes.ts'
import { matchesFilter } from './topic-filter.ts'

/** Messages kept for a client that is away, at most; further ones are lost to it. */
const MOST_WAITING = 1000
const PUBREL = 0x62

/** Something that the client has not answered completely. */
interface Waiting {
  head: number
  body: Bytes
  qos: number
  /** It has been sent before: the next time it is marked as a repeat. */
  sent: boolean
}

/** What a broker knows of one client: between its connections too, unless the session is clean (MQTT 3.1.1, 4.1). */
export class MemorySession {
  /** Unlike that of every other session. */
  readonly number: number
  readonly clean: boolean
  /** Identifiers of messages received at QoS 2 and not released. */
  readonly unreleased = new Set<number>()
  /** Filters with the QoS granted. */
  private readonly subscriptions = new Map<string, number>()
  /** By packet identifier, in the order of sending, or of the PUBRECs. */
  private readonly waiting = new Map<number, Waiting>()
  private nextId = 0

  constructor(number: number, clean: boolean) {
    this.number = number
    this.clean = clean
  }

  /** How many messages the client has not answered for good. */
  get unanswered(): number {
    return this.waiting.size
  }

  subscribe(filter: string, qos: number): void {
    this.subscriptions.set(filter, qos)
  }

  /** The QoS at which messages of this topic go to the client, -1 for not at all. */
  granted(topic: string): number {
    let granted = -1
    for (const [filter, qos] of this.subscriptions) if (qos > granted && matchesFilter(filter, topic)) granted = qos
    return granted
  }

  /** Takes a message of QoS 1 or 2 into account; the packet's first byte and body, or undefined when there are too many. `sent`: it goes out at once. */
  enqueue(topic: string, payload: Bytes, qos: number, retained: boolean, sent: boolean): { head: number, body: Bytes } | undefined {
    if (this.waiting.size >= MOST_WAITING) return undefined
    do this.nextId = (this.nextId % 65535) + 1
    while (this.waiting.has(this.nextId))
    const id = String.fromCharCode(this.nextId >> 8, this.nextId & 255)
    const length = String.fromCharCode(topic.length >> 8, topic.length & 255)
    const entry: Waiting = { head: 0x30 | (qos << 1) | (retained ? 1 : 0), body: length + topic + id + payload, qos, sent }
    this.waiting.set(this.nextId, entry)
    return entry
  }

  /** PUBACK: false if it answers a message of QoS 2. */
  acknowledged(id: number): boolean {
    const entry = this.waiting.get(id)
    if (entry?.qos === 2) return false
    this.waiting.delete(id)
    return true
  }

  /** PUBREC: from now on the PUBREL is what waits. False if it answers a message of QoS 1. */
  received(id: number): boolean {
    const entry = this.waiting.get(id)
    if (entry?.qos === 1) return false
    if (!entry) return true
    this.waiting.delete(id)
    this.waiting.set(id, { head: PUBREL, body: String.fromCharCode(id >> 8, id & 255), qos: 2, sent: true })
    return true
  }

  /** PUBCOMP: false if it comes before the PUBREC. */
  completed(id: number): boolean {
    const entry = this.waiting.get(id)
    if (entry && entry.head !== PUBREL) return false
    this.waiting.delete(id)
    return true
  }

  /** What a client that is back gets before anything new [MQTT-4.4.0-1], in order, repeats marked [MQTT-3.3.1-1]. */
  again(): { head: number, body: Bytes }[] {
    const packets: { head: number, body: Bytes }[] = []
    for (const entry of this.waiting.values()) {
      packets.push({ head: entry.head | (entry.sent && entry.head !== PUBREL ? 8 : 0), body: entry.body })
      entry.sent = true
    }
    return packets
  }
}
