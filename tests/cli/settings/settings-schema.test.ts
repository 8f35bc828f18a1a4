import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { settingsSchema } from '../../../cli/settings/settings-schema.ts'
import { readSettings, settingRows } from '../../../contract/settings.ts'
import { GOOD, problemsOf, withValue } from '../../support/settings-check.ts'

const valid = new Ajv2020({ strict: true, strictRequired: false }).compile(settingsSchema())
/** Settings in groups that GOOD has, which can be put there alone. */
const PATHS = settingRows('').slice(1).split('|').map(row => row.split(' ')[0]).filter(path => /^(node|location|period|wifi|broker|time|sensors|sensors\.scd30|(wifi|broker|time|sensors\.scd30)\.\w+)$/.test(path) && path !== 'broker.password')

describe('the schema of a settings file', () => {
  it('is for good settings, with or without a word about itself', () => {
    expect(valid(GOOD)).toBe(true)
    expect(valid({ $schema: './settings.schema.json', ...GOOD })).toBe(true)
    expect(problemsOf(JSON.stringify({ $schema: './settings.schema.json', ...GOOD }))).toEqual([])
  })

  it('takes what the firmware takes, and refuses what it refuses, in any setting', () => {
    const value = fc.oneof(
      fc.integer({ min: -2, max: 70_000 }), fc.double(), fc.boolean(), fc.constant(null), fc.constantFrom('D25', 'D6', 'D40', 'oldest', 'decimate', '', 'a', 'a b'),
      fc.stringMatching(/^[a-z0-9]{1,70}$/), fc.stringMatching(/^[ -~]{0,40}$/).filter(text => !/["\\]/.test(text)), fc.constantFrom(0, 1, 2, 9.5, 12, 5000, 'home/a b', '$a', 'a//b', 'a/', '/a', 'a+', 'a#'), fc.constant({}), fc.constant([])
    )
    fc.assert(fc.property(fc.constantFrom(...PATHS), value, (path, put) => {
      const settings = withValue(GOOD, path, put)
      const read = typeof readSettings(structuredClone(settings), 'attic') === 'object'
      // A pin that is used twice is no matter of the schema, and neither are the bytes of a name that arrive.
      fc.pre(!(read && path === 'wifi.network' && (put as string).length > 31))
      // Nor is what an interval has to do with the period.
      fc.pre(read || path !== 'sensors.scd30.interval' || !valid(settings))
      expect(valid(settings), `${path} ${JSON.stringify(put)}`).toBe(read)
    }), { numRuns: 3000 })
  })

  it('wants what the firmware wants', () => {
    for (const path of ['wifi', 'wifi.network', 'wifi.password', 'broker', 'broker.host', 'time.server', 'sensors', 'sensors.scd30.sda', 'node', 'period', 'location', 'time']) {
      const settings = JSON.parse(JSON.stringify(withValue(GOOD, path, undefined))) as object
      expect(valid(settings), path).toBe(typeof readSettings(structuredClone(settings), 'attic') === 'object')
    }
    expect(valid(withValue(GOOD, 'broker.password', 'battery staple'))).toBe(false)
    expect(valid({ ...GOOD, sensors: {} })).toBe(false)
    expect(valid({ ...GOOD, colour: 1 })).toBe(false)
  })
})
