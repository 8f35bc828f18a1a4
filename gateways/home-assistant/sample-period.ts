import { PERIOD_MOST } from '../../contract/ranges.ts'
import type { HeardNode } from './heard-node.ts'

/** From this sample of a start on, the time since the start says how far apart samples are: to a tenth. */
const ENOUGH_SAMPLES = 10
/** Expiry is rounded up to so many seconds, as samples come up to a second early or late. */
const STEP = 5
const PERIODS = 3

/**
 * Seconds from one sample to the next, measured, as no message says it: between two samples that were heard of one start, or
 * as the mean since the start. Undefined where neither is to be had.
 */
export function samplePeriod({ first, latest }: Pick<HeardNode, 'first' | 'latest'>): number | undefined {
  if (!first || !latest) return undefined
  if (latest.boot === first.boot && latest.seq > first.seq) return (latest.uptime - first.uptime) / (latest.seq - first.seq) / 1000
  return latest.seq >= ENOUGH_SAMPLES ? latest.uptime / latest.seq / 1000 : undefined
}

/** Seconds after which a value without a successor is no longer known: three periods, and the longest there can be where the period is not known. */
export function expireAfter(period: number | undefined): number {
  return Math.ceil(Math.min(period ?? PERIOD_MOST, PERIOD_MOST) * PERIODS / STEP) * STEP
}
