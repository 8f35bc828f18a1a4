/** Sensirion SCD30: which of a measurement's three values are the air's. Each is judged alone. Pure. */
import { BAD_REPLY, OK, SUSPECT, WARMING } from '../hal/status.ts'
import type { Status } from '../hal/status.ts'
import type { Reading } from '../sensor.ts'
import { AGAIN, type Course, judgeCo2, LEAP, settles, type Track } from '../plausibility/plausibility.ts'
import { DAMP_HUMIDITY, HIGHEST_CO2, HIGHEST_HUMIDITY, HIGHEST_TEMPERATURE, LOWEST_TEMPERATURE } from './scd30-settings.ts'
import { MEASUREMENT_REPLY, WORD_REPLY } from './scd30-wire.ts'

/** Two values of the same air differ by at most 30 ppm + 3 % (data sheet 1.0, table 1). */
const ACCURACY = 30
const SHARE = 0.03

/** In place of a number of measurements to be discarded: none is, and the latest CO2 was believed. */
export const TRUSTED = 0

/** What a driver keeps of the measurements so far. */
export interface Climate extends Course {
  /**
   * Above 0: how many measurements are still to be discarded, as their CO2 is not yet the air's after a reset. TRUSTED.
   * Below 0: minus the number of measurements in a row whose CO2 was not believed though there was no reset.
   */
  discard: number
  readonly warmth: Track
}

/**
 * The temperature has left what was believed by `step`, or is the first one, or the one after such. True when one more
 * measurement is to say the same: not while this one does that for CO2, so that a sample ends.
 */
function leapt(climate: Climate, step: number, reading: Reading): boolean {
  const track = climate.warmth
  const again = !track.leap && !climate.leap
  if (!track.leap) track.leap = step
  else if (settles(track, step)) {
    reading.temperature = track.temperature
    return false
  }
  if (!again) reading.temperatureStatus = SUSPECT
  return again
}

/** The temperature is no value. True when not one of the three is. */
function spoilt(reading: Reading, co2: number): boolean {
  reading.temperatureStatus = SUSPECT
  return reading.humidityStatus === SUSPECT && !isFinite(co2)
}

/**
 * The 18 bytes of a measurement whose checksums are good, which are used up, to `reading`; the result is the status of
 * CO2, WARMING while that is discarded. A value that is left out has its reason beside it. BAD_REPLY: not one of the three is
 * a value.
 * @hot
 */
export function judgeMeasurement(bytes: Uint8Array, climate: Climate, now: number, reading: Reading): Status | typeof AGAIN {
  // A float is two words: close the gap that the first one's checksum leaves between them.
  for (let i = 0; i < MEASUREMENT_REPLY; i += 2 * WORD_REPLY) {
    bytes[i + 2] = bytes[i + 1]
    bytes[i + 1] = bytes[i]
  }
  const view = new DataView(bytes.buffer)
  const co2 = Math.round(view.getFloat32(1))
  const temperature = view.getFloat32(7)
  const humidity = view.getFloat32(13)
  const track = climate.warmth
  const step = temperature - track.temperature
  let again = false
  // Written so that not-a-number fails too. A damp part says a little more than all there can be.
  if (humidity >= 0 && humidity <= DAMP_HUMIDITY) reading.humidity = Math.min(humidity, HIGHEST_HUMIDITY)
  else reading.humidityStatus = SUSPECT
  if (temperature >= LOWEST_TEMPERATURE && temperature <= HIGHEST_TEMPERATURE) {
    track.temperature = temperature
    if (step * step <= LEAP * LEAP && !track.leap) reading.temperature = temperature
    else again = leapt(climate, step, reading)
  } else if (spoilt(reading, co2)) return BAD_REPLY
  if (climate.discard > TRUSTED) return WARMING
  const status = judgeCo2(climate, co2, HIGHEST_CO2, ACCURACY + SHARE * co2, now)
  if (status === OK) {
    if (again) return AGAIN
    reading.co2 = co2
  }
  return status
}
