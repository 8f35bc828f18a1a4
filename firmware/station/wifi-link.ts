import type { Clock, Timer } from '../../drivers/hal/clock.ts'
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
  sntp: Sntp | undefined
  readonly facts: NodeFacts
}

/** Joins the network and joins again for ever: the platform does neither by itself. Starts its owner's client and clock when first joined. */
export class WifiLink implements Recovering {
  /** Why it had to join again, and why the connection to the broker ended. */
  recoveries?: Recoveries
  private readonly wifi: Wifi
  private readonly clock: Clock
  private readonly settings: WifiSettings
  private readonly owner: Owner
  private state: number
  private delay: number
  private timer: Timer
  /** When `timer` or the platform's answer is due, Infinity while there is nothing to wait for. */
  due: number
  private started: boolean
  /** When the Wi-Fi is left, should no broker have answered by then. */
  private patience: number
  /** The latest state that the console was told, see `link-lines.ts`. */
  private said: number

  constructor(wifi: Wifi, settings: WifiSettings, clock: Clock, owner: Owner) {
    this.wifi = wifi
    this.clock = clock
    this.settings = settings
    this.owner = owner
    this.state = STOPPED
    this.delay = SHORTEST
    this.started = false
    this.due = this.patience = 0
    this.said = LINKED
  }

  /** Joins now, or when `due`; also the task of the timer. Nothing while there is something else to wait for. */
  static join(link: WifiLink): void {
    const now = link.clock.now()
    if (now + 1 < link.due) return
    link.due = now + JOINING_LIMIT
    link.timer = undefined
    if (link.state === STOPPED) {
      link.wifi.onLost(() => {
        if (link.state === JOINED) link.joined(CLOSED)
      })
    }
    link.state = JOINING
    link.wifi.join(link.settings.network, link.settings.password, status => {
      if (link.state === JOINING) link.joined(status)
    })
  }

  /** No further attempts; the association stays. Safe twice. @cold */
  stop(): void {
    const owner = this.owner
    if (owner.sntp) owner.sntp.stop()
    this.clock.cancel(this.timer)
    this.timer = undefined
    this.state = STOPPED
    this.started = false
    this.due = 0
  }

  /** A broker has accepted the node. */
  linked(): void {
    this.say(LINKED)
  }

  /**
   * Counts and tells why a connection to the broker has ended or did not begin; see `disconnect-reason.ts`. Wi-Fi that carries nothing
   * is left: one on which no broker has said anything for long.
   */
  ended(reason: number): void {
    const causes = ['closed', 'violation', 'no_connack', 'no_acknowledgement', 'no_pingresp', 'not_sent', 'left', 'too_many_held', 'unreachable', 'bad_message']
    climbed(this, 'broker_' + (causes[reason - CLOSED_BY_PEER] || 'refused'))
    if (reason !== LEFT) this.say(reason)
    if (reason !== UNREACHABLE && reason !== NO_CONNACK) this.heard()
    else if (this.state === JOINED && this.clock.now() >= this.patience) {
      this.wifi.leave()
      this.joined(CARRIES_NOTHING - JOIN)
    }
  }

  /** The network carries something. */
  private heard(): void {
    this.patience = this.clock.now() + SILENCE + SILENCE_SPREAD * this.owner.client.random()
  }

  /** One line on the console, if it is another state than before. */
  private say(state: number): void {
    if (state === this.said) return
    this.said = state
    this.owner.facts.say(linkLine(state, this.settings.network, this.owner.client))
  }

  /** `status` of a join, or CARRIES_NOTHING less JOIN. */
  private joined(status: number): void {
    this.say(JOIN + status)
    if (status === OK) {
      this.state = JOINED
      this.due = Infinity
      this.delay = SHORTEST
      this.heard()
      if (this.started) return
      const owner = this.owner
      this.started = true
      owner.client.start()
      // After what may block: an answer must not lie about meanwhile.
      if (owner.sntp) owner.sntp.start()
    } else {
      this.state = WAITING
      this.timer = this.clock.after(this.delay, WifiLink.join, this)
      this.due = this.clock.now() + this.delay
      this.delay = Math.min(this.delay * 2, status === REFUSED ? REFUSED_LONGEST : LONGEST)
      climbed(this, 'wifi_' + (
        status === CLOSED ? 'lost' : status === TIMEOUT ? 'timeout' : status === REFUSED ? 'refused' : status === NOT_FOUND ? 'not_found' : 'silent'
      ))
    }
  }
}
