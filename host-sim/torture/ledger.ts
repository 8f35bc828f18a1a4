import type { InProcessStation } from '../board/in-process-station.ts'
import { Violation } from './violation.ts'

/** What `health` says of samples. */
interface Health {
  drops: { overflow: number }
  late_slots: number
}

/**
 * I1, I3 and I9: keeps the books of one start of the firmware by listening in on what its parts tell each other, and holds
 * every `health` against them. A newer sample takes the place of one that nobody has acknowledged.
 */
export class Ledger {
  produced = 0
  acknowledged = 0
  dropped = 0
  /** Sequence number of the latest `state` that reached the broker. */
  received = 0
  private readonly now: () => number
  /** ms between slots, and from the start to the first. */
  private readonly period: number
  private readonly first: number
  private waiting = 0
  private flying = 0
  private packet = 0

  /** `now` counts from power-on; `period` in seconds. */
  constructor(node: InProcessStation, now: () => number, period: number) {
    this.now = now
    this.period = period * 1000
    this.first = Math.min(this.period, 5000)
    this.listen(node)
  }

  /** Samples that are neither acknowledged nor dropped. */
  pending(): number {
    return (this.waiting > 0 ? 1 : 0) + (this.flying > 0 ? 1 : 0)
  }

  private listen(node: InProcessStation): void {
    const station = node.station
    const client = node.client
    const { onSample, onAcknowledged, onDisconnected } = station
    const { publish } = client
    station.onSample = changed => {
      this.produced++
      if (this.waiting > 0) this.dropped++
      this.waiting = this.produced
      onSample.call(station, changed)
    }
    station.onAcknowledged = id => {
      if (this.flying > 0 && id === this.packet) this.settle()
      onAcknowledged.call(station, id)
    }
    station.onDisconnected = (...reason) => {
      if (this.flying > 0 && this.waiting > 0) this.dropped++
      else if (this.flying > 0) this.waiting = this.flying
      this.flying = 0
      onDisconnected.call(station, ...reason)
    }
    client.publish = (topic, payload, qos, retain) => {
      const id = publish.call(client, topic, payload, qos, retain)
      if (id > 0 && topic.endsWith('/state')) {
        this.flying = this.waiting
        this.waiting = 0
        this.packet = id
        if (!payload.includes(`"seq":${this.flying},`)) throw new Violation('I1', `the sample ${this.flying} is due, and published was ${payload}`)
      } else if (id >= 0 && topic.endsWith('/health')) this.compare(JSON.parse(payload) as Health)
      return id
    }
  }

  private settle(): void {
    if (this.received < this.flying) throw new Violation('I3', `sample ${this.flying} is acknowledged, and the broker has none after ${this.received}`)
    this.acknowledged++
    this.flying = 0
  }

  private compare(health: Health): void {
    const overflow = health.drops.overflow
    if (this.produced !== this.acknowledged + this.pending() + overflow) {
      throw new Violation('I1', `of ${this.produced} samples ${this.acknowledged} are acknowledged, ${this.pending()} pending and ${overflow} counted as dropped`)
    }
    const off = this.now() - this.first - this.period * (this.produced + health.late_slots)
    // The slot under way, and one that may be late by half a period and takes 5 s.
    if (off > 1.5 * this.period + 5000 || off < -1.5 * this.period) {
      throw new Violation('I9', `${this.produced} samples and ${health.late_slots} late slots do not make up ${this.now()} ms: off by ${off} ms`)
    }
  }
}
