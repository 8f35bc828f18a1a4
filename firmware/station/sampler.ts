import { BAD_REPLY, NOT_FOUND, OK, TIMEOUT } from '../../drivers/hal/status.ts'
import { EARLY, type Clock, type Timer } from '../../drivers/hal/clock.ts'
import type { Probe, Sensor } from '../../drivers/sensor.ts'
import { ASKED, DARK, IDLE, restartSensor, restoreSensor, type SensorHealth, sensorHealth, settleHealth, supply } from './sensor-health.ts'

/** Told when a slot's sample is complete, or its deadline has come. */
export interface SampleListener {
  /** `changed`: what is known of some sensor or probe is not what `told` says. */
  onSample(changed: boolean): void
}

/** ms from the start to the first slot, shorter periods excepted. */
const FIRST = 5000
/** ms that a slot waits for answers, unless the period is shorter. */
const DEADLINE = 5000
/** How much of a shorter one: a probe converts for 750 ms. */
const SHARE = 0.9
/** ms a driver may owe its answer before it is stopped and started anew: longer than any part's own recovery. */
const PATIENCE = 30000

/**
 * Asks every sensor at once, on slots of monotonic time. A slot ends when all have answered and at the latest at its
 * deadline, so that no sensor holds up another. A slot late by more than half a period is skipped and counted, not made
 * up for.
 */
export interface Sampler {
  /** In the order configured, and the probes in the order met. */
  sensors: SensorHealth[]
  probes: SensorHealth[]
  /** Names of probes that do not count as long as they are absent; not there before the first. */
  forgotten?: string
  /** Slots skipped; not there before the first. */
  late?: number
  clock: Clock
  listener: SampleListener
  /** ms */
  period: number
  timer?: Timer
  /** When `timer` is due; long past when it has been lost. */
  due: number
  /** When the next slot is due. */
  next: number
  /** 1 while a slot waits for answers, else 0. */
  open: number
}

/** `period` in ms. */
export function openSampler(sensors: Sensor[], period: number, clock: Clock, listener: SampleListener): Sampler {
  const healths: SensorHealth[] = []
  for (const sensor of sensors) healths.push(sensorHealth(sensor.name, sensor))
  return { sensors: healths, probes: [], clock: clock, listener: listener, period: period, due: 0, next: 0, open: 0 }
}

export function startSampling(sampler: Sampler): void {
  for (const health of sampler.sensors) {
    const sensor = health.item as Sensor
    supply(sensor, true)
    sensor.start(() => undefined)
  }
  const first = Math.min(sampler.period, FIRST)
  sampler.next = sampler.clock.now() + first
  waitForSlot(sampler, first)
}

/** Safe twice. */
export function stopSampling(sampler: Sampler): void {
  sampler.clock.cancel(sampler.timer)
  sampler.timer = undefined
  sampler.open = 0
  for (const health of sampler.sensors) {
    const sensor = health.item as Sensor
    health.turn = IDLE
    sensor.stop()
  }
}

/** What the bus of `bus` has brought goes to its probes. In one piece, as every slot passes here. @hot */
function shareOut(sampler: Sampler, bus: SensorHealth): void {
  const found = bus.data && bus.data.probes
  const probes = sampler.probes
  let at = 0
  for (const health of probes) health.code = found ? NOT_FOUND : bus.code
  for (const probe of found || []) {
    // Mostly they are in the same order.
    let health: SensorHealth | undefined = probes[at++]
    if (!health || health.name !== probe.rom) health = healthOf(sampler, probe)
    if (!health) continue
    health.item = probe
    health.code = probe.status === OK && !isFinite(probe.temperature) ? BAD_REPLY : probe.status
  }
}

/** Ends the slot. @hot */
function closeSlot(sampler: Sampler): void {
  const clock = sampler.clock
  const period = sampler.period
  let changed = false
  sampler.open = 0
  for (const bus of sampler.sensors) {
    const sensor = bus.item as Sensor
    if (settleHealth(bus, sensor.measures, clock, period)) changed = true
    if (sensor.measures === 'p') {
      shareOut(sampler, bus)
      for (const health of sampler.probes) {
        if (settleHealth(health, '', clock, period)) changed = true
      }
    }
  }
  clock.cancel(sampler.timer)
  waitForSlot(sampler, sampler.next - clock.now())
  sampler.listener.onSample(changed)
  for (const health of sampler.sensors) health.data = undefined
}

/** A driver has answered: the slot ends when every sensor asked has. @hot */
function answered(sampler: Sampler): void {
  if (!sampler.open) return
  for (const health of sampler.sensors) {
    if (health.turn === ASKED) return
  }
  closeSlot(sampler)
}

/** What is known of a probe; a new record for one that is met for the first time, and none for one that is forgotten and absent. */
function healthOf(sampler: Sampler, probe: Probe): SensorHealth | undefined {
  for (const known of sampler.probes) {
    if (known.name === probe.rom) return known
  }
  if (probe.status === NOT_FOUND && ((sampler.forgotten || '') + '.').includes(probe.rom)) return undefined
  const health = sensorHealth(probe.rom, probe)
  sampler.probes.push(health)
  return health
}

/** @hot */
function waitForSlot(sampler: Sampler, delay: number): void {
  sampler.due = sampler.clock.now() + delay
  sampler.timer = sampler.clock.after(delay, sampleTick, sampler)
}

/** Opens a slot: asks the driver, unless it still owes an answer. @hot */
function ask(sampler: Sampler, health: SensorHealth): void {
  const sensor = health.item as Sensor
  health.code = TIMEOUT
  health.data = undefined
  if (!health.turn) {
    health.turn = ASKED
    sensor.sample((status, reading) => {
      // A late answer belongs to no slot.
      if (health.turn === ASKED) {
        health.code = status
        health.data = reading
      }
      health.turn = IDLE
      answered(sampler)
    })
    return
  }
  const slots = (health.turnSlots || 0) + 1
  health.turnSlots = slots
  if (health.turn === DARK) {
    // By the second slot its timer has fired, or was lost.
    if (slots > 1) restoreSensor(health)
  } else if (slots * sampler.period >= PATIENCE) restartSensor(health, 'reinitialise')
}

/** A slot, or the deadline of the one that is open. A timer that fires before either is due is set anew. */
export function sampleTick(sampler: Sampler): void {
  const ahead = sampler.due - sampler.clock.now()
  if (ahead > EARLY) {
    waitForSlot(sampler, ahead)
    return
  }
  sampler.timer = undefined
  if (sampler.open) {
    closeSlot(sampler)
    return
  }
  const clock = sampler.clock
  const period = sampler.period
  const missed = Math.floor((clock.now() - sampler.next) / period + 0.5)
  if (missed > 0) {
    sampler.late = (sampler.late || 0) + missed
    sampler.next += missed * period
  }
  const wait = sampler.next - clock.now()
  if (wait >= 1) {
    waitForSlot(sampler, wait)
    return
  }
  sampler.next += period
  sampler.open = 1
  waitForSlot(sampler, Math.min(period * SHARE, DEADLINE))
  for (const health of sampler.sensors) ask(sampler, health)
}
