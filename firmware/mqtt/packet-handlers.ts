// One step for each packet that a server may send. Each returns the answer, or ends the session and returns ''.

import type { Bytes } from '../../drivers/hal/bytes.ts'
import { acquit } from './blame.ts'
import { BAD_MESSAGE, PROTOCOL_VIOLATION, TOO_MANY_HELD } from './disconnect-reason.ts'
import { dropKept, giveBack, hold, waitAnew } from './in-flight.ts'
import { sendAgain } from './outbox.ts'
import { isTopic } from './packet-reader.ts'
import { CONNACK, PINGRESP, PUBACK, PUBCOMP, PUBREC, PUBREL, SUBACK, UNSUBACK } from './packet-type.ts'
import { answerPacket } from './packet-writer.ts'
import { end } from './session-end.ts'
import { DISCARDED, HELD, NEW_SESSION, NOTHING, RESUMED, type SessionRecord, STORED, UNKNOWN } from './session-record.ts'
import { ACCEPTED, CONNECTED, moveOn } from './session-state.ts'

/** One whole packet, its body in `from` ... `to`, whose header has been found good. */
export function handle(session: SessionRecord, bytes: Bytes, first: number, from: number, to: number, now: number): Bytes {
  const word = bytes.charCodeAt(from) * 256 + bytes.charCodeAt(from + 1)
  if (first === CONNACK) return onConnack(session, word, now)
  if (first < PUBACK) return onPublish(session, bytes, first, from, to)
  if (first === PINGRESP) return onPingresp(session)
  if (word < 1) return end(session, PROTOCOL_VIOLATION)
  if (first === PUBREL) return onPubrel(session, word)
  if (first === PUBACK && word in session.pending) return onPlainPuback(session, word)
  if (!((first * 65536 + word) in session.pending)) {
    session.strays++
    return first === PUBREC ? answerPacket(PUBREL, word) : ''
  }
  if (first === SUBACK) return onSuback(session, word, bytes.slice(from + 2, to))
  delete session.pending[first * 65536 + word]
  return first === PUBREC ? onPubrec(session, word, now) : onConcluded(session, first, word)
}

function onConnack(session: SessionRecord, word: number, now: number): Bytes {
  // [MQTT-3.2.2-1] [MQTT-3.2.2-4] a session may be present only where one was wanted, and never with a refusal; the
  // upper bits are reserved.
  if (word > 256 || (word > 255 && session.stored === UNKNOWN)) return end(session, PROTOCOL_VIOLATION)
  if (word > 0 && word < 256) return end(session, word) // [MQTT-3.2.2-5]
  if (!moveOn(session, ACCEPTED)) return ''
  session.since = now
  let outcome = NEW_SESSION
  let again = ''
  const kept = session.kept
  if (kept) {
    if (session.stored === UNKNOWN) {
      outcome = DISCARDED
      session.stored = NOTHING
    } else if (word && session.stored === STORED) {
      outcome = RESUMED
      again = sendAgain(kept)
      waitAnew(session, now)
    } else {
      // [MQTT-3.1.2-4] the broker's half is gone, so ours goes
      session.stored = STORED
      giveBack(session, 0)
    }
  }
  session.owner.onAccepted(outcome, again)
  return ''
}

function onPublish(session: SessionRecord, bytes: Bytes, first: number, from: number, to: number): Bytes {
  const idAt = from + 2 + bytes.charCodeAt(from) * 256 + bytes.charCodeAt(from + 1)
  const payloadAt = first & 6 ? idAt + 2 : idAt
  if (payloadAt > to) return end(session, PROTOCOL_VIOLATION)
  const id = first & 6 ? bytes.charCodeAt(idAt) * 256 + bytes.charCodeAt(idAt + 1) : -1
  if (id === 0) return end(session, PROTOCOL_VIOLATION)
  const topic = bytes.slice(from + 2, idAt)
  if (!isTopic(topic, false)) return end(session, BAD_MESSAGE)
  // [MQTT-4.3.3-2] until its release every repeat is answered, and not handed on again
  const repeated = (first & 4) > 0 && (HELD + id) in session.pending
  const answered = answer(session, first, id)
  if (!repeated && session.state === CONNECTED) session.listener.onMessage(topic, bytes.slice(payloadAt, to), (first & 1) > 0, false)
  return answered
}

/** What a PUBLISH with this first byte is answered [MQTT-3.3.4-1] [MQTT-2.3.1-6]; one of QoS 2 is remembered. */
export function answer(session: SessionRecord, first: number, id: number): Bytes {
  if (!(first & 4)) return first & 2 ? answerPacket(PUBACK, id) : ''
  return hold(session, id) ? answerPacket(PUBREC, id) : end(session, TOO_MANY_HELD)
}

function onPingresp(session: SessionRecord): Bytes {
  session.pingAt = -1
  // While a long message was drained more than one PINGREQ may have gone.
  if (session.pings) {
    session.pings--
    session.proven = true
  } else session.strays++
  return ''
}

/** The PUBACK of a message that went the short way, when it did not come alone. */
function onPlainPuback(session: SessionRecord, id: number): Bytes {
  // [MQTT-2.3.1-3] the number is free again
  delete session.pending[id]
  session.proven = true
  if (session.limit < session.barrier) session.limit++
  session.listener.onAcknowledged(id, true)
  return ''
}

function onPubrel(session: SessionRecord, id: number): Bytes {
  if ((HELD + id) in session.pending) delete session.pending[HELD + id]
  else session.strays++
  return answerPacket(PUBCOMP, id)
}

function onPubrec(session: SessionRecord, id: number, now: number): Bytes {
  session.proven = true
  // [MQTT-4.3.3-1] from here on the PUBREL is what waits, and what is sent again: [MQTT-4.6.0-4] behind the others,
  // which is the order of the PUBRECs
  session.pending[PUBCOMP * 65536 + id] = now
  const release = answerPacket(PUBREL, id)
  if (session.kept) {
    dropKept(session.kept, id)
    session.kept.push(release.slice(2) + release)
  }
  return release
}

/** PUBACK or PUBCOMP: the broker has the message. UNSUBACK: it has dropped the filters. */
function onConcluded(session: SessionRecord, first: number, id: number): Bytes {
  if (first !== UNSUBACK) {
    session.proven = true
    if (id === session.id) acquit(session)
    if (session.kept) dropKept(session.kept, id)
  }
  session.listener.onAcknowledged(id, true)
  return ''
}

function onSuback(session: SessionRecord, id: number, granted: Bytes): Bytes {
  // [MQTT-3.8.4-5] [MQTT-3.9.3-2] one code per filter, and only these four
  if (granted.length !== session.filters) return end(session, PROTOCOL_VIOLATION)
  for (const code of granted) if (code > '\x02' && code !== '\x80') return end(session, PROTOCOL_VIOLATION)
  delete session.pending[SUBACK * 65536 + id]
  session.filters = 0
  session.listener.onSubscribed(id, granted)
  return ''
}
