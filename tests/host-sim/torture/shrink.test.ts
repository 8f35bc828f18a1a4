import { describe, expect, it } from 'vitest'
import { shrink } from '../../../host-sim/torture/shrink.ts'

const HUNDRED = Array.from({ length: 100 }, (_, i) => i)

describe('shrink', () => {
  it('leaves the two entries that it takes, in their order', () => {
    expect(shrink(HUNDRED, kept => kept.includes(13) && kept.includes(77))).toEqual([13, 77])
  })

  it('leaves nothing when nothing is needed', () => {
    expect(shrink(HUNDRED, () => true)).toEqual([])
  })

  it('leaves everything when everything is needed', () => {
    expect(shrink([1, 2, 3], kept => kept.length === 3)).toEqual([1, 2, 3])
  })

  it('gives up after 200 runs', () => {
    let runs = 0
    const kept = shrink(HUNDRED.concat(HUNDRED), entries => {
      runs++
      return entries.length > 150
    })
    expect(runs).toBeLessThanOrEqual(200)
    expect(kept.length).toBe(151)
  })
})
