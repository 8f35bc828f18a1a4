import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PAGE, SimulatedFlashPages } from '../../../host-sim/board/simulated-flash-pages.ts'
import { Random } from '../../../host-sim/random.ts'
import { FlashFaults } from '../../../host-sim/torture/flash-faults.ts'

describe('the flash of a tortured node', () => {
  it('rots where it was programmed, and what has rotted does not mend itself', () => {
    fc.assert(fc.property(fc.nat(), fc.integer({ min: 1, max: 40 }), fc.uint8Array({ minLength: 4, maxLength: 40, max: 254 }), (seed, times, programmed) => {
      const flash = new SimulatedFlashPages(2)
      flash.bytes.set(programmed, PAGE - 7)
      const before = Uint8Array.from(flash.bytes)
      let told = 0
      const faults = new FlashFaults(flash, new Random(seed), () => { told++ })
      let rotten = 0
      for (let n = 0; n < times; n++) {
        faults.inject('rot', true)
        faults.inject('rot', false)
        const bits = changed(before, flash.bytes)
        expect(bits).toBeGreaterThanOrEqual(rotten)
        if (n === 0) expect(bits).toBeGreaterThan(0)
        rotten = bits
      }
      expect(told).toBe(2 * times)
      const untouched = (bytes: Uint8Array): number => bytes.filter((_, i) => before[i] === 0xff).reduce((sum, byte) => sum + byte, 0)
      expect(untouched(flash.bytes)).toBe(untouched(before))
    }), { numRuns: 50 })
  })
})

function changed(before: Uint8Array, after: Uint8Array): number {
  return before.reduce((sum, byte, i) => sum + (byte ^ after[i]).toString(2).replaceAll('0', '').length, 0)
}
