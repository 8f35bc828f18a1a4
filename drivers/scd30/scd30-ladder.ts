/** Sensirion SCD30: how its driver goes on when a measurement is not simply good: start, settings, failures, the recovery ladder. */
import { BAD_CHECKSUM, BAD_REPLY, OK, STALE, SUSPECT, WARMING } from '../hal/status.ts'
import type { I2cBus } from '../hal/i2c-bus.ts'
import type { Status } from '../hal/status.ts'
import { climbed, type Recovering } from '../hal/recoveries.ts'
import { AGAIN } from '../plausibility/plausibility.ts'
import type { Reading, SampleDone } from '../sensor.ts'
import { type Climate, TRUSTED } from './scd30-judge.ts'
import { ALTITUDE, type CommandDone, INTERVAL, NONE, placeOf, PRESSURE, type Scd30Settings, SELF_CALIBRATION, TEMPERATURE_OFFSET } from './scd30-settings.ts'
import { DATA_READY, FIRMWARE, MEASUREMENT, SERIAL, serialOf, SOFT_RESET, STOP } from './scd30-wire.ts'

// What the driver is about.
/** Nothing under way, the part measures. */
export const IDLE = 0
/** Not started, or every rung of the ladder failed: the next sample starts it anew. */
export const DOWN = 1
/** A single `get` or `set`. */
export const COMMAND = 2
/** Waiting for data and reading them. */
export const MEASURING = 3
/** Bringing the part to measure; samples are answered at the next opportunity, without a value. */
export const STARTING = 4

// The rungs of the recovery ladder, as far as climbed since the last good frame.
export const UNCLIMBED = 0
const NEW_CYCLE = 1
const RESTARTED = 2
export const RESET = 3
export const CLEARED = 4

/** ms between a command's STOP and the next START: more than 3, and 10 in the vendor's driver. */
export const PAUSE = 10
/** ms until the part answers after a soft reset or power-up. */
export const BOOT = 2000
/** The polls that fill three intervals, four each. */
export const POLLS = 12
/** ms between two of them for each second of the interval. */
export const POLL = 250
/** How often a setting is written at most: what is counted down from POLLS. */
const WRITES = 2
/** How often a command is sent at most, and one that resets or that ends a measurement. */
const ATTEMPTS = 3
const FEWER_ATTEMPTS = 2
/** Readings after a reset whose CO2 is 0 or too low. */
const DISCARDED = 2
/** Readings without believable CO2, in a row and without a reset to explain them, that bring one on. */
const MISSING = 5

/** The driver as the steps below see it. */
export interface Scd30Driver extends Recovering, Climate, Scd30Settings {
  readonly bus: I2cBus
  errors: number
  /** IDLE, DOWN, COMMAND, MEASURING or STARTING. */
  state: number
  /** UNCLIMBED, NEW_CYCLE, RESTARTED, RESET or CLEARED. */
  rung: number
  /** The command under way, and its argument or NONE. */
  command: number
  argument: number
  /** What the setting under way is to become, or NONE when it is only read. */
  wanted: number
  /** How often the command under way has failed. */
  tries: number
  /** POLLS less the polls of this measurement, or less the writes of the setting under way, of which there are at most WRITES. */
  left: number
  /** Why samples have no value while starting: what failed last, if there has been no good frame since. */
  status: Status
  done: CommandDone | undefined
  sampled: SampleDone | undefined
  /** Sends a command after `delay` ms. */
  begin(state: number, command: number, argument: number, delay: number): void
  /** Ends the sample under way, if one is. */
  answer(status: Status, reading: Reading | undefined): void
}

/** The ladder: what each rung is called, and the command that begins it. */
export function climb(driver: Scd30Driver, rung: number): void {
  const ladder = ['resynchronise', DATA_READY, 'restart', STOP, 'soft_reset', SOFT_RESET, 'bus_clear', SOFT_RESET]
  const again = rung === NEW_CYCLE
  driver.rung = rung
  climbed(driver, ladder[2 * rung - 2] as string)
  if (rung === CLEARED) driver.bus.clear()
  driver.begin(again ? MEASURING : STARTING, ladder[2 * rung - 1] as number, NONE, again ? driver.asked[0] * POLL : 0)
}

/** The next rung of the ladder, or none: then the start has failed, or the sample. */
function failed(driver: Scd30Driver, status: Status): void {
  // What has waited for three intervals is not cured by one more.
  const rung = driver.rung === UNCLIMBED && status === STALE ? RESTARTED : driver.rung + 1
  driver.status = status
  if (rung === CLEARED) driver.answer(status, undefined)
  if (rung <= CLEARED) {
    climb(driver, rung)
    return
  }
  over(driver, DOWN, status, NONE)
  driver.answer(status, undefined)
}

/** A `get` or `set` is over, or a start that has failed. */
function over(driver: Scd30Driver, state: number, status: Status, value: number): void {
  const done = driver.done
  driver.state = state
  driver.done = undefined
  if (state === IDLE && driver.sampled) driver.begin(MEASURING, DATA_READY, NONE, 0)
  if (done) done(status, value)
}

/** A command of a start is over: what it told is kept, and the next one is sent. */
function step(driver: Scd30Driver, status: Status, value: number, bytes: Uint8Array | undefined): void {
  const command = driver.command
  // After a mere restart of the measuring (STOP) only the last.
  const steps = [SOFT_RESET, FIRMWARE, SERIAL, INTERVAL, SELF_CALIBRATION, TEMPERATURE_OFFSET, ALTITUDE, STOP, PRESSURE]
  const next = steps[steps.indexOf(command) + (command === ALTITUDE ? 2 : 1)]
  if (command === SOFT_RESET) driver.discard = DISCARDED
  if (command === FIRMWARE) driver.firmware = (value >> 8) + '.' + (value & 255)
  if (command === SERIAL) driver.serial = status === OK && bytes ? serialOf(bytes) : ''
  if (command === PRESSURE) {
    const done = driver.done
    driver.begin(MEASURING, DATA_READY, NONE, driver.asked[0] * POLL)
    driver.done = undefined
    if (done) done(OK)
    return
  }
  if (placeOf(next) >= 0) driver.wanted = driver.asked[placeOf(next)]
  driver.begin(STARTING, next, next === PRESSURE ? driver.pressure : NONE, 0)
}

/** The command under way once more. */
function resend(driver: Scd30Driver, delay: number): void {
  const tries = driver.tries
  const left = driver.left
  driver.begin(driver.state, driver.command, driver.argument, delay)
  driver.tries = tries
  driver.left = left
}

/** A command that failed is sent once more, unless it has been often enough. */
function repeats(driver: Scd30Driver): boolean {
  const rebooting = driver.command === SOFT_RESET
  if (++driver.tries >= (rebooting || driver.command === MEASUREMENT ? FEWER_ATTEMPTS : ATTEMPTS)) return false
  climbed(driver, 'retry')
  resend(driver, rebooting ? BOOT : PAUSE)
  return true
}

/** The setting under way has to be written, or read back, before it is as it is wanted. */
function differs(driver: Scd30Driver, value: number): boolean {
  if (driver.argument === NONE && (value === driver.wanted || --driver.left < POLLS - WRITES)) return false
  driver.argument = driver.argument === NONE ? driver.wanted : NONE
  driver.tries = 0
  resend(driver, PAUSE)
  return true
}

/** A command is over; `value` is NONE where it told none. */
function conclude(driver: Scd30Driver, status: Status, value: number, bytes: Uint8Array | undefined): void {
  const place = placeOf(driver.command)
  if (place >= 0) driver.stored[place] = value
  if (driver.state === COMMAND) over(driver, IDLE, status, value)
  // What only tells something about the part is not what its measuring depends on.
  else if (status === OK || driver.command === SERIAL || place > 0) step(driver, status, value, bytes)
  else failed(driver, status)
}

/** All but the good course of a measurement: failures and the ladder, settings, the steps of a start. */
export function proceed(driver: Scd30Driver, status: Status, value: number, bytes: Uint8Array | undefined): void {
  const wanted = driver.wanted
  if (status === BAD_CHECKSUM) driver.errors++
  if (status !== OK && repeats(driver)) return
  if (status === OK && wanted !== NONE && differs(driver, value)) return
  driver.wanted = NONE
  conclude(driver, status === OK && wanted !== NONE && value !== wanted ? BAD_REPLY : status, status === OK ? value : NONE, bytes)
}

/** A measurement whose CO2 is not to be believed yet, or the first after such. */
export function doubt(driver: Scd30Driver, verdict: Status | typeof AGAIN, reading: Reading): void {
  if (verdict === BAD_REPLY) {
    proceed(driver, BAD_REPLY, 0, undefined)
    return
  }
  driver.state = IDLE
  if (driver.discard > TRUSTED) {
    driver.discard--
    driver.believed = driver.leap = 0
    driver.begin(MEASURING, DATA_READY, NONE, driver.asked[0] * POLL)
    driver.answer(WARMING, reading)
  } else if (verdict === AGAIN) {
    driver.begin(MEASURING, DATA_READY, NONE, driver.asked[0] * POLL)
  } else if (verdict === OK) {
    driver.discard = TRUSTED
    driver.status = WARMING
    driver.answer(OK, reading)
  } else {
    // One reset, and no more before the CO2 is good again: what it does not cure is the station's.
    if (--driver.discard <= -MISSING && driver.status !== SUSPECT) {
      driver.status = SUSPECT
      climb(driver, RESET)
    }
    driver.answer(SUSPECT, reading)
  }
}
