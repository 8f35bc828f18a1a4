import { describe, it } from 'vitest'
import { share } from '../../support/share.ts'
import { expectOneNode } from '../../support/source-and-bundle.ts'

const SEEDS = Array.from({ length: share(10) }, (_, i) => i + 1)

describe('a day of the source and of what is flashed', () => {
  it.each(SEEDS)('is the same: the messages of seed %i with its faults, in their order', seed => {
    expectOneNode(seed, 24)
  })
})
