/** What can go wrong in a DS18B20, as `Ds18b20Part.inject` takes it. */
import { FAILED } from './ds18b20-memory.ts'

/**
 * Beside 'unplug', 'corrupt' (a bit of each byte it sends, sometimes) and 'hang' (presence and nothing more): 'unplug-in-read'
 * (gone in the middle of the next scratchpad), 'brown-out' (the supply breaks down in each conversion), 'lost-convert' (44 does
 * nothing), 'failed-conversion', 'zero' (its data output is stuck low), 'slow' (conversions take half as long again), 'spike'
 * (each 20th is 30 deg C too high).
 */
export const DS18B20_FAULTS = [
  'unplug', 'corrupt', 'hang', 'unplug-in-read', 'brown-out', 'lost-convert', 'failed-conversion', 'zero', 'slow', 'spike'
]

const SPIKE_EVERY = 20
/** Sixteenths of a deg C. */
const SPIKE = 480

/** What the part's `number`th conversion gives, in sixteenths of a deg C. */
export function spoiltMeasurement(active: string[], sixteenths: number, number: number): number {
  if (active.includes('failed-conversion')) return FAILED
  return active.includes('spike') && number % SPIKE_EVERY === 0 ? sixteenths + SPIKE : sixteenths
}

/** By how much longer a conversion takes. */
export function slowness(active: string[]): number {
  return active.includes('slow') ? 1.5 : 1
}
