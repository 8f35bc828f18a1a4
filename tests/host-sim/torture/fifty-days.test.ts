import { describe, expect, it } from 'vitest'
import { sourceFirmware } from '../../../host-sim/torture/source-port.ts'
import { tormentNode } from '../../../host-sim/torture/run-torture.ts'

const SEEDS = Array.from({ length: 50 }, (_, i) => i + 1)
/** Samples in memory, at most: they go with the power. */
const IN_MEMORY = 200

describe('a day of torture', () => {
  // One test each, so that the one who waits for the results hears of us between two of them.
  it.each(SEEDS)('of seed %i violates nothing, and loses no sample uncounted but with the power', seed => {
    const { violation, samples, delivered, dropped, counted, faults } = tormentNode(seed, 1, 24, undefined, sourceFirmware())
    expect(violation, `npx breva torture --seeds 1 --seed ${seed} --hours 24`).toBeUndefined()
    expect(samples).toBeGreaterThan(1000)
    expect(samples - delivered - dropped).toBeLessThanOrEqual(2)
    const cuts = faults.filter(fault => fault.target === 'power').length
    const rotten = faults.some(fault => fault.target === 'flash')
    if (!rotten) expect(dropped - counted).toBeLessThanOrEqual(IN_MEMORY * cuts)
  })
})
