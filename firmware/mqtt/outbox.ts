// What the owner sends, in the order in which it is written, and what a kept session writes again.

import type { Bytes } from '../../drivers/hal/bytes.ts'
import { oneAtATime } from './blame.ts'
import { MAX_IN_FLIGHT, MESSAGES, reserve } from './in-flight.ts'
import { isTopic } from './packet-reader.ts'
import { PUBACK, PUBLISH, PUBREC } from './packet-type.ts'
import { HELD, type SessionRecord } from './session-record.ts'
import { CONNECTED } from './session-state.ts'

/** Bytes of remaining length we send at most. */
export const SEND_LIMIT = 16383

/** Makes `lead` for payloads of another length. @hot */
export function shape(session: SessionRecord, length: number): void {
  const lead = session.lead
  // What stands behind the remaining length, which has one byte or two.
  const head = lead.slice(lead.charCodeAt(1) > 127 ? 3 : 2)
  const remaining = head.length + 1 + length
  session.shaped = length
  if (remaining > SEND_LIMIT) session.topic = undefined
  else if (remaining > 127) session.lead = session.encode(PUBLISH | 2, remaining & 127 | 128, remaining >> 7) + head
  else session.lead = session.encode(PUBLISH | 2, remaining) + head
}

/**
 * The long way of `publish`, which also prepares the short one. `behind`: what is to stand behind the header, the payload or nothing.
 *
 * In one piece, as the pieces would cost four variables each where they are hot, or half a million instructions for each call where
 * they are folded, and this runs three times a minute, and for each message of a drain.
 * @hot
 */
export function compose(session: SessionRecord, topic: Bytes, payload: Bytes, qos: number, retain: boolean, now: number, behind: Bytes): Bytes {
  const pending = session.pending
  session.heldBack = false
  session.shaped = -1
  // The short way may have counted one up without sending.
  if (session.topic && session.id >= session.limit) session.id = session.limit - 1
  if (session.state !== CONNECTED || (qos !== 0 && qos !== 1 && qos !== 2)) return ''
  // Almost every topic, in one step of the interpreter instead of one a byte.
  if (topic !== session.topic || !topic) {
    if (!(topic.length < 100 && /^[-\w\/]+$/.test(topic)) && !isTopic(topic, false)) return ''
    session.topic = undefined
  }
  if (qos > 1 && !session.exact) qos = 1
  const length = 2 + topic.length + (qos ? 2 : 0) + payload.length
  const name = session.encode(topic.length >> 8, topic.length & 255) + topic
  const first = PUBLISH | (qos << 1) | (retain ? 1 : 0)
  const head = (length > 127 ? session.encode(first, length & 127 | 128, length >> 7) : session.encode(first, length)) + name
  const blamed = (session.blame || session.unclear) && qos > 0 && oneAtATime(session, topic, payload.length, now)
  let room = session.heldBack ? 0 : blamed ? 1 : session.settings.inFlight || MAX_IN_FLIGHT
  if (qos) for (const key in pending) if (+key < MESSAGES) room--
  if (length > SEND_LIMIT || room < 1) return ''
  // [MQTT-2.3.1-5] and since nothing answers it, it does not put off the PINGREQ
  if (!qos) return head + behind
  const kept = session.kept
  const short = qos < 2 && !retain && !kept && !blamed
  session.latest = topic
  session.size = payload.length
  reserve(session, qos > 1 ? PUBREC : short ? 0 : PUBACK, now)
  const id = session.encode(session.id >> 8, session.id & 255)
  if (short) {
    session.topic = topic
    session.lead = '\0\0' + name + id.charAt(0)
    // It is good until the upper byte changes, or until the next number in use.
    session.barrier = (session.id | 255) + 1
    for (const key in pending) {
      const used = +key < HELD ? +key & 65535 : 0
      if (used > session.id && used < session.barrier) session.barrier = used
    }
    session.limit = Math.min(session.barrier, session.id + room)
  }
  if (kept) kept.push(id + head + id + payload)
  return head + id + behind
}

/** [MQTT-4.4.0-1] [MQTT-4.6.0-1] all in its order, with its ids [MQTT-2.3.1-3], and DUP [MQTT-3.3.1-1]. */
export function sendAgain(kept: Bytes[]): Bytes {
  let again = ''
  for (const entry of kept) {
    const head = entry.charCodeAt(2)
    again += String.fromCharCode(head < PUBACK ? head | 8 : head) + entry.slice(3)
  }
  return again
}
