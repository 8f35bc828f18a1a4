// How long to wait before the next attempt. Why so: docs/decisions/0015-back-at-a-constant-rate.md.

import { CLOSED_BY_PEER, NOT_AUTHORIZED, SERVER_UNAVAILABLE, STOPPED } from './disconnect-reason.ts'

/** ms before every attempt, in addition to the random part. */
const BASE = 1000
/** ms, the longest random part as long as nothing but the broker is missing. */
export const SPAN = 45000
/** ms, the same where links have been accepted and ended soon, time and again. */
export const SOON_ENDED_CAP = 120000
/** ms, the same after a refusal that asking again will not cure. */
export const REFUSED_CAP = 900000

/**
 * ms to wait. `attempt` counts those since the last link was accepted, from 0. `failures` counts links running that were
 * refused or ended soon; each after the first doubles the span, up to `cap`. `random` is in [0, 1).
 *
 * Intervals that are drawn evenly, and a first one with the distribution of what remains of such an interval at any moment:
 * so the attempts of a fleet come at a constant rate from the first second on, however long the broker is away.
 */
export function backoffDelay(attempt: number, failures: number, cap: number, random: number): number {
  const span = Math.min(cap, SPAN * Math.pow(2, Math.max(0, failures - 1)))
  return BASE + span * (attempt > 0 || failures > 1 ? random : 1 - Math.sqrt(random))
}

/** What a client remembers of its attempts: those since a link was accepted, and links running that were refused or ended soon. */
export interface Attempts {
  attempt: number
  failures: number
}

/** ms to wait after a link, or an attempt at one, that ended for that reason. Counts the attempt that follows. */
export function pauseAfter(client: Attempts, reason: number, random: number): number {
  // It only cleared up at the broker, or the owner has come back at once.
  if (reason === STOPPED) return BASE + BASE * random
  const attempt = client.attempt
  client.attempt++
  // Where no link was accepted nothing says that the broker minds us.
  let cap = attempt > 0 ? SPAN : SOON_ENDED_CAP
  if (reason < CLOSED_BY_PEER && reason !== SERVER_UNAVAILABLE) {
    client.failures++
    cap = reason <= NOT_AUTHORIZED ? REFUSED_CAP : SOON_ENDED_CAP
  }
  return backoffDelay(attempt, client.failures, cap, random)
}
