// MQTT 3.1.1 without input and output: QoS 0, 1 and 2 both ways; clean sessions and kept ones. How it works stands in
// session-record.ts, what it promises in docs/mqtt.md.

import type { Bytes } from '../../drivers/hal/bytes.ts'
import { CLOSED_BY_PEER, NO_ACKNOWLEDGEMENT, NO_CONNACK, NO_PINGRESP } from './disconnect-reason.ts'
import { reserve } from './in-flight.ts'
import { compose, shape } from './outbox.ts'
import { isTopic } from './packet-reader.ts'
import { readStream } from './packet-stream.ts'
import { PINGREQ_PACKET, SUBACK, UNSUBACK } from './packet-type.ts'
import { type ConnectSettings, connectPacket, subscribePacket, unsubscribePacket } from './packet-writer.ts'
import { end } from './session-end.ts'
import { type SessionListener, type SessionOwner, type SessionRecord, UNKNOWN } from './session-record.ts'
import { CONNECTED, OPENED, WAITING, moveOn } from './session-state.ts'

const CONNACK_TIMEOUT = 10000
const PINGRESP_TIMEOUT = 10000
/** ms until a missing acknowledgement ends the link. */
export const ACKNOWLEDGEMENT_TIMEOUT = 20000

/** Its fields. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type, @typescript-eslint/no-unsafe-declaration-merging -- the constructor makes all of them
export interface Session extends SessionRecord {}

/**
 * One client's half of the protocol. Misuse is refused with ''; the peer's fault ends the session, and then `state` is
 * ENDED and the socket is to be closed. `end` and `closed` are in session-end.ts.
 */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging -- as above
export class Session {
  constructor(settings: ConnectSettings, owner: SessionOwner, listener: SessionListener) {
    this.shaped = -1
    this.topic = undefined
    this.id = 0
    this.limit = 0
    this.pending = {}
    this.sentAt = 0
    this.lead = ''
    this.encode = String.fromCharCode
    this.state = 0
    this.buffer = this.latest = ''
    this.skip = this.tail = this.drained = this.heardAt = this.barrier = this.filters = this.size = this.pings = 0
    this.since = this.violations = this.strays = this.oversized = this.unclear = 0
    this.pingAt = -1
    this.proven = this.heldBack = false
    this.exact = true
    this.reason = CLOSED_BY_PEER
    this.stored = UNKNOWN
    this.settings = settings
    this.owner = owner
    this.listener = listener
    if (settings.cleanSession === false) this.kept = []
  }

  /**
   * The PUBLISH; '' refuses it: not connected, a bad topic, too long, a QoS above 2, too many in flight, or, as `heldBack`
   * says, blamed. The first link of a session that is to be kept takes nothing, it only has the broker forget what came
   * before.
   * @hot
   */
  publish(topic: Bytes, payload: Bytes, qos: number, retain: boolean, now: number): Bytes {
    // Telemetry repeats itself: same topic, QoS 1, mostly of the same length. The lower byte of the packet id differs.
    if (payload.length !== this.shaped) shape(this, payload.length)
    if (topic === this.topic && qos === 1 && !retain && ++this.id < this.limit) {
      this.pending[this.id] = this.sentAt = now
      return this.lead + this.encode(this.id & 255) + payload
    }
    return compose(this, topic, payload, qos, retain, now, payload)
  }

  /** The socket is open: the CONNECT [MQTT-3.1.0-1], once per link [MQTT-3.1.0-2]. */
  opened(now: number): Bytes {
    if (!moveOn(this, OPENED)) return ''
    this.since = this.sentAt = now
    return connectPacket(this.settings, this.stored === UNKNOWN)
  }

  /** One SUBSCRIBE at a time; '' refuses it: not connected, one is in flight, no filter, a bad one, or a QoS above 2. */
  subscribe(filters: Bytes[], qos: number, now: number): Bytes {
    if (this.state !== CONNECTED || this.filters > 0 || filters.length < 1 || (qos !== 0 && qos !== 1 && qos !== 2)) return ''
    for (const filter of filters) if (!isTopic(filter, true)) return ''
    this.filters = filters.length
    reserve(this, SUBACK, now)
    return subscribePacket(this.id, filters, qos)
  }

  /** '' refuses it: not connected, no filter, or a bad one. `onAcknowledged` follows. */
  unsubscribe(filters: Bytes[], now: number): Bytes {
    if (this.state !== CONNECTED || filters.length < 1) return ''
    for (const filter of filters) if (!isTopic(filter, true)) return ''
    reserve(this, UNSUBACK, now)
    return unsubscribePacket(this.id, filters)
  }

  /** What the socket delivered, cut anywhere; the answers. @hot */
  received(chunk: Bytes, now: number): Bytes {
    // The commonest chunk by far is one PUBACK, and even text that is not run costs time: all else is elsewhere.
    if (chunk.length === 4 && chunk.startsWith('@\x02') && !this.buffer && !this.skip && this.state === CONNECTED) {
      const id = chunk.charCodeAt(2) * 256 + chunk.charCodeAt(3)
      if (id in this.pending) {
        // [MQTT-2.3.1-3] the number is free again
        delete this.pending[id]
        this.proven = true
        if (this.limit < this.barrier) this.limit++
        this.listener.onAcknowledged(id, false)
        return ''
      }
    }
    return readStream(this, chunk, now)
  }

  /** Time has passed: the PINGREQ that is due, or the end of the session when an answer is overdue. @hot */
  elapsed(now: number): Bytes {
    if (this.state === WAITING && now - this.since >= CONNACK_TIMEOUT) end(this, NO_CONNACK)
    if (this.state !== CONNECTED) return ''
    // Answers stand behind a long message that is still coming.
    for (const key in this.pending) {
      if (now - Math.max(this.pending[key], this.heardAt) >= ACKNOWLEDGEMENT_TIMEOUT) return end(this, NO_ACKNOWLEDGEMENT)
    }
    if (this.pingAt >= 0 && now - Math.max(this.pingAt, this.heardAt) >= PINGRESP_TIMEOUT) return end(this, NO_PINGRESP)
    // [MQTT-3.1.2-23] [MQTT-3.1.2-24] three quarters, so that the broker hears from us well before it gives us up
    if ((this.pingAt >= 0 && !this.skip) || now - this.sentAt < this.settings.keepAliveSeconds * 750) return ''
    if (this.pingAt < 0) this.pingAt = now
    this.pings++
    this.sentAt = now
    return PINGREQ_PACKET
  }

  /** When `elapsed` is to be called at the latest; Infinity when there is nothing to wait for. @hot */
  nextWake(): number {
    if (this.state === WAITING) return this.since + CONNACK_TIMEOUT
    if (this.state !== CONNECTED) return Infinity
    let due = this.pingAt < 0 || this.skip ? this.sentAt + this.settings.keepAliveSeconds * 750 : Infinity
    if (this.pingAt >= 0) due = Math.min(due, Math.max(this.pingAt, this.heardAt) + PINGRESP_TIMEOUT)
    for (const key in this.pending) due = Math.min(due, Math.max(this.pending[key], this.heardAt) + ACKNOWLEDGEMENT_TIMEOUT)
    return due
  }
}
