import type { Health } from '../../contract/health.ts'
import { HEALTH_TOPIC, HISTORY_TOPIC, STATE_TOPIC } from '../../contract/topics.ts'
import type { NodeListener, NodePort } from './node-port.ts'
import { Violation } from './violation.ts'

/** The messages of a `history`, each as it stands there. */
export function statesIn(history: string): string[] {
  return history.slice(1, -1).split(/(?<=\}),(?=\{"node":)/)
}

/** What tells a `state` message from all others: `<boot>/<seq>`. */
export function nameOf(state: string): string {
  const [, boot, sequence] = /"boot":(\d+),"seq":(\d+)/.exec(state) ?? []
  return `${boot}/${sequence}`
}

/**
 * I1, I3 and I9: keeps the books of one start of the firmware by listening in on what its parts tell each other, and holds
 * every `health` against them.
 */
export class Ledger implements NodeListener {
  produced = 0
  /** Of this start and of those before, as often as they were. */
  acknowledged = 0
  /** Samples of former starts that were found in flash. */
  readonly recovered: number
  /** The latest `state` that reached the broker. */
  received = 0
  /** The last sample of a `history` that was acknowledged: nothing up to it comes again in this start. */
  delivered = '0/0'
  private readonly now: () => number
  /** ms between slots, and from the start to the first. */
  private readonly period: number
  private readonly first: number
  private readonly node: NodePort
  private readonly sound: () => boolean
  private readonly boot: number
  /** Every sample that nobody has acknowledged, as it would have been published when it was taken. */
  private readonly open: Map<string, string>
  /** Samples given up because they ended three links running. */
  private rejected = 0
  private readonly arrived = new Set<string>()
  private flying: string[] = []
  private history = false
  private packet = 0

  /**
   * `now` counts from power-on; `period` in seconds. `open`: what former starts have left unacknowledged, to be added to; `boot` is the
   * number of this one. `sound`: whatever was written to flash can be read.
   */
  constructor(node: NodePort, now: () => number, period: number, boot = 1, open = new Map<string, string>(), sound = (): boolean => false) {
    this.now = now
    this.period = period * 1000
    this.first = Math.min(this.period, 5000)
    this.node = node
    this.recovered = node.queued
    this.boot = boot
    this.sound = sound
    this.open = open
    node.listen(this)
  }

  /** Samples dropped in this start so far, of whichever start they were. */
  get dropped(): number {
    return this.node.dropped
  }

  /** Samples that are neither acknowledged nor dropped. */
  pending(): number {
    return this.recovered + this.produced - this.acknowledged - this.dropped
  }

  /**
   * Told of every `state` that has reached the broker in a `history`: it must be what was taken, but for a date that was unknown then. True when it is
   * that to the byte.
   */
  came(state: string): boolean {
    const name = nameOf(state)
    this.arrived.add(name)
    const taken = this.open.get(name)
    if (taken === undefined || taken === state) return taken === state
    const dated = name.startsWith(`${this.boot}/`) && taken.includes('"time":null')
    if (!dated || taken !== state.replace(/"time":"[^"]*"/, '"time":null')) throw new Violation('I10', `the history has ${state}, and taken was ${taken}`)
    return false
  }

  onTaking(): void {
    this.produced++
  }

  /** While a sample is published in the midst of being taken, it is not among the open ones yet. */
  onTaken(state: string): void {
    const name = `${this.boot}/${this.produced}`
    this.open.set(name, state)
    if (nameOf(state) !== name) throw new Violation('I1', `sample ${name} is ${state}`)
  }

  onAcknowledged(id: number): void {
    if (id === this.packet) this.settle()
  }

  onReturned(id: number, rejected: boolean): void {
    if (id !== this.packet) return
    // A history of several goes again in halves.
    if (rejected && this.flying.length === 1) this.rejected++
    this.flying = []
    this.packet = 0
  }

  onPublished(id: number, topic: string, payload: string): void {
    if (id > 0) {
      this.packet = id
      this.flying = []
      this.history = false
    }
    if (id > 0 && topic.endsWith(`/${STATE_TOPIC}`)) {
      this.flying = [nameOf(payload)]
      if (this.flying[0] !== `${this.boot}/${this.produced}`) throw new Violation('I1', `the sample ${this.produced} is due, and published was ${payload}`)
    } else if (id > 0 && topic.endsWith(`/${HISTORY_TOPIC}`)) {
      this.flying = statesIn(payload).map(nameOf)
      this.history = true
    } else if (id >= 0 && topic.endsWith(`/${HEALTH_TOPIC}`)) this.compare(JSON.parse(payload) as Health)
  }

  private settle(): void {
    for (const name of this.flying) {
      const own = name.startsWith(`${this.boot}/`)
      if (own && this.received < Number(name.split('/')[1]) && !this.arrived.has(name)) throw new Violation('I3', `sample ${name} is acknowledged, and the broker has not had it`)
      // One of a former start may have been acknowledged there, and the mark not have been set.
      if (!this.open.delete(name) && own) throw new Violation('I1', `sample ${name} is acknowledged a second time`)
      this.arrived.delete(name)
      this.acknowledged++
    }
    if (this.history) this.delivered = this.flying[this.flying.length - 1]
    this.flying = []
    this.history = false
    this.packet = 0
  }

  private compare(health: Health): void {
    if (health.drops.rejected !== this.rejected) throw new Violation('I1', `${this.rejected} samples were rejected, and ${health.drops.rejected} are counted`)
    if (health.drops.storage > 0 && this.sound()) throw new Violation('I1', `${health.drops.storage} samples are counted as unreadable, and the flash is sound`)
    const drops = health.drops.overflow + health.drops.decimated + health.drops.storage + health.drops.rejected
    if (this.recovered + this.produced !== this.acknowledged + health.queued + drops) {
      throw new Violation('I1', `of ${this.recovered} + ${this.produced} samples ${this.acknowledged} are acknowledged, ${health.queued} queued and ${drops} counted as dropped`)
    }
    const off = this.now() - this.first - this.period * (this.produced + health.late_slots)
    // The slot under way, and one that may be late by half a period and takes 5 s.
    if (off > 1.5 * this.period + 5000 || off < -1.5 * this.period) {
      throw new Violation('I9', `${this.produced} samples and ${health.late_slots} late slots do not make up ${this.now()} ms: off by ${off} ms`)
    }
  }
}
