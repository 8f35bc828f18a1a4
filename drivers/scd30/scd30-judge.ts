/** Sensirion SCD30: which of a measurement's three values are the air's. Each is judged alone. Pure. */
import { BAD_REPLY, OK, SUSPECT, WARMING } from '../hal/status.ts'
import type { Status } from '../hal/status.ts'
import type { Reading } from '../sensor.ts'
import { type AGAIN, type Course, judgeCo2 } from '../plausibility/plausibility.ts'

/** ppm: where the part's scale ends (data sheet 1.0, table 1). */
const CLAMP = 40000
/** Two values of the same air differ by at most 30 ppm + 3 % (data sheet 1.0, table 1). */
const ACCURACY = 30
const SHARE = 0.03

/**
 * The 18 bytes of a measurement whose checksums are good, which are used up, to `reading`; the result is the status of
 * CO2, WARMING without a `course`. A value that is left out has its reason beside it. BAD_REPLY: not one of the three is
 * a value.
 * @hot
 */
export function judgeMeasurement(bytes: Uint8Array, course: Course | undefined, now: number, reading: Reading): Status | typeof AGAIN {
  // A float is two words: close the gap that the first one's checksum leaves between them.
  for (let i = 0; i < 18; i += 6) {
    bytes[i + 2] = bytes[i + 1]
    bytes[i + 1] = bytes[i]
  }
  const view = new DataView(bytes.buffer)
  const co2 = Math.round(view.getFloat32(1))
  const temperature = view.getFloat32(7)
  const humidity = view.getFloat32(13)
  // Written so that not-a-number fails too.
  if (temperature >= -40 && temperature <= 125) reading.temperature = temperature
  else reading.temperatureStatus = SUSPECT
  // A damp part says a little more than all there can be.
  if (humidity >= 0 && humidity <= 105) reading.humidity = humidity < 100 ? humidity : 100
  else reading.humidityStatus = SUSPECT
  if (reading.temperatureStatus && reading.humidityStatus && !isFinite(co2)) return BAD_REPLY
  if (!course) return WARMING
  const status = judgeCo2(course, co2, CLAMP, ACCURACY + SHARE * co2, now)
  if (status === OK) reading.co2 = co2
  return status
}
