// MQTT 3.1.1 without input and output: bytes and the time go in, bytes come out, and `nextWake` says when to call
// `elapsed` at the latest. Clean session, QoS 0 and 1. After a stall `received` is called before `elapsed`, or an
// acknowledgement that already lies in the socket would be judged late.

import type { Bytes } from '../../drivers/hal/bytes.ts'
import {
  CLOSED_BY_PEER, NO_ACKNOWLEDGEMENT, NO_CONNACK, NO_PINGRESP, PROTOCOL_VIOLATION, STOPPED
} from './disconnect-reason.ts'
import { INCOMPLETE, MALFORMED, isTopic, readHeader } from './packet-reader.ts'
import { CONNACK, DISCONNECT_PACKET, PINGREQ_PACKET, PUBACK, PUBLISH, SUBACK } from './packet-type.ts'
import { type ConnectSettings, connectPacket, field, remainingLength, subscribePacket } from './packet-writer.ts'
import { ACCEPTED, CLOSED, CONNECTED, ENDING, IDLE, OPENED, WAITING, nextState } from './session-state.ts'

/** QoS 1 messages that may wait for their PUBACK; more are refused. */
export const MAX_IN_FLIGHT = 4
/** Bytes of remaining length up to which an incoming message is handed on; above, it is drained unread. */
export const SOFT_LIMIT = 4096
/** Above this the link is closed. */
export const HARD_LIMIT = 65536
/** Bytes of remaining length we send at most. */
export const SEND_LIMIT = 16383

const CONNACK_TIMEOUT = 10000
const PINGRESP_TIMEOUT = 10000
/** ms until a missing PUBACK or SUBACK ends the link. */
export const ACKNOWLEDGEMENT_TIMEOUT = 20000

/** Told of what arrives, from inside `received`. */
export interface SessionListener {
  onMessage(topic: Bytes, payload: Bytes, retained: boolean): void
  onAcknowledged(id: number): void
  /** One byte per filter: the QoS granted, or 80 for refused. */
  onSubscribed(id: number, granted: Bytes): void
}

/** Told of the CONNACK that accepts us, from inside `received`. */
export interface SessionOwner {
  onAccepted(): void
}

/**
 * One client's half of the protocol. Misuse is refused with ''; the peer's fault ends the session, and then `state` is
 * ENDED and the socket is to be closed.
 */
export class Session {
  // What `publish` needs stands first: the interpreter finds a field by walking along them.
  /** What `head` is made for; undefined when it is good for nothing. */
  private topic: Bytes | undefined
  /** What a payload's length lacks to the remaining length. */
  private more: number
  /** The packet id used last. */
  id: number
  /** The packet id that the short way of `publish` must not reach. */
  private limit: number
  /** When each id in use was sent. */
  private pending: Record<number, number>
  private sentAt: number
  /** Of a plain QoS 1 PUBLISH of `topic`, what stands between its remaining length and the lower byte of the packet id. */
  private head: Bytes
  /** `String.fromCharCode`, found sooner here than as a global. */
  private readonly encode: typeof String.fromCharCode
  /** One of `session-state.ts`. */
  state: number
  private buffer: Bytes
  /** Bytes of a message above the soft limit that are still to be thrown away. */
  private skip: number
  /** How many of them are left when its packet id comes, 0 when none is to come. */
  private tail: number
  /** Its packet id, once read. */
  private drained: number
  /** The furthest that acknowledgements may move `limit`. */
  private barrier: number
  /** The id of the SUBSCRIBE in flight, or 0, and its number of filters. */
  private subscribing: number
  private filters: number
  /** When the PINGREQ in flight was sent, or -1. */
  private pingAt: number
  /** When CONNECT was sent, then when it was accepted. */
  since: number
  /** A PUBACK or PINGRESP has come on this link. */
  proven: boolean
  /** Why the session ended, or CLOSED_BY_PEER. */
  reason: number
  /** How often the peer broke the protocol. */
  violations: number
  /** Acknowledgements of nothing we sent. */
  strays: number
  private readonly settings: ConnectSettings
  private readonly owner: SessionOwner
  private readonly listener: SessionListener

  constructor(settings: ConnectSettings, owner: SessionOwner, listener: SessionListener) {
    this.topic = undefined
    this.more = 0
    this.id = 0
    this.limit = 0
    this.pending = {}
    this.sentAt = 0
    this.head = ''
    this.encode = String.fromCharCode
    this.state = 0
    this.buffer = ''
    this.skip = this.tail = this.drained = this.barrier = this.subscribing = this.filters = 0
    this.since = this.violations = this.strays = 0
    this.pingAt = -1
    this.proven = false
    this.reason = CLOSED_BY_PEER
    this.settings = settings
    this.owner = owner
    this.listener = listener
  }

  /** A QoS 1 or 0 message; '' refuses it: not connected, a bad topic, too long, another QoS, too many in flight. */
  publish(topic: Bytes, payload: Bytes, qos: number, retain: boolean, now: number): Bytes {
    // Telemetry repeats itself: same topic, QoS 1. Only its length differs, and the lower byte of the packet id.
    if (qos === 1 && !retain && topic === this.topic && ++this.id < this.limit) {
      // The remaining length, in a variable that is there already.
      qos = payload.length + this.more
      if (qos > 127 && qos <= SEND_LIMIT) {
        this.pending[this.id] = this.sentAt = now
        return this.encode(PUBLISH | 2, qos & 127 | 128, qos >> 7) + this.head + this.encode(this.id & 255) + payload
      }
      this.id--
      qos = 1
    }
    return this.compose(topic, payload, qos, retain, now)
  }

  /** The socket is open: the CONNECT [MQTT-3.1.0-1], once per link [MQTT-3.1.0-2]. Nothing of an earlier link is left. */
  opened(now: number): Bytes {
    if (this.state !== IDLE) return ''
    this.state = nextState(this.state, OPENED)
    this.since = this.sentAt = now
    return connectPacket(this.settings)
  }

  /** One SUBSCRIBE at a time; '' refuses it: not connected, one is in flight, no filter, a bad one, or a QoS above 1. */
  subscribe(filters: Bytes[], qos: number, now: number): Bytes {
    if (this.state !== CONNECTED || this.subscribing > 0 || filters.length < 1 || (qos !== 0 && qos !== 1)) return ''
    for (const filter of filters) if (!isTopic(filter, true)) return ''
    this.topic = undefined
    // [MQTT-2.3.1-1] [MQTT-2.3.1-2] publish and subscribe share the numbers 1-65535; those in use are passed over
    do this.id = this.id < 65535 ? this.id + 1 : 1
    while (this.id in this.pending)
    this.pending[this.id] = this.sentAt = now
    this.subscribing = this.id
    this.filters = filters.length
    return subscribePacket(this.id, filters, qos)
  }

  /** What the socket delivered, cut anywhere; the answers. */
  received(chunk: Bytes, now: number): Bytes {
    // The commonest chunk by far is one PUBACK, and even text that is not run costs time: all else is in `parse`.
    if (chunk.length !== 4 || !chunk.startsWith('@\x02') || this.buffer || this.skip || this.state !== CONNECTED) {
      return this.parse(chunk, now)
    }
    const id = chunk.charCodeAt(2) * 256 + chunk.charCodeAt(3)
    if (id in this.pending && id !== this.subscribing) {
      // [MQTT-2.3.1-3] the number is free again
      delete this.pending[id]
      this.proven = true
      if (this.limit < this.barrier) this.limit++
      this.listener.onAcknowledged(id)
    } else if (id) {
      this.strays++
    } else {
      this.end(PROTOCOL_VIOLATION)
    }
    return ''
  }

  /** Time has passed: the PINGREQ that is due, or the end of the session when an answer is overdue. */
  elapsed(now: number): Bytes {
    if (this.state === WAITING && now - this.since >= CONNACK_TIMEOUT) this.end(NO_CONNACK)
    if (this.state !== CONNECTED) return ''
    for (const id in this.pending) {
      if (now - this.pending[id] >= ACKNOWLEDGEMENT_TIMEOUT) return this.end(NO_ACKNOWLEDGEMENT)
    }
    if (this.pingAt < 0) {
      // [MQTT-3.1.2-23] [MQTT-3.1.2-24] three quarters, so that the broker hears from us well before it gives us up
      if (now - this.sentAt < this.settings.keepAliveSeconds * 750) return ''
      this.pingAt = this.sentAt = now
      return PINGREQ_PACKET
    }
    return now - this.pingAt >= PINGRESP_TIMEOUT ? this.end(NO_PINGRESP) : ''
  }

  /** When `elapsed` is to be called at the latest; Infinity when there is nothing to wait for. */
  nextWake(): number {
    if (this.state === WAITING) return this.since + CONNACK_TIMEOUT
    if (this.state !== CONNECTED) return Infinity
    let due = this.pingAt < 0 ? this.sentAt + this.settings.keepAliveSeconds * 750 : this.pingAt + PINGRESP_TIMEOUT
    for (const id in this.pending) due = Math.min(due, this.pending[id] + ACKNOWLEDGEMENT_TIMEOUT)
    return due
  }

  /**
   * Ends the session for that reason, unless it has ended already. Leaving (STOPPED) a connection returns the DISCONNECT
   * that keeps the will from being published [MQTT-3.14.4-3]; everything else returns ''. Nothing follows it.
   */
  end(reason: number): Bytes {
    const connected = this.state === CONNECTED
    if (connected || this.state === WAITING) {
      this.state = nextState(this.state, ENDING)
      this.reason = reason
      if (reason === PROTOCOL_VIOLATION) this.violations++
      this.topic = undefined
      this.buffer = ''
    }
    return connected && reason === STOPPED ? DISCONNECT_PACKET : ''
  }

  /** The socket is gone, and with it all that belonged to this link [MQTT-3.1.2-6]. */
  closed(): void {
    this.state = nextState(this.state, CLOSED)
    this.pingAt = -1
    this.skip = this.tail = this.drained = this.subscribing = 0
    this.topic = undefined
    this.buffer = ''
    this.pending = {}
    this.proven = false
    this.reason = CLOSED_BY_PEER
  }

  /** The long way of `publish`, which also prepares the short one. */
  private compose(topic: Bytes, payload: Bytes, qos: number, retain: boolean, now: number): Bytes {
    // The short way may have counted one up without sending.
    if (this.topic && this.id >= this.limit) this.id = this.limit - 1
    if (this.state !== CONNECTED || (qos !== 0 && qos !== 1)) return ''
    if (topic !== this.topic || !topic) {
      if (!isTopic(topic, false)) return ''
      this.topic = undefined
    }
    const length = 2 + topic.length + 2 * qos + payload.length
    let room = MAX_IN_FLIGHT
    if (qos) {
      for (const id in this.pending) if (+id !== this.subscribing) room--
    }
    if (length > SEND_LIMIT || room < 1) return ''
    this.sentAt = now
    const name = field(topic)
    const head = String.fromCharCode(PUBLISH | (qos << 1) | (retain ? 1 : 0)) + remainingLength(length) + name
    if (!qos) return head + payload // [MQTT-2.3.1-5]
    // [MQTT-2.3.1-2] as in `subscribe`
    do this.id = this.id < 65535 ? this.id + 1 : 1
    while (this.id in this.pending)
    this.topic = undefined
    if (!retain) {
      this.topic = topic
      this.more = topic.length + 4
      this.head = name + String.fromCharCode(this.id >> 8)
      // `head` is good until the upper byte changes, or until the next number in use.
      this.barrier = (this.id | 255) + 1
      for (const id in this.pending) if (+id > this.id && +id < this.barrier) this.barrier = +id
      this.limit = Math.min(this.barrier, this.id + room)
    }
    this.pending[this.id] = now
    return head + String.fromCharCode(this.id >> 8, this.id & 255) + payload
  }

  /** The long way of `received`. */
  private parse(chunk: Bytes, now: number): Bytes {
    const bytes = this.buffer + chunk
    let answers = ''
    let at = 0
    this.buffer = ''
    // A listener may leave, or the socket fail, in the middle: then the rest is nobody's [MQTT-4.8.0-1].
    while (this.state === CONNECTED || this.state === WAITING) {
      if (this.skip > 0) {
        const gone = Math.min(this.skip - this.tail, bytes.length - at)
        at += gone
        this.skip -= gone
        if (this.tail > 0) {
          if (this.skip > this.tail || at + 2 > bytes.length) break
          this.drained = bytes.charCodeAt(at) * 256 + bytes.charCodeAt(at + 1)
          this.tail = 0
          if (this.drained < 1) this.end(PROTOCOL_VIOLATION)
          continue
        }
        if (this.skip > 0) break
        // [MQTT-4.5.0-2] what is not wanted is acknowledged too, or it would come again for ever
        if (this.drained > 0) answers += String.fromCharCode(PUBACK, 2, this.drained >> 8, this.drained & 255)
        this.drained = 0
      }
      if (at >= bytes.length) break
      const header = readHeader(bytes, at, this.state === CONNECTED)
      if (header === INCOMPLETE) break
      if (header === MALFORMED || header > HARD_LIMIT * 8 + 7) return this.end(PROTOCOL_VIOLATION)
      const from = at + (header & 7)
      const end = from + (header >> 3)
      const first = bytes.charCodeAt(at)
      if (end - from > SOFT_LIMIT) {
        if (from + 2 > bytes.length) break
        at = from + 2
        this.skip = end - at
        if (first & 2) {
          this.tail = this.skip - bytes.charCodeAt(from) * 256 - bytes.charCodeAt(from + 1)
          if (this.tail < 2) return this.end(PROTOCOL_VIOLATION)
        }
      } else {
        if (end > bytes.length) break
        // With its length in one byte: in more it would be taken for anything but a PUBACK, and come back here for ever.
        answers += first === PUBACK ? this.received('@\x02' + bytes.slice(from, end), now) : this.handle(bytes, first, from, end, now)
        at = end
      }
    }
    if (this.state !== CONNECTED && this.state !== WAITING) return ''
    this.buffer = bytes.slice(at)
    if (answers) this.sentAt = now
    return answers
  }

  /** One whole packet but a PUBACK, its body in `from` ... `end`, whose header has been found good; the answer. */
  private handle(bytes: Bytes, first: number, from: number, end: number, now: number): Bytes {
    const word = end - from < 2 ? 0 : bytes.charCodeAt(from) * 256 + bytes.charCodeAt(from + 1)
    if (first < PUBACK && first >= PUBLISH) {
      const idAt = from + 2 + word
      const payloadAt = first & 2 ? idAt + 2 : idAt
      if (payloadAt > end) return this.end(PROTOCOL_VIOLATION)
      const topic = bytes.slice(from + 2, idAt)
      const id = bytes.slice(idAt, payloadAt)
      if (id === '\x00\x00' || !isTopic(topic, false)) return this.end(PROTOCOL_VIOLATION)
      this.listener.onMessage(topic, bytes.slice(payloadAt, end), (first & 1) > 0)
      // [MQTT-3.3.4-1] [MQTT-2.3.1-6]
      return id ? String.fromCharCode(PUBACK, 2) + id : ''
    }
    if (first === SUBACK) {
      if (word < 1) return this.end(PROTOCOL_VIOLATION)
      if (word !== this.subscribing) {
        this.strays++
        return ''
      }
      // [MQTT-3.8.4-5] [MQTT-3.9.3-2] one code per filter, and only these four
      const granted = bytes.slice(from + 2, end)
      if (granted.length !== this.filters) return this.end(PROTOCOL_VIOLATION)
      for (const code of granted) if (code > '\x02' && code !== '\x80') return this.end(PROTOCOL_VIOLATION)
      delete this.pending[word]
      this.subscribing = 0
      this.listener.onSubscribed(word, granted)
      return ''
    }
    if (first === CONNACK) {
      // [MQTT-3.2.2-1] no session can be present where none was wanted; the upper bits are reserved
      if (word > 255) return this.end(PROTOCOL_VIOLATION)
      if (word > 0) return this.end(word) // [MQTT-3.2.2-5]
      this.state = nextState(this.state, ACCEPTED)
      this.since = now
      this.owner.onAccepted()
      return ''
    }
    if (this.pingAt < 0) this.strays++
    else this.proven = true
    this.pingAt = -1
    return ''
  }
}
