import { EARLY, type Clock, type Timer } from '../../drivers/hal/clock.ts'
import { climbed } from '../../drivers/hal/recoveries.ts'
import type { Recovering, Recoveries } from '../../drivers/hal/recoveries.ts'
import { CLOSED, NOT_FOUND, OK, REFUSED, TIMEOUT } from '../../drivers/hal/status.ts'
import type { Wifi } from '../../drivers/hal/wifi.ts'
import { CLOSED_BY_PEER, NO_CONNACK, STOPPED as LEFT, UNREACHABLE } from '../mqtt/disconnect-reason.ts'
import type { Client } from '../mqtt/client.ts'
import { CARRIES_NOTHING, JOIN, LINKED, linkLine } from './link-lines.ts'
import type { NodeFacts } from './node-facts.ts'
import type { Sntp } from './sntp.ts'
import type { WifiSettings } from '../../contract/settings.ts'

/** ms before the first attempt to join again, and the longest that doubling it makes. */
const SHORTEST = 1000
const LONGEST = 60000
/** The same after a wrong password, which asking again will not cure. */
const REFUSED_LONGEST = 300000
/** ms for which an answer to `join` is waited for; the platform's own limit is 30 s. */
const JOINING_LIMIT = 40000
/**
 * ms without an answer from a broker after which a joined Wi-Fi is left, and the random part, so that a fleet does not do it at
 * once. The next failure to connect comes up to 2.6 minutes later.
 */
const SILENCE = 600000
const SILENCE_SPREAD = 150000

// Where the link stands.
const STOPPED = 0
const JOINING = 1
const JOINED = 2
const WAITING = 3

/** What needs the network. */
interface Owner {
  client: Client
  sntp?: Sntp
  facts: NodeFacts
}

/** Joins the network and joins again for ever: the platform does neither by itself. Starts its owner's client and clock when first joined. */
export interface WifiLink extends Recovering {
  /** Why it had to join again, and why the connection to the broker ended. */
  recoveries?: Recoveries
  wifi: Wifi
  clock: Clock
  settings: WifiSettings
  owner: Owner
  state: number
  delay: number
  timer?: Timer
  /** When `timer` or the platform's answer is due, Infinity while there is nothing to wait for. */
  due: number
  /** 1 once the owner's client and clock have been started, else 0. */
  started: number
  /** When the Wi-Fi is left, should no broker have answered by then. */
  patience: number
  /** The latest state that the console was told, see `link-lines.ts`. */
  said: number
}

export function openWifiLink(wifi: Wifi, settings: WifiSettings, clock: Clock, owner: Owner): WifiLink {
  return { wifi: wifi, clock: clock, settings: settings, owner: owner, state: STOPPED, delay: SHORTEST, due: 0, started: 0, patience: 0, said: LINKED }
}

/** Joins now, or when `due`; also the task of the timer. Nothing while there is something else to wait for. */
export function joinWifi(link: WifiLink): void {
  const now = link.clock.now()
  if (now + EARLY < link.due) return
  link.due = now + JOINING_LIMIT
  link.timer = undefined
  if (link.state === STOPPED) {
    link.wifi.onLost(() => {
      if (link.state === JOINED) joined(link, CLOSED)
    })
  }
  link.state = JOINING
  link.wifi.join(link.settings.network, link.settings.password, status => {
    if (link.state === JOINING) joined(link, status)
  })
}

/** No further attempts; the association stays. Safe twice. */
export function stopWifi(link: WifiLink): void {
  const owner = link.owner
  if (owner.sntp) owner.sntp.stop()
  link.clock.cancel(link.timer)
  link.timer = undefined
  link.state = STOPPED
  link.started = 0
  link.due = 0
}

/** A broker has accepted the node. */
export function sayLinked(link: WifiLink): void {
  say(link, LINKED)
}

/**
 * Counts and tells why a connection to the broker has ended or did not begin; see `disconnect-reason.ts`. Wi-Fi that carries nothing
 * is left: one on which no broker has said anything for long.
 */
export function linkEnded(link: WifiLink, reason: number): void {
  const causes = ['closed', 'violation', 'no_connack', 'no_acknowledgement', 'no_pingresp', 'not_sent', 'left', 'too_many_held', 'unreachable', 'bad_message']
  climbed(link, 'broker_' + (causes[reason - CLOSED_BY_PEER] || 'refused'))
  if (reason !== LEFT) say(link, reason)
  if (reason !== UNREACHABLE && reason !== NO_CONNACK) heard(link)
  else if (link.state === JOINED && link.clock.now() >= link.patience) {
    link.wifi.leave()
    joined(link, CARRIES_NOTHING - JOIN)
  }
}

/** The network carries something. */
function heard(link: WifiLink): void {
  link.patience = link.clock.now() + SILENCE + SILENCE_SPREAD * link.owner.client.random()
}

/** One line on the console, if it is another state than before. */
function say(link: WifiLink, state: number): void {
  if (state === link.said) return
  link.said = state
  link.owner.facts.say(linkLine(state, link.settings.network, link.owner.client))
}

/** `status` of a join, or CARRIES_NOTHING less JOIN. */
function joined(link: WifiLink, status: number): void {
  say(link, JOIN + status)
  if (status === OK) {
    link.state = JOINED
    link.due = Infinity
    link.delay = SHORTEST
    heard(link)
    if (link.started) return
    const owner = link.owner
    link.started = 1
    owner.client.start()
    // After what may block: an answer must not lie about meanwhile.
    if (owner.sntp) owner.sntp.start()
  } else {
    link.state = WAITING
    link.due = link.clock.now() + link.delay
    link.timer = link.clock.after(link.delay, joinWifi, link)
    link.delay = Math.min(link.delay * 2, status === REFUSED ? REFUSED_LONGEST : LONGEST)
    climbed(link, 'wifi_' + (
      status === CLOSED ? 'lost' : status === TIMEOUT ? 'timeout' : status === REFUSED ? 'refused' : status === NOT_FOUND ? 'not_found' : 'silent'
    ))
  }
}
