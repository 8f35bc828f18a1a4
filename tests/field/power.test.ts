import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FlashedBench } from '../support/flashed-bench.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
/** As quick as can be, and healthy after a minute as the node is. */
const APPLICATION = 'print("runs");setTimeout(function(){require("Storage").write(breva.file,"H",breva.offset)},60000)'
const REPORTS = 'arendst/Tasmota#4342, #6966, #8303, esphome/issues#5196, espressif/esp-idf#4489'

/** A start ends after so many ms by a power cut, a crash, or `reset()` at the console and a restart. */
interface Ending {
  after: number
  by: 'power' | 'crash' | 'console'
}

const moment = fc.oneof(fc.integer({ min: 0, max: 59_000 }), fc.integer({ min: 0, max: 10 * MINUTE }))
const endings = (by: fc.Arbitrary<Ending['by']>, most: number): fc.Arbitrary<Ending[]> => fc.array(fc.record({ after: moment, by }), { maxLength: most })

function bench(): FlashedBench {
  const one = new FlashedBench({ scripts: { application: APPLICATION } })
  one.node.start()
  return one
}

function end(one: FlashedBench, { after, by }: Ending): void {
  one.clock.advance(after)
  one.printed.length = 0
  if (by === 'power') one.restart()
  else if (by === 'crash') one.crash()
  else {
    one.node.reset()
    one.crash()
  }
}

function runs(one: FlashedBench): boolean {
  return one.printed.includes('runs') && one.node.evaluate('breva.trouble') === ''
}

describe('power cuts and crashes', () => {
  it(`field case 1, ${REPORTS}: a settled node that loses its power six times after 20 s measures on for a day`, () => {
    const node = FlashedBench.settled()
    for (let cut = 0; cut < 6; cut++) {
      node.clock.advance(20 * SECOND)
      node.restart()
    }
    const before = node.states().length
    node.clock.advance(24 * HOUR)
    expect(node.states().length - before).toBeGreaterThan(8600)
    expect(node.states().at(-1)).toMatchObject({ boot: 7, quality: { co2: 'ok' } })
  }, 120_000)

  it(`field case 1, ${REPORTS}: power cuts and resets at the console, of any number and spacing, never stop the application`, () => {
    fc.assert(fc.property(endings(fc.constantFrom('power', 'power', 'console'), 60), series => {
      const one = bench()
      for (const ending of series) {
        end(one, ending)
        expect(runs(one)).toBe(true)
      }
    }), { numRuns: 60 })
  })

  it(`field case 1, ${REPORTS}: two crashes in a row, with any power cuts between and around them, never stop it either`, () => {
    fc.assert(fc.property(endings(fc.constant('power'), 20), endings(fc.constant('power'), 20), endings(fc.constant('power'), 20), (before, between, after) => {
      const one = bench()
      const crash: Ending = { after: SECOND, by: 'crash' }
      for (const ending of [...before, crash, ...between, crash, ...after]) {
        end(one, ending)
        expect(runs(one)).toBe(true)
      }
    }), { numRuns: 40 })
  })

  it(`field case 1, ${REPORTS}: a brown-out is no crash`, () => {
    const one = bench()
    for (let dip = 0; dip < 20; dip++) {
      one.clock.advance(20 * SECOND)
      one.printed.length = 0
      one.node.halt()
      one.node.run(15)
      expect(runs(one)).toBe(true)
    }
    expect(one.node.evaluate('breva.reset')).toBe('brown-out')
  })

  it(`field case 1, ${REPORTS}: a crash loop ends in safe mode whatever came before, and safe mode always ends within six hours`, () => {
    fc.assert(fc.property(endings(fc.constantFrom('power', 'crash', 'console'), 40), fc.array(fc.integer({ min: 0, max: 59_000 }), { minLength: 30, maxLength: 30 }), (before, lives) => {
      const one = bench()
      for (const ending of before) end(one, ending)
      // It may be the first of a new counter file, or a try.
      let tried = 0
      for (const life of lives) {
        end(one, { after: life, by: 'crash' })
        if (one.node.evaluate('breva.app') === '') break
        tried++
      }
      expect(one.node.evaluate('breva.app')).toBe('')
      expect(tried).toBeLessThan(8)
      one.clock.advance(6 * HOUR + SECOND)
      expect(one.node.evaluate('breva.app')).not.toBe('')
    }), { numRuns: 60 })
  })
})
