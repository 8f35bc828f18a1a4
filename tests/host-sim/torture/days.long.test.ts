import { describe, it } from 'vitest'
import { share } from '../../support/share.ts'
import { expectGoodDay } from '../../support/tortured-day.ts'

/** Behind the ten of days.test.ts. */
const FIRST = 11
const SEEDS = Array.from({ length: share(100) }, (_, i) => FIRST + i)

describe('a day of torture', () => {
  it.each(SEEDS)('of seed %i violates nothing, and loses no sample uncounted but with the power', expectGoodDay)
})
