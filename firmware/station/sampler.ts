import { BAD_REPLY, NOT_FOUND, OK } from '../../drivers/hal/status.ts'
import type { Clock, Timer } from '../../drivers/hal/clock.ts'
import type { Probe, Sensor } from '../../drivers/sensor.ts'
import { type AnswerListener, SensorHealth } from './sensor-health.ts'

/** Told when a slot's sample is complete, or its deadline has come. */
export interface SampleListener {
  /** `changed`: what is known of some sensor or probe is not what `told` says. */
  onSample(changed: boolean): void
}

/** ms from the start to the first slot, shorter periods excepted. */
const FIRST = 5000
/** ms that a slot waits for answers, unless the period is shorter. */
const DEADLINE = 5000

/**
 * Asks every sensor at once, on slots of monotonic time. A slot ends when all have answered and at the latest at its
 * deadline, so that no sensor holds up another. A slot late by more than half a period is skipped and counted, not made
 * up for.
 */
export class Sampler implements AnswerListener {
  /** In the order configured, and the probes in the order met. */
  readonly sensors: SensorHealth[]
  readonly probes: SensorHealth[]
  /** Names of probes that do not count as long as they are absent. */
  forgotten: string
  /** Slots skipped. */
  late: number
  private readonly clock: Clock
  private readonly listener: SampleListener
  /** ms */
  private readonly period: number
  private timer: Timer
  /** When `timer` is due; long past when it has been lost. */
  due: number
  /** When the next slot is due. */
  private next: number
  private open: boolean

  /** `period` in ms. */
  constructor(sensors: Sensor[], period: number, clock: Clock, listener: SampleListener) {
    this.sensors = []
    for (const sensor of sensors) this.sensors.push(new SensorHealth(sensor.name, sensor))
    this.probes = []
    this.forgotten = ''
    this.late = 0
    this.clock = clock
    this.listener = listener
    this.period = period
    this.due = 0
    this.next = 0
    this.open = false
  }

  /** @cold */
  start(): void {
    for (const health of this.sensors) {
      const sensor = health.item as Sensor
      health.supply(true)
      sensor.start(() => undefined)
    }
    const first = Math.min(this.period, FIRST)
    this.next = this.clock.now() + first
    this.wait(first)
  }

  /** Safe twice. @cold */
  stop(): void {
    this.clock.cancel(this.timer)
    this.timer = undefined
    this.open = false
    for (const health of this.sensors) {
      const sensor = health.item as Sensor
      health.owed = 0
      sensor.stop()
    }
  }

  /** Ends the slot when every sensor asked has answered, or in any case when `now`. In one piece, as every slot passes here. @hot */
  close(now: boolean): void {
    if (!this.open) return
    if (!now) {
      for (const health of this.sensors) {
        if (health.owed === 1) return
      }
    }
    this.open = false
    let changed = false
    for (const bus of this.sensors) {
      const sensor = bus.item as Sensor
      if (bus.settle(sensor.measures, this.clock, this.period)) changed = true
      if (sensor.measures !== 'p') continue
      const found = bus.data && bus.data.probes
      let at = 0
      for (const health of this.probes) health.code = found ? NOT_FOUND : bus.code
      for (const probe of found || []) {
        // Mostly they are in the same order.
        let health: SensorHealth | undefined = this.probes[at++]
        if (!health || health.name !== probe.rom) health = this.healthOf(probe)
        if (!health) continue
        health.item = probe
        health.code = probe.status === OK && !isFinite(probe.temperature) ? BAD_REPLY : probe.status
      }
      for (const health of this.probes) {
        if (health.settle('', this.clock, this.period)) changed = true
      }
    }
    this.clock.cancel(this.timer)
    this.wait(this.next - this.clock.now())
    this.listener.onSample(changed)
    for (const health of this.sensors) health.data = undefined
  }

  /** What is known of a probe; a new record for one that is met for the first time, and none for one that is forgotten and absent. */
  private healthOf(probe: Probe): SensorHealth | undefined {
    for (const known of this.probes) {
      if (known.name === probe.rom) return known
    }
    if (probe.status === NOT_FOUND && this.forgotten.includes(probe.rom)) return undefined
    const health = new SensorHealth(probe.rom, probe)
    this.probes.push(health)
    return health
  }

  /** @hot */
  private wait(delay: number): void {
    this.timer = this.clock.after(delay, Sampler.tick, this)
    this.due = this.clock.now() + delay
  }

  /** A slot, or the deadline of the one that is open; nothing when neither is due, so that it may be called for a lost timer. */
  static tick(sampler: Sampler): void {
    // Less than a millisecond is the timer's inaccuracy.
    if (sampler.clock.now() + 1 < sampler.due) return
    sampler.timer = undefined
    if (sampler.open) {
      sampler.close(true)
      return
    }
    const clock = sampler.clock
    const period = sampler.period
    const missed = Math.max(0, Math.floor((clock.now() - sampler.next) / period + 0.5))
    sampler.late += missed
    sampler.next += missed * period
    const wait = sampler.next - clock.now()
    if (wait >= 1) {
      sampler.wait(wait)
      return
    }
    sampler.next += period
    sampler.open = true
    sampler.wait(Math.min(period * 0.8, DEADLINE))
    for (const health of sampler.sensors) health.ask(sampler, period)
  }
}
