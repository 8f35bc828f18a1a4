/**
 * What the console says of the link: one line for each change, with its reason and what comes next. A state is one of those below, the
 * status of a join added to `JOIN`, or why a connection to the broker ended, as `disconnect-reason.ts` numbers it.
 */
import type { Bytes } from '../../drivers/hal/bytes.ts'
import { CLOSED, NOT_FOUND, REFUSED } from '../../drivers/hal/status.ts'
import type { Client } from '../mqtt/client.ts'
import { CLOSED_BY_PEER, NO_CONNACK, NOT_AUTHORIZED, PROTOCOL_VIOLATION, SERVER_UNAVAILABLE, TOO_MANY_HELD, UNREACHABLE } from '../mqtt/disconnect-reason.ts'

/** The broker has accepted the node. */
export const LINKED = 0
export const JOIN = 1000
/** Wi-Fi says that it is joined, and no broker has answered for long. */
export const CARRIES_NOTHING = 1100

function wifiLine(state: number): Bytes {
  const status = state - JOIN
  if (state === JOIN) return 'joined'
  if (state === CARRIES_NOTHING) return 'joined, but no broker answers. Leaving it'
  if (status === REFUSED) return 'refuses this node: check wifi.password'
  return status === CLOSED ? 'lost' : status === NOT_FOUND ? 'not found: check wifi.network' : 'does not answer'
}

function brokerLine(state: number, nameless: boolean | undefined): Bytes {
  if (state < CLOSED_BY_PEER) {
    // MQTT 3.1.1, table 3.1.
    const codes = ['protocol version', 'client identifier', 'unavailable', 'check broker.user and broker.password', 'not authorized']
    return 'refuses this node, code ' + state + ': ' + (codes[state - 1] || 'unknown')
  }
  if (state === UNREACHABLE) return nameless ? 'unknown name: check broker.host and DNS' : 'cannot be reached'
  if (state === CLOSED_BY_PEER) return 'closed the connection'
  return state === PROTOCOL_VIOLATION || state >= TOO_MANY_HELD ? 'broke the protocol' : state === NO_CONNACK ? 'is silent' : 'does not answer any more'
}

/** `network`: the name of the Wi-Fi. */
export function linkLine(state: number, network: Bytes, client: Client): Bytes {
  const again = '. Trying again'
  const settings = client.settings
  const broker = 'broker ' + settings.host + ':' + settings.port
  if (state >= JOIN) return 'breva: Wi-Fi ' + network + ' ' + wifiLine(state) + (state === JOIN ? '. Connecting to ' + broker : again)
  if (state === LINKED) return 'breva: ' + broker + ' connected'
  return 'breva: ' + broker + ' ' + brokerLine(state, client.network.nameless) + again + (state <= NOT_AUTHORIZED && state !== SERVER_UNAVAILABLE ? ' within 15 min' : '')
}
