import type { Bytes } from '../../drivers/hal/bytes.ts'
import type { Quality } from '../../contract/state.ts'
import { CO2_DECIMALS, HUMIDITY_DECIMALS, HUMIDITY_PER, TEMPERATURE_DECIMALS, TEMPERATURE_PER } from '../../contract/units.ts'

/** How a sample is written, the one just taken and one that was kept: the same to the byte. */

/** Behind the last quality: nothing raises an alert yet, and a reader finds the list all the same. */
export const SAMPLE_END = '},"alerts":[]}'

/** The words for what has no value; a record has their places. A bus without probes has one of the second and the last. */
export function lackingWords(): Quality[] {
  return ['warming', 'stale', 'suspect', 'fault']
}

/**
 * The value at a place of a sample, 0 co2, 1 temperature, 2 humidity, and from 3 on probes, from a whole number of its smallest
 * steps: `toFixed` alone prints -0.00. @hot
 */
export function written(place: number, steps: number): Bytes {
  return place === 0 ? steps.toFixed(CO2_DECIMALS)
    : place === 2 ? (steps / HUMIDITY_PER).toFixed(HUMIDITY_DECIMALS) : (steps / TEMPERATURE_PER).toFixed(TEMPERATURE_DECIMALS)
}
