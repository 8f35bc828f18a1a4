import { describe, it } from 'vitest'
import { expectOneNode } from '../../support/source-and-bundle.ts'

/** All of them in every run of the long walks: half a minute that says what is tested is what is flashed. */
const SEEDS = Array.from({ length: 10 }, (_, i) => i + 1)

describe('a day of the source and of what is flashed', () => {
  it.each(SEEDS)('is the same: the messages of seed %i with its faults, in their order', seed => {
    expectOneNode(seed, 24)
  })
})
