// The whole life of a session on one link, and the only place that decides what follows what. A dash refuses the event:
//
//             opened     accepted    ending   closed
//   IDLE      WAITING    -           -        -
//   WAITING   -          CONNECTED   ENDED    IDLE
//   CONNECTED -          -           ENDED    IDLE
//   ENDED     -          -           -        IDLE
//
// WAITING: CONNECT is sent, CONNACK is awaited. ENDED, by us or by a fault: nothing more is sent or read, and the
// socket is to be closed.

export const IDLE = 0
export const WAITING = 1
export const CONNECTED = 2
export const ENDED = 3

export const OPENED = 0
export const ACCEPTED = 1
export const ENDING = 2
export const CLOSED = 3

/** What has a state of this table. */
export interface Stateful {
  state: number
}

/** Moves on when `event` happens; false, and nothing moved, where the table has a dash. */
export function moveOn(session: Stateful, event: number): boolean {
  const next = '1----230--30---0'.charAt(session.state * 4 + event)
  if (next === '-') return false
  session.state = +next
  return true
}
