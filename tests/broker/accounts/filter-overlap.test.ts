import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { overlaps } from '../../../broker/accounts/filter-overlap.ts'
import { matchesFilter } from '../../../broker/topic-filter.ts'

const LEVELS = ['a', 'b', '']
const filter = fc.tuple(fc.array(fc.constantFrom(...LEVELS, '+'), { minLength: 1, maxLength: 3 }), fc.boolean()).map(([levels, all]) => [...levels, ...all ? ['#'] : []].join('/'))

/** Every topic of one to four of these levels. */
const TOPICS = [1, 2, 3, 4].flatMap(count => Array.from({ length: LEVELS.length ** count }, (_, n) => Array.from({ length: count }, (_, at) => LEVELS[Math.floor(n / LEVELS.length ** at) % LEVELS.length]).join('/')))

describe('two filters overlap', () => {
  it('exactly where a topic matches both', () => {
    fc.assert(fc.property(filter, filter, (one, other) => {
      expect([one, other, overlaps(one, other)]).toEqual([one, other, TOPICS.some(topic => matchesFilter(one, topic) && matchesFilter(other, topic))])
    }), { numRuns: 500 })
  })

  it('not where one is about the broker itself', () => {
    expect([overlaps('#', '$SYS/#'), overlaps('$SYS/+', '$SYS/#'), overlaps('#', 'a/#')]).toEqual([false, true, true])
  })
})
