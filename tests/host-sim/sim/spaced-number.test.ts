import { describe, expect, it } from 'vitest'
import { SpacedNumber } from '../../../host-sim/sim/spaced-number.ts'

describe('SpacedNumber', () => {
  it('is told when it leaves zero or comes to it, and every so often between', () => {
    const number = new SpacedNumber(10_000)
    const values = [0, 0, 1, 2, 3, ...Array.from({ length: 20 }, (_, i) => i + 4), 0, 0, 5]
    expect(values.flatMap((value, second) => number.tell(value, second * 1000) ? [`${second} ${value}`] : [])).toEqual(['2 1', '12 11', '22 21', '25 0', '27 5'])
  })
})
