// MQTT 3.1.1 without input and output: bytes and the time go in, bytes come out, and `nextWake` says when to call
// `elapsed` at the latest. QoS 0, 1 and 2 both ways; clean sessions and kept ones. After a stall `received` is called
// before `elapsed`, or an acknowledgement that already lies in the socket would be judged late.
// What the session promises is in docs/mqtt.md.

import type { Bytes } from '../../drivers/hal/bytes.ts'
import {
  CLOSED_BY_PEER, NO_ACKNOWLEDGEMENT, NO_CONNACK, NO_PINGRESP, PROTOCOL_VIOLATION, STOPPED, TOO_MANY_HELD
} from './disconnect-reason.ts'
import { INCOMPLETE, MALFORMED, isTopic, readHeader } from './packet-reader.ts'
import {
  CONNACK, DISCONNECT_PACKET, PINGREQ_PACKET, PINGRESP, PUBACK, PUBCOMP, PUBLISH, PUBREC, PUBREL, SUBACK, UNSUBACK
} from './packet-type.ts'
import {
  type ConnectSettings, answerPacket, connectPacket, subscribePacket, unsubscribePacket
} from './packet-writer.ts'
import { ACCEPTED, CLOSED, CONNECTED, ENDING, IDLE, OPENED, WAITING, nextState } from './session-state.ts'

/** Messages that may wait for their acknowledgement, unless the settings say less; more are refused. */
export const MAX_IN_FLIGHT = 4
/** QoS 2 messages remembered until the broker releases them; one more ends the link. */
export const MAX_HELD = 32
/** Bytes of remaining length up to which an incoming message is handed on; above, it is drained unread. */
export const SOFT_LIMIT = 4096
/** Above this the link is closed. */
export const HARD_LIMIT = 65536
/** Bytes of remaining length we send at most. */
export const SEND_LIMIT = 16383

const CONNACK_TIMEOUT = 10000
const PINGRESP_TIMEOUT = 10000
/** ms until a missing acknowledgement ends the link. */
export const ACKNOWLEDGEMENT_TIMEOUT = 20000

/**
 * Links running that one message must have ended to be given up, ms between its sending and such an end, and ms on one
 * link that acquit.
 */
const STRIKES = 3
const STRIKE_WITHIN = 5000
const ACQUITTAL = 60000

/** What a CONNACK means for the owner: subscribe anew, all is as it was, or this link was only to clear up. */
export const NEW_SESSION = 0
export const RESUMED = 1
export const DISCARDED = 2

// What the broker holds of a session that is to be kept.
const UNKNOWN = 0
const NOTHING = 1
const STORED = 2

/**
 * A key of `pending` is a packet id below the first byte of the answer awaited: 65536 times it. Zero stands for the
 * PUBACK of a message sent the short way, and this for the PUBREL of a message received.
 */
const HELD = 0x1000000

/** Told of what arrives, from inside `received`. */
export interface SessionListener {
  onMessage(topic: Bytes, payload: Bytes, retained: boolean): void
  /** The broker has that message; also: it has dropped the filters of that UNSUBSCRIBE. */
  onAcknowledged(id: number): void
  /**
   * No acknowledgement of that message will come: it is the owner's again, to be published as a new one, unless it was
   * `rejected`: it ended three links running, and would end the next. From inside `received` or `closed`.
   */
  onReturned(id: number, rejected: boolean): void
  /** One byte per filter: the QoS granted, or 80 for refused. */
  onSubscribed(id: number, granted: Bytes): void
}

/** Told of the CONNACK that accepts us, from inside `received`. */
export interface SessionOwner {
  /** `outcome`: NEW_SESSION, RESUMED or DISCARDED; `again` is to be sent before anything else. */
  onAccepted(outcome: number, again: Bytes): void
}

/**
 * One client's half of the protocol. Misuse is refused with ''; the peer's fault ends the session, and then `state` is
 * ENDED and the socket is to be closed.
 */
export class Session {
  // What `publish` needs stands first: the interpreter finds a field by walking along them.
  /** The payload's length that `lead` is made for, -1 for none. */
  private length: number
  /** The topic that `head` is made for; undefined when it is good for nothing. */
  private topic: Bytes | undefined
  /** The packet id used last. */
  id: number
  /** The packet id that the short way of `publish` must not reach. */
  private limit: number
  /** When what is still unanswered was sent. */
  private pending: Record<number, number>
  private sentAt: number
  /** Of a plain QoS 1 PUBLISH of `topic` and `length`, all up to the lower byte of the packet id. */
  private lead: Bytes
  /** `String.fromCharCode`, found sooner here than as a global. */
  private readonly encode: typeof String.fromCharCode
  /** Of `lead`, what stands behind the remaining length; and what a payload's length lacks to that. */
  private head: Bytes
  private more: number
  /** One of `session-state.ts`. */
  state: number
  private buffer: Bytes
  /** Bytes of a message above the soft limit that are still to be thrown away. */
  private skip: number
  /** How many of them are left when its packet id comes, 0 when none is to come. */
  private tail: number
  /** 65536 times its first byte and its packet id, once read. */
  private drained: number
  /** The furthest that acknowledgements may move `limit`. */
  private barrier: number
  /** Filters of the SUBSCRIBE in flight, or 0. */
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
  /** Acknowledgements of nothing we sent, and releases of nothing we held. */
  strays: number
  /** False once a QoS 2 message has ended three links running: from then on QoS 2 is sent as QoS 1. */
  exact: boolean
  /**
   * Links running that `blamed` has ended: a topic, or an entry of `kept`. While there are any, one message at a time
   * goes.
   */
  private strikes: number
  private blamed: Bytes
  /** The topic published last. */
  private latest: Bytes
  /**
   * Only where sessions are kept: what a resumed one sends again, in order, each behind its two bytes of packet id.
   */
  private kept?: Bytes[]
  /** UNKNOWN, NOTHING or STORED. */
  private stored: number
  private readonly settings: ConnectSettings
  private readonly owner: SessionOwner
  private readonly listener: SessionListener

  constructor(settings: ConnectSettings, owner: SessionOwner, listener: SessionListener) {
    this.length = -1
    this.topic = undefined
    this.id = 0
    this.limit = 0
    this.pending = {}
    this.sentAt = 0
    this.lead = ''
    this.encode = String.fromCharCode
    this.head = ''
    this.more = 0
    this.state = 0
    this.buffer = this.blamed = this.latest = ''
    this.skip = this.tail = this.drained = this.barrier = this.filters = 0
    this.since = this.violations = this.strays = this.strikes = this.stored = 0
    this.pingAt = -1
    this.proven = false
    this.exact = true
    this.reason = CLOSED_BY_PEER
    this.settings = settings
    this.owner = owner
    this.listener = listener
    if (settings.cleanSession === false) this.kept = []
  }

  /**
   * The PUBLISH; '' refuses it: not connected, a bad topic, too long, a QoS above 2, too many in flight. The first link
   * of a session that is to be kept takes nothing, it only has the broker forget what came before.
   * @hot
   */
  publish(topic: Bytes, payload: Bytes, qos: number, retain: boolean, now: number): Bytes {
    // Telemetry repeats itself: same topic, QoS 1, mostly of the same length. The lower byte of the packet id differs.
    if (payload.length !== this.length) this.shape(payload.length)
    if (topic === this.topic && qos === 1 && !retain && ++this.id < this.limit) {
      this.pending[this.id] = this.sentAt = now
      return this.lead + this.encode(this.id & 255) + payload
    }
    return this.compose(topic, payload, qos, retain, now)
  }

  /** The socket is open: the CONNECT [MQTT-3.1.0-1], once per link [MQTT-3.1.0-2]. */
  opened(now: number): Bytes {
    if (this.state !== IDLE) return ''
    this.state = nextState(this.state, OPENED)
    this.since = this.sentAt = now
    return connectPacket(this.settings, this.stored === UNKNOWN)
  }

  /** One SUBSCRIBE at a time; '' refuses it: not connected, one is in flight, no filter, a bad one, or a QoS above 2. */
  subscribe(filters: Bytes[], qos: number, now: number): Bytes {
    if (this.state !== CONNECTED || this.filters > 0 || filters.length < 1 || (qos !== 0 && qos !== 1 && qos !== 2)) return ''
    for (const filter of filters) if (!isTopic(filter, true)) return ''
    this.filters = filters.length
    this.reserve(SUBACK, now)
    return subscribePacket(this.id, filters, qos)
  }

  /** '' refuses it: not connected, no filter, or a bad one. `onAcknowledged` follows. */
  unsubscribe(filters: Bytes[], now: number): Bytes {
    if (this.state !== CONNECTED || filters.length < 1) return ''
    for (const filter of filters) if (!isTopic(filter, true)) return ''
    this.reserve(UNSUBACK, now)
    return unsubscribePacket(this.id, filters)
  }

  /** What the socket delivered, cut anywhere; the answers. @hot */
  received(chunk: Bytes, now: number): Bytes {
    // The commonest chunk by far is one PUBACK, and even text that is not run costs time: all else is in `parse`.
    if (chunk.length !== 4 || !chunk.startsWith('@\x02') || this.buffer || this.skip || this.state !== CONNECTED) {
      return this.parse(chunk, now)
    }
    const id = chunk.charCodeAt(2) * 256 + chunk.charCodeAt(3)
    if (id in this.pending) {
      // [MQTT-2.3.1-3] the number is free again
      delete this.pending[id]
      this.proven = true
      if (this.limit < this.barrier) this.limit++
      this.listener.onAcknowledged(id)
      return ''
    }
    return this.handle(chunk, PUBACK, 2, 4, now)
  }

  /** Time has passed: the PINGREQ that is due, or the end of the session when an answer is overdue. @hot */
  elapsed(now: number): Bytes {
    if (this.state === WAITING && now - this.since >= CONNACK_TIMEOUT) this.end(NO_CONNACK)
    if (this.state !== CONNECTED) return ''
    for (const key in this.pending) {
      if (now - this.pending[key] >= ACKNOWLEDGEMENT_TIMEOUT) return this.end(NO_ACKNOWLEDGEMENT)
    }
    if (this.pingAt < 0) {
      // [MQTT-3.1.2-23] [MQTT-3.1.2-24] three quarters, so that the broker hears from us well before it gives us up
      if (now - this.sentAt < this.settings.keepAliveSeconds * 750) return ''
      this.pingAt = this.sentAt = now
      return PINGREQ_PACKET
    }
    return now - this.pingAt >= PINGRESP_TIMEOUT ? this.end(NO_PINGRESP) : ''
  }

  /** When `elapsed` is to be called at the latest; Infinity when there is nothing to wait for. @hot */
  nextWake(): number {
    if (this.state === WAITING) return this.since + CONNACK_TIMEOUT
    if (this.state !== CONNECTED) return Infinity
    let due = this.pingAt < 0 ? this.sentAt + this.settings.keepAliveSeconds * 750 : this.pingAt + PINGRESP_TIMEOUT
    for (const key in this.pending) due = Math.min(due, this.pending[key] + ACKNOWLEDGEMENT_TIMEOUT)
    return due
  }

  /**
   * Ends the session for that reason, unless it has ended already. Leaving (STOPPED) a connection returns the DISCONNECT
   * that keeps the will from being published [MQTT-3.14.4-3]; everything else returns ''. Nothing follows it.
   * @cold
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

  /**
   * The socket is gone, and with it all that belonged to this link; with a clean session that is everything
   * [MQTT-3.1.2-6], and what was in flight returns to the owner.
   */
  closed(now: number): void {
    const kept = this.kept
    const broken = this.state === CONNECTED
    this.state = nextState(this.state, CLOSED)
    this.pingAt = -1
    this.skip = this.tail = this.drained = this.filters = 0
    this.topic = undefined
    this.buffer = ''
    this.proven = false
    this.reason = CLOSED_BY_PEER
    // A message that is no sooner sent than the peer hangs up: once may be chance, three times running is not.
    let flown = 0
    let count = 0
    for (const key in this.pending) {
      if (+key < SUBACK * 65536) count++
      if (+key < SUBACK * 65536 && (!flown || (kept && +key % 65536 === kept[0].charCodeAt(0) * 256 + kept[0].charCodeAt(1)))) flown = +key
    }
    let rejected = 0
    if (broken && flown && now - this.pending[flown] < STRIKE_WITHIN) {
      const suspect = kept ? kept[0] : this.latest
      this.strikes = suspect === this.blamed ? this.strikes + 1 : 1
      this.blamed = suspect
      if (this.strikes === STRIKES) {
        this.stored = UNKNOWN
        if (count > 1) {
          // Only a kept session sends several again. The broker may have hung up on any of them: one by one they will show.
          this.strikes = 1
          this.blamed = ''
        } else {
          this.strikes = 0
          if (flown < PUBREC * 65536) rejected = flown & 65535
          else this.exact = false
        }
      }
    } else if (broken) {
      this.strikes = 0
    }
    if (!kept || this.stored === UNKNOWN) {
      this.giveBack(rejected)
      return
    }
    const pending = this.pending
    this.pending = {}
    for (const key in pending) if (+key < SUBACK * 65536 || +key >= HELD) this.pending[+key] = pending[key]
  }

  /** Forgets everything about messages, and tells the owner what was in flight. */
  private giveBack(rejected: number): void {
    const pending = this.pending
    this.pending = {}
    if (this.kept) this.kept = []
    for (const key in pending) {
      if (+key < SUBACK * 65536) this.listener.onReturned(+key & 65535, (+key & 65535) === rejected)
    }
  }

  /** Takes the next packet id for a packet whose answer begins so. */
  private reserve(answer: number, now: number): void {
    this.topic = undefined
    // [MQTT-2.3.1-1] [MQTT-2.3.1-2] publish and subscribe share the numbers 1-65535; those in use are passed over
    let used = true
    while (used) {
      this.id = this.id < 65535 ? this.id + 1 : 1
      used = false
      for (const key in this.pending) if (+key < HELD && (+key & 65535) === this.id) used = true
    }
    this.pending[answer * 65536 + this.id] = this.sentAt = now
  }

  /** Makes `lead` for payloads of another length. @hot */
  private shape(length: number): void {
    const remaining = length + this.more
    this.length = length
    if (remaining > SEND_LIMIT) this.topic = undefined
    else if (remaining > 127) this.lead = this.encode(PUBLISH | 2, remaining & 127 | 128, remaining >> 7) + this.head
    else this.lead = this.encode(PUBLISH | 2, remaining) + this.head
  }

  /** The long way of `publish`, which also prepares the short one. @hot */
  private compose(topic: Bytes, payload: Bytes, qos: number, retain: boolean, now: number): Bytes {
    // The short way may have counted one up without sending.
    if (this.topic && this.id >= this.limit) this.id = this.limit - 1
    if (this.state !== CONNECTED || (qos !== 0 && qos !== 1 && qos !== 2)) return ''
    if (topic !== this.topic || !topic) {
      // Almost every topic, in one step of the interpreter instead of one a byte.
      const plain = topic.length < 100 && /^[-\w\/]+$/.test(topic)
      if (!plain && !isTopic(topic, false)) return ''
      this.topic = undefined
    }
    if (qos > 1 && !this.exact) qos = 1
    const kept = this.kept
    const length = 2 + topic.length + (qos ? 2 : 0) + payload.length
    if (this.strikes && now - this.since >= ACQUITTAL) this.strikes = 0
    let room = this.strikes ? 1 : this.settings.inFlight || MAX_IN_FLIGHT
    if (qos) {
      for (const key in this.pending) if (+key < SUBACK * 65536) room--
    }
    if (length > SEND_LIMIT || room < 1) return ''
    const name = this.encode(topic.length >> 8, topic.length & 255) + topic
    const first = PUBLISH | (qos << 1) | (retain ? 1 : 0)
    const head = (length > 127 ? this.encode(first, length & 127 | 128, length >> 7) : this.encode(first, length)) + name
    // [MQTT-2.3.1-5] and since nothing answers it, it does not put off the PINGREQ
    if (!qos) return head + payload
    this.latest = topic
    const short = qos < 2 && !retain && !kept && !this.strikes
    this.reserve(qos > 1 ? PUBREC : short ? 0 : PUBACK, now)
    const id = String.fromCharCode(this.id >> 8, this.id & 255)
    if (short) {
      this.topic = topic
      this.length = -1
      this.more = topic.length + 4
      this.head = name + id.charAt(0)
      // `head` is good until the upper byte changes, or until the next number in use.
      this.barrier = (this.id | 255) + 1
      for (const key in this.pending) {
        const used = +key < HELD ? +key & 65535 : 0
        if (used > this.id && used < this.barrier) this.barrier = used
      }
      this.limit = Math.min(this.barrier, this.id + room)
    }
    payload = head + id + payload
    if (kept) kept.push(id + payload)
    return payload
  }

  /** The long way of `received`. */
  private parse(chunk: Bytes, now: number): Bytes {
    const bytes = this.buffer + chunk
    let answers = ''
    let at = 0
    this.buffer = ''
    // A listener may leave, or the socket fail, in the middle. The rest is then dropped [MQTT-4.8.0-1].
    while (this.state === CONNECTED || this.state === WAITING) {
      if (this.skip > 0) {
        const gone = Math.min(this.skip - this.tail, bytes.length - at)
        at += gone
        this.skip -= gone
        if (this.tail > 0) {
          if (at + 2 > bytes.length) break
          const id = bytes.charCodeAt(at) * 256 + bytes.charCodeAt(at + 1)
          this.drained += id
          this.tail = 0
          if (id < 1) this.end(PROTOCOL_VIOLATION)
          continue
        }
        if (this.skip > 0) break
        // [MQTT-4.5.0-2] what is not wanted is acknowledged too, or it would come again for ever
        answers += this.answer(this.drained >> 16, this.drained & 65535)
        continue
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
        this.drained = first * 65536
        if (first & 6) {
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

  /** What a PUBLISH with this first byte is answered [MQTT-3.3.4-1] [MQTT-2.3.1-6]; one of QoS 2 is remembered. */
  private answer(first: number, id: number): Bytes {
    if (!(first & 4)) return first & 2 ? answerPacket(PUBACK, id) : ''
    let room = MAX_HELD
    for (const key in this.pending) if (+key >= HELD && +key !== HELD + id) room--
    if (room < 1) return this.end(TOO_MANY_HELD)
    // Never overdue: the broker may take its time.
    this.pending[HELD + id] = Infinity
    return answerPacket(PUBREC, id)
  }

  /** One whole packet, its body in `from` ... `end`, whose header has been found good; the answer. */
  private handle(bytes: Bytes, first: number, from: number, end: number, now: number): Bytes {
    const word = bytes.charCodeAt(from) * 256 + bytes.charCodeAt(from + 1)
    const kept = this.kept
    if (first < PUBACK && first >= PUBLISH) {
      const idAt = from + 2 + word
      const payloadAt = first & 6 ? idAt + 2 : idAt
      if (payloadAt > end) return this.end(PROTOCOL_VIOLATION)
      const topic = bytes.slice(from + 2, idAt)
      const id = first & 6 ? bytes.charCodeAt(idAt) * 256 + bytes.charCodeAt(idAt + 1) : -1
      if (id === 0 || !isTopic(topic, false)) return this.end(PROTOCOL_VIOLATION)
      // [MQTT-4.3.3-2] until its release every repeat is answered, and not handed on again
      const repeated = (first & 4) > 0 && (HELD + id) in this.pending
      const answer = this.answer(first, id)
      if (!repeated && this.state === CONNECTED) this.listener.onMessage(topic, bytes.slice(payloadAt, end), (first & 1) > 0)
      return answer
    }
    if (first === CONNACK) {
      // [MQTT-3.2.2-1] [MQTT-3.2.2-4] a session may be present only where one was wanted, and never with a refusal; the
      // upper bits are reserved.
      if (word > 256 || (word > 255 && this.stored === UNKNOWN)) return this.end(PROTOCOL_VIOLATION)
      if (word > 0 && word < 256) return this.end(word) // [MQTT-3.2.2-5]
      this.state = nextState(this.state, ACCEPTED)
      this.since = now
      let outcome = NEW_SESSION
      let again = ''
      if (kept) {
        if (this.stored === UNKNOWN) {
          outcome = DISCARDED
          this.stored = NOTHING
        } else if (word && this.stored === STORED) {
          outcome = RESUMED
          // [MQTT-4.4.0-1] [MQTT-4.6.0-1] in their order, with their ids [MQTT-2.3.1-3], and DUP [MQTT-3.3.1-1]
          for (const entry of kept) {
            const head = entry.charCodeAt(2)
            again += String.fromCharCode(head < PUBACK ? head | 8 : head) + entry.slice(3)
          }
          for (const key in this.pending) if (+key < HELD) this.pending[key] = this.sentAt = now
        } else {
          // [MQTT-3.1.2-4] the broker's half is gone, so ours goes
          this.stored = STORED
          this.giveBack(0)
        }
      }
      this.owner.onAccepted(outcome, again)
      return ''
    }
    if (first === PINGRESP) {
      if (this.pingAt < 0) this.strays++
      else this.proven = true
      this.pingAt = -1
      return ''
    }
    if (word < 1) return this.end(PROTOCOL_VIOLATION)
    const key = first === PUBREL ? HELD + word : first * 65536 + word
    if (!(key in this.pending)) {
      this.strays++
      return first === PUBREL ? answerPacket(PUBCOMP, word) : first === PUBREC ? answerPacket(PUBREL, word) : ''
    }
    if (first === SUBACK) {
      // [MQTT-3.8.4-5] [MQTT-3.9.3-2] one code per filter, and only these four
      const granted = bytes.slice(from + 2, end)
      if (granted.length !== this.filters) return this.end(PROTOCOL_VIOLATION)
      for (const code of granted) if (code > '\x02' && code !== '\x80') return this.end(PROTOCOL_VIOLATION)
      delete this.pending[key]
      this.filters = 0
      this.listener.onSubscribed(word, granted)
      return ''
    }
    delete this.pending[key]
    if (first === PUBREL) return answerPacket(PUBCOMP, word)
    if (first !== UNSUBACK) {
      this.proven = true
      // It was not this one.
      if (!kept && first !== PUBREC && this.latest === this.blamed) this.blamed = ''
      for (let i = kept ? kept.length - 1 : -1; i >= 0; i--) {
        if (kept![i].charCodeAt(0) * 256 + kept![i].charCodeAt(1) === word) {
          if (kept![i] === this.blamed) this.blamed = ''
          kept!.splice(i, 1)
        }
      }
    }
    if (first !== PUBREC) {
      this.listener.onAcknowledged(word)
      return ''
    }
    // [MQTT-4.3.3-1] from here on the PUBREL is what waits, and what is sent again: [MQTT-4.6.0-4] behind the others,
    // which is the order of the PUBRECs
    this.pending[PUBCOMP * 65536 + word] = now
    const release = answerPacket(PUBREL, word)
    if (kept) kept.push(release.slice(2) + release)
    return release
  }
}
