/** What can go wrong in an SCD30, as `Scd30Part.inject` takes it. */
import type { Random } from '../random.ts'

/**
 * Beside 'unplug', 'corrupt' (one bit a reply) and 'hang' (answers nothing while active): 'corrupt-word', 'not-a-number',
 * 'all-ff', 'all-00', 'never-ready', 'stretch' (30 ms always), 'stretch-long' (150 ms), 'stretch-forever', 'dead' (until the
 * next power-up), 'modbus' (SEL high at the next power-up).
 * Soft ones, of one quantity: 'zero' (CO2 is 0), 'clamp' (CO2 is 40000), 'low' (CO2 is a third), 'stick' (CO2 stays what it
 * is), 'spike' (each 50th CO2 is 300 ppm too high), 'warm-spike' (each 50th
 * temperature is 20 deg C too high), 'cold-element' (the temperature is -45 deg C), 'old-altitude' (3000 m are
 * stored while active).
 * Once, on activation: 'lost-start' (stops measuring), 'old-interval' (60 s stored), 'negative-offset' (-7 deg C stored).
 */
export const SCD30_FAULTS = [
  'unplug', 'corrupt', 'hang', 'corrupt-word', 'not-a-number', 'all-ff', 'all-00', 'zero', 'never-ready', 'stretch', 'stretch-long', 'stretch-forever',
  'dead', 'modbus', 'lost-start', 'old-interval', 'negative-offset', 'clamp', 'low', 'stick', 'spike', 'warm-spike', 'cold-element', 'old-altitude'
]

/** Measurements from one spike to the next, and its height in ppm. */
const SPIKE_EVERY = 50
const SPIKE = 300
/** The height in deg C of one of the temperature. */
const WARM_SPIKE = 20
/** deg C of a broken element. */
const BROKEN = -45

/** What of a measurement is sent as CO2: the part's `number`th since the reset, `stuck` being the one that stays. */
export function spoiltCo2(active: Record<string, boolean>, co2: number, number: number, stuck: number): number {
  // The first CO2 after a reset is 0, the second may be low.
  if (active['zero'] || number === 1) return 0
  if (active['clamp']) return 40000
  if (active['stick']) return stuck
  const value = number === 2 ? co2 * 0.7 : active['low'] ? co2 / 3 : co2
  return active['spike'] && number % SPIKE_EVERY === 0 ? value + SPIKE : value
}

/** The same for the temperature. */
export function spoiltTemperature(active: Record<string, boolean>, temperature: number, number: number): number {
  const spike = active['warm-spike'] && number % SPIKE_EVERY === 0 ? WARM_SPIKE : 0
  return active['cold-element'] ? BROKEN : temperature + spike
}

/** What becomes of a reply that is about to be read. */
export function distort(active: Record<string, boolean>, random: Random, reply: number[]): void {
  if (active['corrupt']) reply[random.below(reply.length)] ^= 1 << random.below(8)
  if (active['corrupt-word']) {
    const word = 3 * random.below(reply.length / 3)
    reply[word] ^= 1 + random.below(255)
    reply[word + 1] = random.below(256)
  }
  if (active['all-ff']) reply.fill(0xff)
  if (active['all-00']) reply.fill(0)
}
