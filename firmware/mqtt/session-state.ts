// The whole life of a session on one link, and the only place that decides what follows what:
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

/** The state that follows `state` when `event` happens. */
export function nextState(state: number, event: number): number {
  return +'1000123022303330'.charAt(state * 4 + event)
}
