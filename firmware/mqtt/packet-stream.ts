// Cuts the bytes of a socket into packets. It keeps no more than one short packet, and drains what is longer.

import type { Bytes } from '../../drivers/hal/bytes.ts'
import { BAD_MESSAGE, PROTOCOL_VIOLATION } from './disconnect-reason.ts'
import { answer, handle } from './packet-handlers.ts'
import { INCOMPLETE, MALFORMED, readHeader } from './packet-reader.ts'
import { end } from './session-end.ts'
import type { SessionRecord } from './session-record.ts'
import { CONNECTED, WAITING } from './session-state.ts'

/** Bytes of remaining length up to which an incoming message is handed on; above, all but its beginning is drained unread. */
export const SOFT_LIMIT = 608
/** Bytes of remaining length that count as the beginning of a longer one: a topic, a packet id, and some 30 more. */
const BEGINNING = 90
/** Above this the link is closed. */
export const HARD_LIMIT = 1048576

/** What the socket delivered, cut anywhere; the answers. */
export function readStream(session: SessionRecord, chunk: Bytes, now: number): Bytes {
  let answers = ''
  let at = 0
  if (session.skip > chunk.length && isDrained(session, chunk.length)) {
    session.skip -= chunk.length
    session.heardAt = now
    return ''
  }
  if (unfinished(session)) session.heardAt = now
  // A listener may leave, or the socket fail, in the middle. The rest is then dropped [MQTT-4.8.0-1].
  while (at < chunk.length && listens(session)) {
    if (session.skip) {
      at = drain(session, chunk, at)
      // [MQTT-4.5.0-2] what is not wanted is acknowledged too, or it would come again for ever
      if (!session.skip && listens(session)) answers += answer(session, session.drained >> 16, session.drained & 65535)
    } else if (session.buffer) {
      at = fill(session, chunk, at)
      answers += takeKept(session, now)
    } else {
      const size = needed(session, chunk, at)
      if (at + size > chunk.length) session.buffer = chunk.slice(at)
      else if (size) answers += take(session, chunk, at, now)
      at += used(session, size)
    }
  }
  return answered(session, answers, now)
}

/** Whether the next `length` bytes are thrown away, the packet id not among them: most chunks of a long message are, and go the short way. */
function isDrained(session: SessionRecord, length: number): boolean {
  const behind = session.tail - session.skip
  return session.state === CONNECTED && (behind > 1 || behind + length < 1)
}

/** What is left of the answers at the end of a chunk: nothing where the session has ended meanwhile. */
function answered(session: SessionRecord, answers: Bytes, now: number): Bytes {
  if (!listens(session)) return ''
  if (unfinished(session)) session.heardAt = now
  if (answers) session.sentAt = now
  session.listener.onRead()
  return listens(session) ? answers : ''
}

/** Whether what comes is still read. */
function listens(session: SessionRecord): boolean {
  return session.state === CONNECTED || session.state === WAITING
}

/** Whether the rest of a packet is to come. */
function unfinished(session: SessionRecord): boolean {
  return session.skip > 0 || session.buffer !== ''
}

/** Bytes from `at` on that `take` needs; 0 where the session has ended over them. */
function needed(session: SessionRecord, bytes: Bytes, at: number): number {
  const header = readHeader(bytes, at, session.state === CONNECTED)
  if (header === INCOMPLETE) return bytes.length - at + 1
  const length = header >> 3
  if (header === MALFORMED || length > HARD_LIMIT) {
    end(session, header === MALFORMED ? PROTOCOL_VIOLATION : BAD_MESSAGE)
    return 0
  }
  return (header & 7) + (length > SOFT_LIMIT ? BEGINNING : length)
}

/** Moves into `buffer` what its packet needs; how far `chunk` is used. */
function fill(session: SessionRecord, chunk: Bytes, at: number): number {
  while (at < chunk.length) {
    const more = needed(session, session.buffer, 0) - session.buffer.length
    if (more < 1) break
    session.buffer += chunk.slice(at, at + more)
    at = Math.min(at + more, chunk.length)
  }
  return at
}

/** A packet that is all there, or the beginning of one that is drained; the answer. */
function take(session: SessionRecord, bytes: Bytes, at: number, now: number): Bytes {
  const header = readHeader(bytes, at, session.state === CONNECTED)
  const from = at + (header & 7)
  const length = header >> 3
  const first = bytes.charCodeAt(at)
  if (length <= SOFT_LIMIT) return handle(session, bytes, first, from, from + length, now)
  const idAt = from + 2 + bytes.charCodeAt(from) * 256 + bytes.charCodeAt(from + 1)
  const upTo = from + BEGINNING
  session.oversized++
  session.drained = first * 65536
  session.skip = length - 2
  session.tail = first & 6 ? from + length - idAt : 0
  if (first & 6 && session.tail < 2) return end(session, PROTOCOL_VIOLATION)
  // At QoS 2 its end would have to be told too, or a repeat could not be known from it.
  if (!(first & 4) && idAt + 2 <= upTo) {
    session.listener.onMessage(bytes.slice(from + 2, idAt), bytes.slice(first & 6 ? idAt + 2 : idAt, upTo), (first & 1) > 0, true)
  }
  return ''
}

/** Throws away what is to be drained, but for the packet id; how far `chunk` is used. */
function drain(session: SessionRecord, chunk: Bytes, at: number): number {
  while (session.skip && at < chunk.length && session.state === CONNECTED) {
    const behind = session.tail - session.skip
    if (behind === 0 || behind === 1) {
      session.drained += chunk.charCodeAt(at) * (behind ? 1 : 256)
      session.skip--
      at++
      if (behind && !(session.drained & 65535)) end(session, PROTOCOL_VIOLATION)
    } else {
      const gone = Math.min(behind < 0 ? 0 - behind : session.skip, chunk.length - at)
      session.skip -= gone
      at += gone
    }
  }
  return at
}

/** How many of the bytes that `take` needed are behind it now: what it has begun to drain is gone through byte by byte. */
function used(session: SessionRecord, size: number): number {
  return session.skip ? size - BEGINNING + 2 : size
}

/** What was kept of a packet, where it is all there now; the answer. */
function takeKept(session: SessionRecord, now: number): Bytes {
  const packet = session.buffer
  if (needed(session, packet, 0) !== packet.length) return ''
  session.buffer = ''
  const answer = take(session, packet, 0, now)
  drain(session, packet, used(session, packet.length))
  return answer
}
