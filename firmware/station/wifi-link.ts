import type { Clock, Timer } from '../../drivers/hal/clock.ts'
import { climbed } from '../../drivers/hal/recoveries.ts'
import type { Recovering, Recoveries } from '../../drivers/hal/recoveries.ts'
import { CLOSED, OK, REFUSED, TIMEOUT } from '../../drivers/hal/status.ts'
import type { Status } from '../../drivers/hal/status.ts'
import type { Wifi } from '../../drivers/hal/wifi.ts'
import { CLOSED_BY_PEER } from '../mqtt/disconnect-reason.ts'
import type { Client } from '../mqtt/client.ts'
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

  constructor(wifi: Wifi, settings: WifiSettings, clock: Clock, owner: Owner) {
    this.wifi = wifi
    this.clock = clock
    this.settings = settings
    this.owner = owner
    this.state = STOPPED
    this.delay = SHORTEST
    this.started = false
    this.due = 0
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

  /** Counts why a connection to the broker has ended or did not begin, and prints a refusal by the broker; see `disconnect-reason.ts`. */
  ended(reason: number): void {
    const causes = ['closed', 'violation', 'no_connack', 'no_acknowledgement', 'no_pingresp', 'not_sent', 'left', 'too_many_held', 'unreachable']
    if (reason < CLOSED_BY_PEER) this.owner.facts.refused(reason)
    climbed(this, 'broker_' + (causes[reason - CLOSED_BY_PEER] || 'refused'))
  }

  private joined(status: Status): void {
    if (status === OK) {
      this.state = JOINED
      this.due = Infinity
      this.delay = SHORTEST
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
      climbed(this, status === CLOSED ? 'wifi_lost' : status === TIMEOUT ? 'wifi_timeout' : status === REFUSED ? 'wifi_refused' : 'wifi_not_found')
      if (status === REFUSED) this.owner.facts.refused(0)
    }
  }
}
