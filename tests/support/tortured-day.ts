import { expect } from 'vitest'
import { tormentNode } from '../../host-sim/torture/torture-seed.ts'
import { sourceFirmware } from '../../host-sim/torture/source-port.ts'

/** Samples in memory, at most: they go with the power. */
const IN_MEMORY = 200
/** Samples of a day on one link that may be under way at its end. */
const UNDER_WAY = 2

/** A day of one node under the faults of `seed`: nothing is violated, and no sample is lost uncounted but with the power. */
export function expectGoodDay(seed: number): void {
  const { violation, samples, delivered, dropped, counted, faults } = tormentNode(seed, 1, 24, undefined, sourceFirmware())
  expect(violation, `npx breva torture --seeds 1 --seed ${seed} --hours 24`).toBeUndefined()
  expect(samples).toBeGreaterThan(1000)
  expect(samples - delivered - dropped).toBeLessThanOrEqual(UNDER_WAY)
  // Probes are exchanged while the power is off.
  const cuts = faults.filter(fault => fault.target === 'power' || fault.target === 'probes').length
  const rotten = faults.some(fault => fault.target === 'flash')
  if (!rotten) expect(dropped - counted).toBeLessThanOrEqual(IN_MEMORY * cuts)
}
