import fc from 'fast-check'
import { describe, it } from 'vitest'
import { courses, expectExact, expectReturned, travelled, ways } from '../../support/pair-course.ts'
import { SessionPair } from '../../support/session-pair.ts'
import { share } from '../../support/share.ts'

const RUNS = share(2500)
/** ms that are enough for that many courses on a busy machine. */
const TIMEOUT = 60_000 + 100 * RUNS

describe('two sessions and a broker between them, on many courses', () => {
  it.each([['kept', false, expectExact], ['clean', true, expectReturned]] as const)('keep their promises with a %s session at the sender', (_name, cleanSession, expectKept) => {
    fc.assert(fc.property(ways, courses, (way, course) => {
      expectKept(travelled(new SessionPair({ ...way, sender: { cleanSession } }), course))
    }), { numRuns: RUNS, seed: 5 })
  }, TIMEOUT)
})
