import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compared, RULES } from '../../../build/examples/ignored.mjs'

/** Two texts of two runs that a rule takes for the same. */
const SAME: [rule: string, one: string, other: string][] = [
  ['times', 'at 2026-01-31T18:04:05.000Z and 18:04:05', 'at 2026-11-02T07:00:00Z and 07:10:59.5'],
  ['ids', 'node 895d2d of mosq-aB3', 'node 640398 of mosq-xY9'],
  ['durations', 'after 12 ms, 1.5 s and 3 min', 'after 7 ms, 20 s and 1 min'],
  ['speed', '{"timesRealTime":5431,"a":1} 9 times real time', '{"timesRealTime":80,"a":1} 12345 times real time'],
  ['numbers', 'CO2  771   +1.6', 'CO2  1204  -0.25'],
  ['order', 'a\nb\nc', 'c\na\nb']
]

describe('what an example ignores', () => {
  it.each(SAME)('%s: is the same in two runs, and without the rule it differs', (rule, one, other) => {
    expect(compared(one, [rule])).toBe(compared(other, [rule]))
    expect(compared(one, [])).not.toBe(compared(other, []))
  })

  it('has an example above for each rule', () => {
    expect(SAME.map(([rule]) => rule).sort()).toEqual(Object.keys(RULES).sort())
  })

  it('is never a word: texts of different letters differ by every rule', () => {
    const word = fc.stringMatching(/^[g-z]{1,8}$/)
    fc.assert(fc.property(word, word, fc.subarray(Object.keys(RULES)), (one, other, rules) => {
      fc.pre(one !== other)
      expect(compared(one, rules)).not.toBe(compared(other, rules))
    }))
  })

  it('is refused where there is no such rule', () => {
    expect(() => compared('', ['weather'])).toThrow('there is no rule "weather"')
  })
})
