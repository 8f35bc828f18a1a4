import { describe, it } from 'vitest'
import { expectGoodDay } from '../../support/tortured-day.ts'

/** More of them: days.long.test.ts. */
const SEEDS = Array.from({ length: 10 }, (_, i) => i + 1)

describe('a day of torture', () => {
  // One test each, so that the one who waits for the results hears of us between two of them.
  it.each(SEEDS)('of seed %i violates nothing, and loses no sample uncounted but with the power', expectGoodDay)
})
