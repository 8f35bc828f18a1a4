/** Sensirion SCD30: what can be set and read besides the measurement (interface description 1.0, May 2020, 1.4). */
import type { Bytes } from '../hal/bytes.ts'
import { OK, OUT_OF_RANGE, UNSUPPORTED } from '../hal/status.ts'
import type { Status } from '../hal/status.ts'
import { LOWEST_CO2 } from '../plausibility/plausibility.ts'
import { DATA_READY, FIRMWARE, SOFT_RESET, STOP } from './scd30-wire.ts'

/** Continuous measurement; the argument is the air pressure, 0 for none or 700-1400 hPa. Overrides `ALTITUDE`. */
export const PRESSURE = 0x0010
/** Seconds between measurements, 2-1800, non-volatile. */
export const INTERVAL = 0x4600
/** Automatic self-calibration: 0 or 1, non-volatile. */
export const SELF_CALIBRATION = 0x5306
/** Forced recalibration to 400-2000 ppm: the curve changes for good, the value reads back as 400 after power-up. */
export const FORCED_RECALIBRATION = 0x5204
/** Hundredths of a deg C taken off the temperature; unsigned, non-volatile. */
export const TEMPERATURE_OFFSET = 0x5403
/** Metres above the sea, non-volatile; ignored while a pressure is set. */
export const ALTITUDE = 0x5102

/** In place of a value: none is known, or none is asked for. */
export const NONE = -1

/** What a driver keeps of the part's settings. */
export interface Scd30Settings {
  firmware: string
  serial: string
  /** INTERVAL, SELF_CALIBRATION, TEMPERATURE_OFFSET and ALTITUDE as `start` is to set them, NONE for as they are found. */
  readonly asked: number[]
  /** The same as the part has them, NONE until it has said so. */
  readonly stored: number[]
  /** hPa given to the part, which does not tell it; 0 for none. */
  pressure: number
}

/** Called once, never before the call it was given to has returned; `value` only from a `get` that is OK. */
export type CommandDone = (status: Status, value?: number) => void

/** The place of TEMPERATURE_OFFSET, which is published in another unit than it is stored in. */
const OFFSET = 2

/** Where in `Scd30.asked` and `Scd30.stored` a setting that outlives a power cut has its place; -1 for any other. */
export function placeOf(setting: number): number {
  return [INTERVAL, SELF_CALIBRATION, TEMPERATURE_OFFSET, ALTITUDE].indexOf(setting)
}

/** OK, UNSUPPORTED or OUT_OF_RANGE for a `set`. */
export function accepts(setting: number, value: number): Status {
  // The setting, its least and its most.
  const ranges = [
    PRESSURE, 700, 1400, INTERVAL, 2, 1800, SELF_CALIBRATION, 0, 1, FORCED_RECALIBRATION, 400, 2000,
    TEMPERATURE_OFFSET, 0, 0x7fff, ALTITUDE, 0, 0xffff, STOP, 0, 0, SOFT_RESET, 0, 0
  ]
  for (let i = 0; i < ranges.length; i += 3) {
    if (ranges[i] !== setting) continue
    if (setting === PRESSURE && value === 0) return OK
    return value >= ranges[i + 1] && value <= ranges[i + 2] && value % 1 === 0 ? OK : OUT_OF_RANGE
  }
  return UNSUPPORTED
}

/** Whether a `get` may ask for it. */
export function tells(setting: number): boolean {
  return placeOf(setting) >= 0 || [FORCED_RECALIBRATION, FIRMWARE, DATA_READY].indexOf(setting) >= 0
}

/**
 * What `info` says of the part. `stored`: its own settings, null for what it has not told; the offset in deg C. `unasked`: which of
 * these are neither the factory's nor asked for by the node's settings, so that a former life may have left them.
 */
export function description(driver: Scd30Settings): Bytes {
  const names = ['interval', 'self_calibration', 'temperature_offset', 'altitude']
  let stored = ''
  let unasked = ''
  for (let place = 0; place < names.length; place++) {
    const value = driver.stored[place]
    const name = '"' + names[place] + '"'
    const text = place === OFFSET ? (value / 100).toFixed(2) : '' + value
    stored += name + ':' + (value === NONE ? 'null' : text) + ','
    if (value !== NONE && value !== (place ? 0 : 2) && driver.asked[place] === NONE) unasked += ',' + name
  }
  // Quoted by the interpreter, as these are the part's own words.
  const own = driver.serial ? ',"serial":' + JSON.stringify(driver.serial) + ',"firmware":' + JSON.stringify(driver.firmware) : ''
  return ',"type":"SCD30"' + own + ',"range":{"co2":[' + LOWEST_CO2 + ',40000],"temperature":[-40,125],"humidity":[0,100]}' +
    ',"stored":{' + stored + '"pressure":' + (driver.pressure || 'null') + '},"unasked":[' + unasked.slice(1) + ']'
}
