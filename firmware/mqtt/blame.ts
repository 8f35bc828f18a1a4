// Finds the message on which a broker hangs up, and leaves a bad network in peace.
//
// A message is blamed when its link ends within 5 s of it and it was alone: nothing else waited for an answer. Twice may
// still be chance. Then it is held back until a link has lived 20 s without it, which a bad network does not allow. If that
// link too ends within 5 s of it, and only then, it is given up. What goes differently by a quarter is another message: a
// shorter batch after one that was too long.
//
// Where several things were in flight nobody is blamed. From then on one message goes at a time, until a link has
// lasted a minute. A kept session sends again what it has at every link, several at once and without asking. So after three
// such ends it is discarded: everything returns, and from then on the rule is that of the clean session.

import type { Bytes } from '../../drivers/hal/bytes.ts'
import { MESSAGES } from './in-flight.ts'
import { PUBREC } from './packet-type.ts'
import { HELD, type SessionRecord, UNKNOWN } from './session-record.ts'

/** Ends of links after which a message is held back, and ms between its sending and such an end. */
export const STRIKES = 2
export const STRIKE_WITHIN = 5000
/** ms that a link has to live without the message before it is tried a last time. */
export const PROOF_OF_LIFE = 20000
/** ms on one link that acquit everybody. */
const ACQUITTAL = 60000
/** Topics that are blamed at the same time; where there are as many, no other goes before the proof of life either. */
const MOST_BLAMED = 4

/** Whether a payload of that length is what the entry is about. */
function meant(entry: number | undefined, length: number): boolean {
  return entry !== undefined && length * 4 >= (entry >> 2) * 3
}

/**
 * Whether one message at a time may go, for somebody is to blame; `heldBack` says whether this one has to wait for the link
 * to prove itself without it. A link that has lasted ends all that.
 */
export function oneAtATime(session: SessionRecord, topic: Bytes, length: number, now: number): boolean {
  const age = now - session.since
  const blame = session.blame
  if (age >= ACQUITTAL) {
    session.blame = undefined
    session.unclear = 0
    return false
  }
  if (blame && age < PROOF_OF_LIFE) {
    const entry = blame[topic]
    session.heldBack = meant(entry, length) ? (entry & 3) >= STRIKES : entry === undefined && Object.keys(blame).length >= MOST_BLAMED
  }
  return true
}

/** Whether two links running have ended right after a message of that topic that was alone. */
export function isSuspected(session: SessionRecord, topic: Bytes): boolean {
  return session.blame !== undefined && (session.blame[topic] & 3) >= STRIKES
}

/** It was not the message published last. */
export function acquit(session: SessionRecord): void {
  const blame = session.blame
  if (!blame) return
  delete blame[session.latest]
  if (Object.keys(blame).length < 1) session.blame = undefined
}

/** Holds an end against the message published last; true when that was its last chance, for the link had `proved` itself. */
function strike(session: SessionRecord, proved: boolean): boolean {
  const blame = session.blame || {}
  session.blame = blame
  const topics = Object.keys(blame)
  const entry = blame[session.latest]
  const length = session.shaped < 0 ? session.size : session.shaped
  const strikes = meant(entry, length) ? (entry & 3) + 1 : 1
  // A kept session has sent it again without asking, and would go on.
  if (strikes > STRIKES) session.stored = UNKNOWN
  if (strikes > STRIKES && proved) {
    acquit(session)
    return true
  }
  if (entry === undefined && topics.length >= MOST_BLAMED) delete blame[topics[0]]
  blame[session.latest] = length * 4 + Math.min(strikes, STRIKES)
  return false
}

/** The key of the message that was sent last, 0 for none. */
function latestKey(session: SessionRecord): number {
  const pending = session.pending
  let latest = 0
  for (const key in pending) if (+key < MESSAGES && (!latest || pending[key] > pending[latest])) latest = +key
  return latest
}

/** Whether nothing else waits for an answer, and it is the message whose topic is known. */
function isAlone(session: SessionRecord, key: number): boolean {
  let others = 0
  for (const other in session.pending) if (+other < HELD && +other !== key) others++
  return others < 1 && (key & 65535) === session.id
}

/** The peer has ended the link. Returns the id of a message that is given up for it, 0 for none. */
export function judge(session: SessionRecord, now: number): number {
  const key = latestKey(session)
  const alone = key > 0 && isAlone(session, key)
  if (!key || now - session.pending[key] >= STRIKE_WITHIN) {
    session.unclear = 0
    if (alone) acquit(session)
    return 0
  }
  if (!alone) {
    session.unclear++
    if (session.unclear > STRIKES) {
      session.unclear = 1
      session.stored = UNKNOWN
    }
    return 0
  }
  session.unclear = 0
  if (!strike(session, session.pending[key] - session.since >= PROOF_OF_LIFE)) return 0
  if (key < PUBREC * 65536) return key & 65535
  // Some brokers have no QoS 2 at all.
  session.exact = false
  return 0
}
