import { describe, expect, it } from 'vitest'
import { expireAfter, samplePeriod } from '../../../gateways/home-assistant/sample-period.ts'
import { heardNode } from '../../support/heard-node.ts'

const sample = (seq: number, uptime: number, boot = 17) => heardNode({ seq, uptime, boot }).latest

describe('the period of a node\'s samples', () => {
  it('is the time between two samples, over those that were lost between them', () => {
    expect(samplePeriod({ first: sample(3, 30_000), latest: sample(4, 90_000) })).toBe(60)
    expect(samplePeriod({ first: sample(3, 30_000), latest: sample(7, 270_000) })).toBe(60)
  })

  it('is the mean since the start where one sample was heard', () => {
    expect(samplePeriod({ first: sample(20, 199_000), latest: sample(20, 199_000) })).toBeCloseTo(9.95)
  })

  it('is unknown soon after a start, and without a sample', () => {
    expect(samplePeriod({ first: sample(1, 2000), latest: sample(1, 2000) })).toBeUndefined()
    expect(samplePeriod({ first: sample(900, 9_000_000, 16), latest: sample(2, 12_000) })).toBeUndefined()
    expect(samplePeriod({})).toBeUndefined()
  })
})

describe('the expiry of a value', () => {
  it.each([[60, 180], [59.3, 180], [10, 30], [9.2, 30], [2, 10], [3600, 10_800], [undefined, 10_800], [90_000, 10_800]])('for a period of %s s is %i s', (period, expiry) => {
    expect(expireAfter(period)).toBe(expiry)
  })
})
