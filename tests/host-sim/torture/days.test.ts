import { describe, it } from 'vitest'
import { expectGoodDay } from '../../support/tortured-day.ts'

/** Two of the many of days.long.test.ts. */
const SEEDS = [3, 4]

describe('a day of torture', () => {
  // One test each, so that the one who waits for the results hears of us between two of them.
  it.each(SEEDS)('of seed %i violates nothing, and loses no sample uncounted but with the power', expectGoodDay)
})
