import type { BrokerMessage } from '../../broker/broker-message.ts'
import { MemoryBroker } from '../../broker/memory-broker.ts'
import type { Bytes } from '../../drivers/hal/bytes.ts'
import type { Timer } from '../../drivers/hal/clock.ts'
import type { SocketEvents } from '../../drivers/hal/network.ts'
import { STOPPED } from '../../firmware/mqtt/disconnect-reason.ts'
import type { ConnectSettings } from '../../firmware/mqtt/packet-writer.ts'
import { CONNECTED, ENDED } from '../../firmware/mqtt/session-state.ts'
import { Session } from '../../firmware/mqtt/session.ts'
import { closed, end } from '../../firmware/mqtt/session-end.ts'
import { DISCARDED, type SessionListener, type SessionOwner } from '../../firmware/mqtt/session-record.ts'
import { VirtualClock } from '../../host-sim/clock/virtual-clock.ts'
import { Random } from '../../host-sim/random.ts'
import { MemoryPipe } from './memory-pipe.ts'

/** ms from the end of a link to the next. */
const RECONNECT = 100
/** Alarms of one `drive`; a pair that has more to do talks in circles. */
const MOST_STEPS = 200_000

/** A message that an owner wants to be delivered. */
export interface Outgoing {
  topic: Bytes
  payload: Bytes
  qos: number
}

/**
 * One session with a link, its timer, and an owner that publishes in order and again what it is given back. Nothing here
 * is the firmware's but the session.
 */
export class SessionEndpoint implements SessionListener, SessionOwner, SocketEvents {
  readonly session: Session
  /** Payloads handed on, in order. */
  readonly received: Bytes[] = []
  /** Payloads acknowledged, and given back, in order. */
  readonly acknowledged: Bytes[] = []
  readonly returned: Bytes[] = []
  /** Links accepted. */
  links = 0
  pipe: MemoryPipe | undefined
  /** Bytes that each of the next links may carry before it breaks; none: they last. */
  budgets: number[] = []
  private readonly pair: SessionPair
  private readonly filter: Bytes
  private readonly flying = new Map<number, Outgoing>()
  private due: Outgoing[] = []
  private subscribed = false
  private timer: Timer
  private connecting = false

  /** It subscribes to `filter` at QoS 2, unless that is ''. */
  constructor(pair: SessionPair, clientId: string, filter: Bytes, settings: Partial<ConnectSettings>) {
    this.pair = pair
    this.filter = filter
    this.session = new Session({ clientId, keepAliveSeconds: 60, willTopic: `will/${clientId}`, willPayload: 'offline', ...settings }, this, this)
  }

  /** Nothing waits for anything: connected, subscribed, all acknowledged. */
  get idle(): boolean {
    return !this.connecting && this.session.state === CONNECTED && this.pipe?.underWay === 0 && this.due.length === 0 && this.flying.size === 0 && this.subscribed
  }

  /** Messages the session still holds for whatever reason: a leak shows here. */
  get pending(): number {
    return Object.keys(this.session['pending']).length + (this.session['kept']?.length ?? 0)
  }

  publish(message: Outgoing): void {
    this.due.push(message)
    this.pump()
  }

  connect(): void {
    this.connecting = false
    const pipe = new MemoryPipe(this.pair.clock, this.pair.latency, this.pair.size)
    this.pipe = pipe
    pipe.budget = this.budgets.shift() ?? Infinity
    pipe.near.events = this
    pipe.far.events = this.pair.broker.accept(pipe.far)
    pipe.far.events.onOpen()
    this.onOpen()
  }

  onOpen(): void {
    this.send(this.session.opened(this.now()))
  }

  onBytes(chunk: Bytes): void {
    this.send(this.session.received(chunk, this.now()))
    this.pump()
  }

  onClose(): void {
    this.pipe = undefined
    closed(this.session, this.now())
    this.pair.clock.cancel(this.timer)
    this.timer = undefined
    this.connecting = true
    this.pair.clock.after(RECONNECT, () => { this.connect() }, undefined)
  }

  onAccepted(outcome: number, again: Bytes): void {
    if (outcome === DISCARDED) {
      this.send(end(this.session, STOPPED))
      return
    }
    this.links++
    this.send(again)
    // A clean session knows no filter; one that was kept still does.
    this.subscribed = this.filter === '' || (outcome !== 0 && this.subscribed)
    if (!this.subscribed) this.send(this.session.subscribe([this.filter], 2, this.now()))
  }

  onMessage(_topic: Bytes, payload: Bytes, _retained: boolean, long: boolean): void {
    if (!long) this.received.push(payload)
  }

  onRead(): void { /* it publishes at its own times */ }

  onAcknowledged(id: number): void {
    this.acknowledged.push(this.land(id).payload)
  }

  onReturned(id: number): void {
    const message = this.land(id)
    this.returned.push(message.payload)
    this.due.push(message)
    // Ids say nothing of the order, the owner knows it.
    this.due.sort((a, b) => this.pair.published.indexOf(a) - this.pair.published.indexOf(b))
  }

  onSubscribed(): void {
    this.subscribed = true
  }

  private now(): number {
    return this.pair.clock.now()
  }

  private land(id: number): Outgoing {
    const message = this.flying.get(id)
    if (!message) throw new Error(`${id} is told of twice, or was never sent`)
    this.flying.delete(id)
    return message
  }

  private pump(): void {
    while (this.due.length > 0 && this.session.state === CONNECTED && this.pipe) {
      const { topic, payload, qos } = this.due[0]
      const bytes = this.session.publish(topic, payload, qos, false, this.now())
      if (bytes === '') return
      const message = this.due.shift()!
      if (qos > 0) {
        if (this.flying.has(this.session.id)) throw new Error(`${this.session.id} is in use`)
        this.flying.set(this.session.id, message)
      }
      this.send(bytes)
    }
  }

  private send(bytes: Bytes): void {
    const near = this.pipe?.near
    if (!near) return
    if (bytes) near.write(bytes)
    if (this.session.state === ENDED) near.close()
    else this.watch()
  }

  /** One timer, for when the session wants to be called. */
  private watch(): void {
    this.pair.clock.cancel(this.timer)
    this.timer = undefined
    const due = this.session.nextWake()
    if (due === Infinity) return
    this.timer = this.pair.clock.after(due - this.now(), () => {
      this.timer = undefined
      this.send(this.session.elapsed(this.now()))
    }, undefined)
  }
}

/**
 * Two sessions in virtual time, one publishing to the other through a broker in memory. Links have a latency, cut what
 * they carry at any byte, and break when their budget is used up; nothing is reordered, as TCP has it.
 */
export class SessionPair {
  readonly clock = new VirtualClock(1000)
  /** Everything that the broker published, wills left out. */
  readonly brokered: BrokerMessage[] = []
  readonly broker = new MemoryBroker(this.clock, message => { if (message.session !== undefined) this.brokered.push(message) })
  readonly latency: number
  /** How long the next piece of a stream is. */
  readonly size: () => number
  /** In order. */
  readonly published: Outgoing[] = []
  readonly sender: SessionEndpoint
  readonly receiver: SessionEndpoint

  /** `longest`: of a piece, in bytes. The receiver's session is always kept. */
  constructor({ latency = 5, longest = Infinity, seed = 1, sender = {} }: { latency?: number, longest?: number, seed?: number, sender?: Partial<ConnectSettings> } = {}) {
    const random = new Random(seed)
    this.latency = latency
    this.size = () => longest === Infinity ? Infinity : 1 + random.below(longest)
    this.sender = new SessionEndpoint(this, 'sender', '', sender)
    this.receiver = new SessionEndpoint(this, 'receiver', 't/#', { cleanSession: false })
    this.receiver.connect()
    this.sender.connect()
    this.drive()
  }

  /** The sender's owner wants that to arrive. */
  publish(qos: number, payload = `${this.published.length}:${qos}`): void {
    const message = { topic: 't/x', payload, qos }
    this.published.push(message)
    this.sender.publish(message)
  }

  /** Time passes until nothing is under way and nobody waits for anything. */
  drive(): void {
    for (let steps = 0; !(this.sender.idle && this.receiver.idle && this.settled()); steps++) {
      if (steps === MOST_STEPS || !this.clock.step()) throw new Error(`the pair does not come to rest; it is ${this.clock.now()} ms`)
    }
  }

  /** The broker waits for no answer either. */
  private settled(): boolean {
    const [from, to] = [this.broker.sessionOf('sender'), this.broker.sessionOf('receiver')]
    return from?.unreleased.size === 0 && to?.unanswered === 0
  }
}
