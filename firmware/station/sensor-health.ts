import { BAD_REPLY, OK, STALE, SUSPECT, WARMING } from '../../drivers/hal/status.ts'
import type { Status } from '../../drivers/hal/status.ts'
import { climbed } from '../../drivers/hal/recoveries.ts'
import type { Probe, Reading, Sensor } from '../../drivers/sensor.ts'
import type { Clock } from '../../drivers/hal/clock.ts'
import type { Quality } from '../../contract/state.ts'

/** As published in `sensor/<name>/status`; `UNKNOWN` until there is reason to say either. */
export const UNKNOWN = 0
export const ONLINE = 1
export const OFFLINE = 2

/** Failures in a row that make a sensor offline and its quality `fault`. */
const FAILURES = 3
/** ms without a reading that lead from one of the station's rungs to the next. */
const STEP = 60000
/** ms in which the slowest part has warmed up. One that answers for twice as long and is not believed is started anew, after another step power-cycled. */
const DOUBT_STEP = 300000
/** ms after which it is a fault: no quantity is warming up or suspect for longer. */
const DOUBT_LIMIT = 1200000
/** Steps from one such climb to the next: an hour. The rungs stand at their steps, as in `climb`. */
const DOUBT_ROUND = 12
/** ms without supply: what is left in the part's capacitors is gone then. */
const DISCHARGED = 2000
/** `turn`: the driver owes no answer, was asked in the current slot, has not answered in the one before, or its part has no supply and is not asked. */
export const IDLE = 0
export const ASKED = 1
const LATE = 2
export const DARK = 3

/** What the station knows of one sensor or probe. Without a field for it, a count is 0. */
export interface SensorHealth {
  /** As in the topic `sensor/<name>/status`. */
  name: string
  /** Where checksum errors are counted; for a probe its record. */
  item: Sensor | Probe
  /** What the current slot has brought, of a sensor always something once it has settled, and why there is not more. */
  data?: Reading | undefined
  code: Status
  /** UNKNOWN, ONLINE or OFFLINE; and what of it the broker has been told on this link. */
  up: number
  told: number
  /** IDLE, ASKED, LATE or DARK; and for how many slots it has been one of the last two. */
  turn?: number
  turnSlots?: number
  /** Slots in a row that have failed. */
  failures?: number
  /** Failures since the last reading. */
  lost?: number
  /** ms for which a quantity ('c', 't', 'h', or 'p') has been doubtful; not there while all is well. */
  doubts?: Record<string, number>
}

/** Of a sensor or probe that nothing is known of. */
export function sensorHealth(name: string, item: Sensor | Probe): SensorHealth {
  return { name: name, item: item, code: WARMING, up: UNKNOWN, told: UNKNOWN }
}

/**
 * Ends a slot: counts failures and doubts, and climbs the ladder. `measures` as in `Sensor`, empty for a probe; `period` in ms.
 * True when the broker is to be told. In one piece, as every sensor of every slot passes here.
 * @hot
 */
export function settleHealth(health: SensorHealth, measures: string, clock: Clock, period: number): boolean {
  const data = health.data
  let whole = health.code === OK
  if (health.turn === ASKED) takeTurn(health, LATE)
  if (data && measures !== 'p') {
    for (const quantity of measures) {
      const value = quantity === 'c' ? data.co2 : quantity === 't' ? data.temperature : data.humidity
      if (!isFinite(value as number)) {
        whole = false
        // A driver that says OK, and neither brings a quantity nor says why, has not read it.
        if (health.code === OK && statusOf(health, quantity) === OK) health.code = BAD_REPLY
      }
    }
  } else if (whole && measures && !(data && data.probes)) {
    whole = false
    health.code = BAD_REPLY
  }
  if (whole) {
    if (health.doubts) forgive(health)
    health.up = ONLINE
  } else fallShort(health, measures, clock, period)
  return health.up !== health.told
}

/** All is well after slots that fell short. */
function forgive(health: SensorHealth): void {
  health.failures = health.lost = 0
  delete health.doubts
}

/** A slot that has not brought everything. */
function fallShort(health: SensorHealth, measures: string, clock: Clock, period: number): void {
  if (!health.data && measures) health.data = {}
  // However long the period, no two rungs at once.
  const passed = Math.min(period, DOUBT_STEP)
  countDoubts(health, measures || 't', passed)
  if (health.code === OK) {
    health.failures = health.lost = 0
    health.up = ONLINE
  } else if (health.code === WARMING || health.code === SUSPECT) {
    doubt(health, measures, clock, passed)
  } else {
    const failures = (health.failures || 0) + 1
    health.failures = failures
    if (failures >= FAILURES) health.up = OFFLINE
    if (measures) climb(health, clock, period)
  }
}

/** For how long each quantity has been doubtful by now. */
function countDoubts(health: SensorHealth, measures: string, passed: number): void {
  const before = health.doubts || {}
  const doubts: Record<string, number> = {}
  const answered = health.code === OK || health.code === WARMING || health.code === SUSPECT
  for (const quantity of measures) {
    const known = before[quantity] || 0
    const status = statusOf(health, quantity)
    if (status === WARMING || status === SUSPECT) doubts[quantity] = known + passed
    // A failure that does not last proves nothing: a part that is being restarted has one.
    else if (!answered && known && (health.lost || 0) * passed < STEP) doubts[quantity] = known
  }
  health.doubts = doubts
}

/** Why the slot has not brought a quantity: its own reason, or that of the first; OK when it has. */
function statusOf(health: SensorHealth, quantity: string): Status {
  const data = health.data
  if (!data || quantity === 'c' || quantity === 'p') return health.code
  const value = quantity === 't' ? data.temperature : data.humidity
  return isFinite(value as number) ? OK : (quantity === 't' ? data.temperatureStatus : data.humidityStatus) || health.code
}

/** The word for a quantity that this slot has not brought; 't' for a probe, 'p' for a bus without one. */
export function qualityOf(health: SensorHealth, quantity: string): Quality {
  const status = statusOf(health, quantity)
  if (status === WARMING || status === SUSPECT) {
    const known = (health.doubts && health.doubts[quantity]) || 0
    return known >= DOUBT_LIMIT ? 'fault' : status === WARMING ? 'warming' : 'suspect'
  }
  return status === STALE || (health.failures || 0) < FAILURES ? 'stale' : 'fault'
}

/** Switches the part's supply, where that is possible. */
export function supply(sensor: Sensor, on: boolean): void {
  if (sensor.power) sensor.power.write(on === (sensor.powerLevel !== 0))
}

/**
 * The station's ladder, above the driver's own: one character for each STEP without a reading, `i` to start the driver anew and
 * `p` to take the part's supply away (without a pin: `i`), repeated for as long as it lasts. `period` is in ms.
 */
function climb(health: SensorHealth, clock: Clock, period: number): void {
  const ladder = 'ip........'
  // At a long period no rung before the third failure, and no two at once.
  const slots = Math.max(FAILURES, Math.ceil(STEP / period))
  const lost = (health.lost || 0) + 1
  health.lost = lost
  if (lost === FAILURES) climbed(health.item as Sensor, 'fault')
  if (lost % slots === 0) takeRung(health, clock, ladder.charAt((lost / slots - 1) % ladder.length))
}

/** The same for a part that answers what is not to be believed; `passed` ms since the slot before. */
function doubt(health: SensorHealth, measures: string, clock: Clock, passed: number): void {
  const now = health.doubts![(measures || 't').charAt(0)]
  const before = now - passed
  health.failures = 0
  // A part that warms up has yet to show that it is well: its ladder goes on where it was.
  if (health.lost && health.code === SUSPECT) health.lost = 0
  health.up = now >= DOUBT_LIMIT ? OFFLINE : ONLINE
  const steps = Math.floor(now / DOUBT_STEP)
  if (!measures || steps === Math.floor(before / DOUBT_STEP)) return
  if (now >= DOUBT_LIMIT && before < DOUBT_LIMIT) climbed(health.item as Sensor, 'fault')
  takeRung(health, clock, '  ip'.charAt(steps % DOUBT_ROUND))
}

function takeRung(health: SensorHealth, clock: Clock, rung: string): void {
  const sensor = health.item as Sensor
  if (rung === 'p' && sensor.power) {
    climbed(sensor, 'power_cycle')
    sensor.stop()
    takeTurn(health, DARK)
    supply(sensor, false)
    clock.after(DISCHARGED, restoreSensor, health)
  } else if (rung === 'i' || rung === 'p') restartSensor(health, 'reinitialise')
}

function takeTurn(health: SensorHealth, turn: number): void {
  health.turn = turn
  health.turnSlots = 0
}

/** The part's supply is back. */
export function restoreSensor(health: SensorHealth): void {
  supply(health.item as Sensor, true)
  // Unless the station has been stopped meanwhile.
  if (health.turn === DARK) restartSensor(health, '')
}

/** Starts the driver anew, and counts it under that name if there is one. */
export function restartSensor(health: SensorHealth, rung: string): void {
  const sensor = health.item as Sensor
  health.turn = IDLE
  if (rung) climbed(sensor, rung)
  sensor.stop()
  sensor.start(() => undefined)
}
