// The MQTT session on a real link: one socket, one timer, and reconnection for ever.

import type { Bytes } from '../../drivers/hal/bytes.ts'
import { EARLY, type Clock, type Timer } from '../../drivers/hal/clock.ts'
import type { Network, Socket, SocketEvents } from '../../drivers/hal/network.ts'
import { type Attempts, pauseAfter } from './backoff.ts'
import { NOT_SENT, STOPPED, UNREACHABLE } from './disconnect-reason.ts'
import { compose } from './outbox.ts'
import type { ConnectSettings } from './packet-writer.ts'
import { ACKNOWLEDGEMENT_TIMEOUT, Session } from './session.ts'
import { closed, discard, end } from './session-end.ts'
import { DISCARDED, RESUMED, type SessionListener, type SessionOwner } from './session-record.ts'
import { CONNECTED, ENDED, IDLE } from './session-state.ts'

/** The broker and who we are to it. The will is QoS 1 and retained. */
export interface ClientSettings extends ConnectSettings {
  host: string
  port: number
}

/** Told of the link. May call back at once. */
export interface ClientListener extends SessionListener {
  /** The broker has accepted us; `resumed`: it still has our subscriptions, and what was in flight still is. */
  onConnected(resumed: boolean): void
  /** The end of a link, also of one that was refused, or UNREACHABLE where none began; see `disconnect-reason.ts`. */
  onDisconnected(reason: number): void
}

/** `publish`: refused, for good or until something in flight is acknowledged. */
export const NOT_TAKEN = -1
/** `publish`: the message is blamed for ends of links, and waits until one has lived without it. */
export const HELD_BACK = -2

/** ms a socket may take to open once `connect` has returned. */
const OPEN_TIMEOUT = 30000
/** ms a link must have lasted, with an answer, not to count as one that ended soon; and for short links to be forgotten. */
const SOON = 30000
const STABLE = 60000
/** ms after CONNACK in which another client with our id throws us off. */
const SHORT = 5000
/** ms of lateness that betray a stall, and ms given to the socket to deliver what came meanwhile. */
const LATE = 1000
const GRACE = 250
/** ms in which a socket that was told to close says that it has. */
const CLOSING = 5000

/** An MQTT 3.1.1 client. */
export class Client implements SocketEvents, SessionOwner, Attempts {
  /** Read what it counts, leave the rest alone. */
  readonly session: Session
  private readonly clock: Clock
  private socket: Socket | undefined
  private timer: Timer | undefined
  /** When `timer` is due, Infinity when there is none. Long past, the timer has been lost, and `woken` does without it. */
  due: number
  private running: boolean
  /** The socket has been told to close. */
  private closing: boolean
  attempt: number
  failures: number
  readonly network: Network
  readonly random: () => number
  readonly settings: ClientSettings
  private readonly listener: ClientListener
  connected: boolean
  /** Connections after the first; -1 before that. */
  reconnects: number
  /** Links that ended within 5 s of their CONNACK, since the last one that lasted; three of them mean another client has our id. */
  shortLinks: number
  /** Set by the owner: the next link clears up at the broker, which throws a kept session away there. It is unset again. */
  discard: boolean

  /** `random` is in [0, 1), and must differ from node to node. */
  constructor(network: Network, clock: Clock, random: () => number, settings: ClientSettings, listener: ClientListener) {
    // What `publish` needs stands first, as in the session.
    this.session = new Session(settings, this, listener)
    this.clock = clock
    this.socket = this.timer = undefined
    this.network = network
    this.random = random
    this.settings = settings
    this.listener = listener
    this.running = this.connected = this.closing = this.discard = false
    this.due = Infinity
    this.attempt = this.failures = this.shortLinks = 0
    this.reconnects = -1
  }

  /**
   * The packet id for QoS 1 and 2, of which `onAcknowledged` or `onReturned` tells the end; 0 for QoS 0 handed to the
   * socket; HELD_BACK; NOT_TAKEN when not connected, a bad topic, more than 16 KB, a QoS above 2, or as many messages
   * unacknowledged as the settings allow. Strings hold UTF-8 bytes.
   * @hot
   */
  publish(topic: Bytes, payload: Bytes, qos: number, retain: boolean): number {
    // A variable of its own would cost 2 % of the whole.
    payload = this.session.publish(topic, payload, qos, retain, this.clock.now())
    return payload && this.socket!.write(payload) ? qos && this.session.id : this.refused(payload, qos)
  }

  /** As `publish`, for what may be long: header and payload are written one after the other, so that they never stand in one string. @hot */
  publishApart(topic: Bytes, payload: Bytes, qos: number, retain: boolean): number {
    const head = compose(this.session, topic, payload, qos, retain, this.clock.now(), '')
    return head && this.socket!.write(head) && this.socket!.write(payload) ? qos && this.session.id : this.refused(head, qos)
  }

  /** What the socket did not take is in flight all the same: it returns, or goes again. @cold */
  private refused(packet: Bytes, qos: number): number {
    this.settle('', packet)
    return packet && qos ? this.session.id : this.session.heldBack ? HELD_BACK : NOT_TAKEN
  }

  /** Connects, and reconnects for ever. @cold */
  start(): void {
    if (this.running) return
    this.running = true
    // A socket of before `stop` is seen off first: its `onClose` goes on from there, or the timer where that was lost.
    this.wait(this.socket ? CLOSING : 0)
  }

  /** DISCONNECT and close; no reconnection. Safe twice. `onDisconnected` follows when the socket is gone. @cold */
  stop(): void {
    this.running = false
    if (this.timer !== undefined) this.clock.cancel(this.timer)
    this.timer = undefined
    this.due = Infinity
    if (this.socket) {
      this.settle(end(this.session, STOPPED), '')
      this.shut(this.socket)
    }
  }

  /** The packet id, or -1: not connected, a bad filter, or a subscription still unanswered. */
  subscribe(filters: Bytes[], qos: number): number {
    const bytes = this.session.subscribe(filters, qos, this.clock.now())
    if (bytes === '') return -1
    const id = this.session.id
    this.settle(bytes, '')
    return id
  }

  /** As `subscribe`; `onAcknowledged` follows. */
  unsubscribe(filters: Bytes[]): number {
    const bytes = this.session.unsubscribe(filters, this.clock.now())
    if (bytes === '') return -1
    const id = this.session.id
    this.settle(bytes, '')
    return id
  }

  onOpen(): void {
    // It was told to close before there was anything to close.
    if (this.socket && this.closing) this.socket.close()
    if (!this.running || this.closing) return
    if (this.discard) discard(this.session)
    this.discard = false
    this.settle(this.session.opened(this.clock.now()), '')
    this.wait(0)
  }

  onBytes(chunk: Bytes): void {
    const bytes = this.session.received(chunk, this.clock.now())
    if (bytes || this.session.state === ENDED) this.settle(bytes, '')
  }

  onClose(): void {
    const session = this.session
    // It has been given up already.
    if (!this.socket) return
    const began = session.state !== IDLE
    const reason = session.reason
    const now = this.clock.now()
    const lasted = now - session.since
    // A CONNACK alone proves nothing: some brokers accept and drop.
    if (session.proven && lasted >= SOON) this.failures = 0
    if (session.state === CONNECTED && lasted <= SHORT) this.shortLinks++
    closed(session, now)
    this.connected = this.closing = false
    this.socket = undefined
    if (this.running) this.wait(pauseAfter(this, reason, this.random()))
    if (began || this.running) this.listener.onDisconnected(began ? reason : UNREACHABLE)
  }

  onAccepted(outcome: number, again: Bytes): void {
    if (outcome === DISCARDED) {
      this.settle(end(this.session, STOPPED), '')
      return
    }
    this.attempt = 0
    this.failures++
    this.settle(again, '')
    if (this.session.state === ENDED) return
    this.connected = true
    this.reconnects++
    this.wait(0)
    this.listener.onConnected(outcome === RESUMED)
  }

  /** Sends what the session answered, and closes the socket of one that has ended. `unsent` is what the socket has refused. @hot */
  private settle(bytes: Bytes, unsent: Bytes): void {
    const socket = this.socket
    if (socket) {
      if (unsent || (bytes && !socket.write(bytes))) end(this.session, NOT_SENT)
      if (this.session.state === ENDED) {
        this.connected = false
        this.shut(socket)
      }
    }
  }

  private shut(socket: Socket): void {
    if (this.closing) return
    this.closing = true
    socket.close()
    if (this.running) this.wait(CLOSING)
  }

  /** Replaces the one timer. @hot */
  private wait(delay: number): void {
    if (this.timer !== undefined) this.clock.cancel(this.timer)
    this.due = this.clock.now() + delay
    this.timer = this.clock.after(delay, Client.woken, this)
  }

  /** The task of the timer, which is set anew if it has fired before it was due. */
  static woken(client: Client): void {
    const now = client.clock.now()
    client.timer = undefined
    if (now + EARLY < client.due) client.wait(client.due - now)
    else if (!client.socket) {
      client.socket = client.network.connect(client.settings.host, client.settings.port, client)
      client.wait(OPEN_TIMEOUT)
    } else if (now > client.due + LATE) {
      // After a stall the answers lie in the socket: they are read before anything is judged overdue.
      client.wait(GRACE)
    } else if (client.closing) {
      // What the socket had to say was lost, as after an out-of-memory.
      client.onClose()
    } else if (client.session.state === IDLE) {
      client.shut(client.socket)
    } else {
      client.settle(client.session.elapsed(now), '')
      if (client.session.proven && now - client.session.since >= STABLE) client.shortLinks = 0
      if (client.closing) return
      // Nothing sent or received meanwhile sets a deadline nearer than these two, so that only this touches the timer.
      const most = Math.min(ACKNOWLEDGEMENT_TIMEOUT, client.settings.keepAliveSeconds * 750)
      client.wait(Math.max(1, Math.min(most, client.session.nextWake() - now)))
    }
  }
}
