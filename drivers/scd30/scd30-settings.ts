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

// What the part's values can be: data sheet 1.0, tables 1 to 3.
/** ppm: where the scale of CO2 ends. */
export const HIGHEST_CO2 = 40000
/** deg C: the scale of the temperature. */
export const LOWEST_TEMPERATURE = -40
export const HIGHEST_TEMPERATURE = 125
/** % relative: all there can be, and what a damp part says at most. */
export const HIGHEST_HUMIDITY = 100
export const DAMP_HUMIDITY = 105

// What its settings can be: interface description 1.0, 1.4.
/** hPa. */
const LOWEST_PRESSURE = 700
const HIGHEST_PRESSURE = 1400
/** In place of an air pressure: none, `ALTITUDE` counts. */
const NO_PRESSURE = 0
/** s; the shortest is the factory's. */
export const SHORTEST_INTERVAL = 2
const LONGEST_INTERVAL = 1800
/** ppm of the air that a forced recalibration takes place in. */
const LOWEST_REFERENCE = 400
const HIGHEST_REFERENCE = 2000
/** Hundredths of a deg C: a word, of which some firmware takes the highest bit for a sign. */
const HIGHEST_OFFSET = 0x7fff
/** m: a word. */
const HIGHEST_ALTITUDE = 0xffff

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
    PRESSURE, LOWEST_PRESSURE, HIGHEST_PRESSURE, INTERVAL, SHORTEST_INTERVAL, LONGEST_INTERVAL, SELF_CALIBRATION, 0, 1,
    FORCED_RECALIBRATION, LOWEST_REFERENCE, HIGHEST_REFERENCE, TEMPERATURE_OFFSET, 0, HIGHEST_OFFSET, ALTITUDE, 0, HIGHEST_ALTITUDE,
    STOP, 0, 0, SOFT_RESET, 0, 0
  ]
  for (let i = 0; i < ranges.length; i += 3) {
    if (ranges[i] !== setting) continue
    if (setting === PRESSURE && value === NO_PRESSURE) return OK
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
    if (value !== NONE && value !== (place ? 0 : SHORTEST_INTERVAL) && driver.asked[place] === NONE) unasked += ',' + name
  }
  // Quoted by the interpreter, as these are the part's own words.
  const own = driver.serial ? ',"serial":' + JSON.stringify(driver.serial) + ',"firmware":' + JSON.stringify(driver.firmware) : ''
  return ',"type":"SCD30"' + own + ',"range":{"co2":[' + LOWEST_CO2 + ',' + HIGHEST_CO2 + '],"temperature":[' + LOWEST_TEMPERATURE + ',' +
    HIGHEST_TEMPERATURE + '],"humidity":[0,' + HIGHEST_HUMIDITY + ']}' +
    ',"stored":{' + stored + '"pressure":' + (driver.pressure || 'null') + '},"unasked":[' + unasked.slice(1) + ']'
}
