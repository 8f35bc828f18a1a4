// The table of what waits for an answer. Its keys are explained at the head of session-record.ts.

import type { Bytes } from '../../drivers/hal/bytes.ts'
import { SUBACK } from './packet-type.ts'
import { HELD, type SessionRecord } from './session-record.ts'

/** Messages that may wait for their acknowledgement, unless the settings say less; more are refused. */
export const MAX_IN_FLIGHT = 4
/** QoS 2 messages remembered until the broker releases them; one more ends the link. */
export const MAX_HELD = 32

/** The keys of messages of ours are below this, those of subscriptions above. */
export const MESSAGES = SUBACK * 65536

/** Takes the next packet id for a packet whose answer begins so. @hot */
export function reserve(session: SessionRecord, answer: number, now: number): void {
  session.topic = undefined
  // [MQTT-2.3.1-1] [MQTT-2.3.1-2] publish and subscribe share the numbers 1-65535; those in use are passed over
  let used = true
  while (used) {
    session.id = session.id < 65535 ? session.id + 1 : 1
    used = false
    for (const key in session.pending) if (+key < HELD && (+key & 65535) === session.id) used = true
  }
  session.pending[answer * 65536 + session.id] = session.sentAt = now
}

/** Remembers a QoS 2 message until its release; false where there is no room. */
export function hold(session: SessionRecord, id: number): boolean {
  let room = MAX_HELD
  for (const key in session.pending) if (+key >= HELD && +key !== HELD + id) room--
  // Never overdue: the broker may take its time.
  if (room > 0) session.pending[HELD + id] = Infinity
  return room > 0
}

/** What a kept session has sent again waits from now on. */
export function waitAnew(session: SessionRecord, now: number): void {
  for (const key in session.pending) if (+key < HELD) session.pending[key] = session.sentAt = now
}

/** Forgets the subscriptions of a link that is gone, and keeps the messages. */
export function keepMessages(session: SessionRecord): void {
  const pending = session.pending
  session.pending = {}
  for (const key in pending) if (+key < MESSAGES || +key >= HELD) session.pending[+key] = pending[key]
}

/** Forgets everything about messages, and tells the owner what was in flight, and which of it was `rejected`. */
export function giveBack(session: SessionRecord, rejected: number): void {
  const pending = session.pending
  session.pending = {}
  if (session.kept) session.kept = []
  for (const key in pending) {
    if (+key < MESSAGES) session.listener.onReturned(+key & 65535, (+key & 65535) === rejected)
  }
}

/** Takes what has been answered out of what a kept session would send again. */
export function dropKept(kept: Bytes[], id: number): void {
  for (let i = kept.length - 1; i >= 0; i--) {
    if (kept[i].charCodeAt(0) * 256 + kept[i].charCodeAt(1) === id) kept.splice(i, 1)
  }
}
