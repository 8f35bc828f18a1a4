/** How often each rung of a ladder was climbed since the start, by the rung's name. Counters that are zero are omitted. */
export type Recoveries = Record<string, number>

/** Has a recovery ladder. Its counts cost nothing before the first failure. */
export interface Recovering {
  recoveries?: Recoveries
}

/** Counts one rung, named as it is published: lower-case words joined by underscores. */
export function climbed(who: Recovering, rung: string): void {
  const counts = who.recoveries || (who.recoveries = {})
  counts[rung] = (counts[rung] || 0) + 1
}
