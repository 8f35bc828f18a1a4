import type { VirtualClock } from '../../host-sim/clock/virtual-clock.ts'

/** ms that a test waits for something at most, where nothing else is said: an hour of virtual time. */
const LIMIT = 3_600_000

/**
 * Lets virtual time pass, alarm by alarm, until `condition` holds, and returns the ms that it took. What does not come
 * within `limit` ms, or cannot come since no alarm is set, is an error.
 */
export function until(clock: VirtualClock, condition: () => boolean, limit = LIMIT): number {
  const begun = clock.now()
  while (!condition()) {
    if (clock.nextDue() > begun + limit || !clock.step()) {
      throw new Error(`It is now ${clock.now()} ms, and it does not hold within ${limit} ms of ${begun} ms that ${String(condition).replace(/^\(\) => /, '')}`)
    }
  }
  return clock.now() - begun
}
