import type { MemoryBroker } from '../../broker/memory-broker.ts'
import { STATUS_ONLINE } from '../../contract/status-word.ts'
import { Violation } from './violation.ts'

const SECOND = 1000
/** ms of the broker's own delays. */
const DELAY = 5 * SECOND
/** ms on a good link after which the birth must be there, whatever wills and twins said: the longest hold is 32 s. */
const BIRTH = 45 * SECOND
/** ms from the last fault of the link to `online`: a connection attempt, the backoff's cap, and the join's. */
const RECOVERY = 320 * SECOND
/** The same after a refusal that asking again will not cure. */
const REFUSED_RECOVERY = 1000 * SECOND
/** ms after which the node has left a Wi-Fi that carries nothing and joined it anew; a refusal before it makes it wait longest. */
const SILENT_RECOVERY = 1200 * SECOND

/** What is the case at the node, for one moment. */
export interface LinkFacts {
  now: number
  /** It has power. */
  powered: boolean
  /** Packets can pass. */
  reachable: boolean
  connected: boolean
  /** A fault of Wi-Fi, network, broker or power is active. */
  troubled: boolean
  /** The Wi-Fi says that it is joined, and carries nothing until it is joined anew. */
  silent: boolean
  /** The broker refuses for a reason that asking again will not cure. */
  refused: boolean
}

/** I5 and I6 for the link of one node. Called every second. */
export class LinkCheck {
  private readonly broker: MemoryBroker
  private readonly topic: string
  /** ms of silence after which the broker has published the will. */
  private readonly will: number
  private apart = 0
  private together = 0
  private trouble = 0
  private refusedAt = -Infinity
  private carriedAt = 0

  /** `topic`: the node's status; `keepAlive` in seconds. */
  constructor(broker: MemoryBroker, topic: string, keepAlive: number) {
    this.broker = broker
    this.topic = topic
    this.will = 1500 * keepAlive + DELAY
  }

  check(facts: LinkFacts): void {
    const now = facts.now
    const status = this.broker.retained.get(this.topic)
    this.note(facts)
    if (status === STATUS_ONLINE && now - this.apart > this.will) throw new Violation('I6', `the status is online, and nothing came from the node for ${now - this.apart} ms`)
    if (status !== STATUS_ONLINE && now - this.together > BIRTH) throw new Violation('I6', `the status is ${status}, and the node is connected for ${now - this.together} ms`)
    const allowed = this.refusedAt > this.trouble - REFUSED_RECOVERY ? REFUSED_RECOVERY : RECOVERY
    if (now - this.trouble > allowed && status !== STATUS_ONLINE) throw new Violation('I5', `the node is not online ${now - this.trouble} ms after the last fault of its link`)
    if (now - this.carriedAt > SILENT_RECOVERY) throw new Violation('I5', `the node keeps a Wi-Fi that has carried nothing for ${now - this.carriedAt} ms`)
  }

  private note({ now, powered, reachable, connected, troubled, silent, refused }: LinkFacts): void {
    const disturbed = troubled || !powered
    if (powered && reachable) this.apart = now
    if (!connected || troubled || this.broker.clients().length !== 1) this.together = now
    if (disturbed || !silent) this.carriedAt = now
    if (disturbed || silent) this.trouble = now
    if (refused) this.refusedAt = now
  }

  /** A fault of the link begins or ends: between two checks, perhaps. */
  told(now: number): void {
    this.trouble = now
    this.together = now
  }

  /** A message of the node has reached the broker: between two checks, perhaps. */
  heard(now: number): void {
    this.apart = now
  }

  /** Nothing has been wrong with the link for so long that everything is due. */
  settled(now: number): boolean {
    return now - this.trouble > REFUSED_RECOVERY
  }
}
