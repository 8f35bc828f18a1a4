// How a session ends, and what remains of it.

import type { Bytes } from '../../drivers/hal/bytes.ts'
import { judge } from './blame.ts'
import { BAD_MESSAGE, CLOSED_BY_PEER, PROTOCOL_VIOLATION, STOPPED } from './disconnect-reason.ts'
import { giveBack, keepMessages } from './in-flight.ts'
import { DISCONNECT_PACKET } from './packet-type.ts'
import { type SessionRecord, UNKNOWN } from './session-record.ts'
import { CLOSED, CONNECTED, ENDING, moveOn } from './session-state.ts'

/**
 * Ends the session for that reason, unless it has ended already. Leaving (STOPPED) a connection returns the DISCONNECT
 * that keeps the will from being published [MQTT-3.14.4-3]; everything else returns ''. Nothing follows it.
 */
export function end(session: SessionRecord, reason: number): Bytes {
  const connected = session.state === CONNECTED
  if (moveOn(session, ENDING)) {
    session.reason = reason
    if (reason === PROTOCOL_VIOLATION || reason === BAD_MESSAGE) session.violations++
    session.topic = undefined
    session.buffer = ''
  }
  return connected && reason === STOPPED ? DISCONNECT_PACKET : ''
}

/**
 * The socket is gone, and with it all that belonged to this link; with a clean session that is everything
 * [MQTT-3.1.2-6], and what was in flight returns to the owner.
 */
export function closed(session: SessionRecord, now: number): void {
  const broken = session.state === CONNECTED
  if (!moveOn(session, CLOSED)) return
  const rejected = broken ? judge(session, now) : 0
  session.pingAt = -1
  session.skip = session.tail = session.drained = session.heardAt = session.filters = session.pings = 0
  session.topic = undefined
  session.buffer = ''
  session.proven = false
  session.reason = CLOSED_BY_PEER
  if (!session.kept || session.stored === UNKNOWN) giveBack(session, rejected)
  else keepMessages(session)
}

/** The next link clears up at the broker, and what was in flight is the owner's again. Only between two links. */
export function discard(session: SessionRecord): void {
  session.stored = UNKNOWN
  giveBack(session, 0)
}
