import { describe, it } from 'vitest'
import { share } from '../../support/share.ts'
import { expectGoodDay } from '../../support/tortured-day.ts'

const SEEDS = Array.from({ length: share(110) }, (_, i) => i + 1)

describe('a day of torture', () => {
  it.each(SEEDS)('of seed %i violates nothing, and loses no sample uncounted but with the power', expectGoodDay)
})
