/** ms before every attempt, in addition to the random part. */
const BASE = 1000
/** ms, the longest random part. */
export const BACKOFF_CAP = 120000
/** ms, the same after a refusal that asking again will not cure. */
export const REFUSED_CAP = 900000

/**
 * How long to wait before the next attempt, ms: a base, so that nothing hammers, and full jitter over an exponentially
 * growing span, so that a fleet does not come back in step. `attempt` counts from 0; `random` is in [0, 1).
 */
export function backoffDelay(attempt: number, cap: number, random: number): number {
  return BASE + random * Math.min(cap, BASE * Math.pow(2, attempt))
}
