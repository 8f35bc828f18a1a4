import { describe, expect, it } from 'vitest'
import { counted } from '../../cli/counted.ts'

describe('counted', () => {
  it('has the plural unless there is one', () => {
    expect([0, 1, 2].map(count => counted(count, 'node'))).toEqual(['0 nodes', '1 node', '2 nodes'])
    expect([0, 1, 2].map(count => counted(count, 'entity', 'entities'))).toEqual(['0 entities', '1 entity', '2 entities'])
  })
})
