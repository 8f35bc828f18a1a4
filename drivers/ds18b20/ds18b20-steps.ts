// What a sample of DS18B20 does besides reading good probes: searches, settings, second attempts and second conversions.
import { BAD_CHECKSUM, NOT_FOUND, OK, type Status, SUSPECT } from '../hal/status.ts'
import { climbed } from '../hal/recoveries.ts'
import { settles } from '../plausibility/plausibility.ts'
import { PARASITE, VERIFIED } from '../sensor.ts'
import { type Ds18b20Driver, type Ds18b20Probe, RESOLUTION_SHIFT } from './ds18b20-settings.ts'
import { CONVERT_T, findProbes, setUpProbe } from './ds18b20-wire.ts'

/** Attempts at everything, each with a reset of its own: on an ESP32 Wi-Fi disturbs slots. */
export const ATTEMPTS = 6
/** Attempts at a search. */
const SEARCHES = 3
/** Samples from one search to the next. */
const SEARCH_EVERY = 6
/** ms for a conversion at 9 bits; each bit more doubles it. */
const CONVERSION = 93.75
/** By how much a part that cannot say when it has done is given longer. */
const MARGIN = 4 / 3
/** Questions whether the conversions have ended, 25 ms apart: 1.25 s. */
const POLLS = 50

// The phases of whatever is under way.
/** Nothing is; the one phase that is false. */
export const IDLE = 0
/** Names are asked for. */
export const SEARCH = 1
/** Probes that are not known to have their settings get them. */
export const SET_UP = 2
/** The probes are to be told to convert. */
export const CONVERT = 3
/** They do, and are asked whether they have done. */
export const CONVERTING = 4
/** One scratchpad after the other. */
export const READ = 5
/** All is set up: copy or recall, where that is asked for. */
export const MEMORY = 6

// The rounds of a sample.
/** All convert at once, and no result was suspect so far; the one round that is false. */
export const FIRST = 0
/** Some first result was suspect. */
export const DOUBTED = 1
/** Those are converted again, all at once. */
export const AGAIN = 2
/** One probe converts alone, to show that it does: its value was the one from before. */
export const ALONE = 3
/** There is nothing left to be done. */
export const OVER = 4

/** A reading that is not OK; true when it is tried once more. */
export function refused(driver: Ds18b20Driver, probe: Ds18b20Probe, status: Status): boolean {
  if (status === BAD_CHECKSUM) driver.errors++
  if (status === SUSPECT) {
    if (!driver.round) driver.round = DOUBTED
  } else if (++driver.attempt < ATTEMPTS) {
    climbed(driver, 'retry')
    return true
  } else if (status === NOT_FOUND && probe.status !== NOT_FOUND) {
    climbed(driver, 'search')
    driver.untilSearch = 0
  }
  return false
}

/** A reading that has left what was believed, or the first one: the next conversion says whether that is true. */
export function leapt(driver: Ds18b20Driver, probe: Ds18b20Probe, step: number): Status {
  if (driver.round < AGAIN) {
    // From the first one there is none: `step` is not a number. What has not been confirmed yet is no start of the next one.
    if (step) probe.leap = (probe.leap || 0) + step
    driver.round = DOUBTED
    return SUSPECT
  }
  return settles(probe, step) ? OK : SUSPECT
}

/** One search of the bus. @hot */
export function search(driver: Ds18b20Driver): void {
  const broken = findProbes(driver)
  driver.untilSearch = broken ? 0 : SEARCH_EVERY - 1
  if (broken > 0) driver.errors += broken
  if (!broken || ++driver.attempt >= SEARCHES) {
    driver.phase = SET_UP
    driver.attempt = 0
    if (driver.probes.length === 0) driver.status = driver.busStatus
  }
}

/** One attempt at the settings of a probe that is not known to have them. */
export function setUp(driver: Ds18b20Driver, probe: Ds18b20Probe): void {
  const status = setUpProbe(driver.bus, probe, driver.resolution, driver.attempt === ATTEMPTS - 1)
  if (status === BAD_CHECKSUM) driver.errors++
  if (probe.kind & PARASITE) driver.hold = true
  if (status === OK) driver.attempt = 0
  else if (++driver.attempt >= ATTEMPTS) {
    driver.attempt = 0
    if (driver.command && (!driver.target || driver.target === probe.rom)) driver.status = status
    if (probe.want) driver.index++
    else {
      // A name that never answered was noise in the search.
      driver.probes.splice(driver.index, 1)
      driver.untilSearch = 0
      if (driver.probes.length === 0) driver.status = NOT_FOUND
    }
  }
}

/** Makes all probes convert, or one alone. Returns the ms until they are read; `phase` stays CONVERT where it is to be tried again. @hot */
export function beginConversions(driver: Ds18b20Driver): number {
  const bus = driver.bus
  let bits = 0
  bus.reset()
  if (driver.round === ALONE) bus.select(driver.probes[driver.index].rom)
  else bus.skip()
  bus.write(CONVERT_T, driver.hold)
  driver.lost = false
  if (!driver.hold) {
    // Powered parts answer 0 while they convert: anything else means that the command was lost.
    const answer = bus.read(1)
    driver.lost = answer[0] !== 0
    if (driver.lost && ++driver.attempt < ATTEMPTS) return 1
  }
  driver.attempt = 0
  driver.going = false
  driver.polls = driver.hold ? 0 : POLLS
  driver.phase = driver.lost ? READ : CONVERTING
  if (driver.lost) return 1
  for (const probe of driver.probes) bits = Math.max(bits, probe.want & VERIFIED ? (probe.want >> RESOLUTION_SHIFT) & 3 : 3)
  // A held line must not be touched before they have ended: what was not enough at first gets twice that.
  return Math.ceil(CONVERSION * (1 << bits) * (driver.hold ? driver.round === AGAIN ? 2 * MARGIN : MARGIN : 1))
}
