import { describe, expect, it } from 'vitest'
import type { Pin } from '../../../drivers/hal/pin.ts'

/** What `Pin` promises, checked on one implementation; `make` gives an output and what is seen at it. */
export function describePin(name: string, make: () => { pin: Pin, high: () => boolean }): void {
  describe(`${name} as a Pin`, () => {
    it('is at the level last written, however often that is written', () => {
      const { pin, high } = make()
      for (const level of [true, false, false, true, true, false]) {
        pin.write(level)
        expect(high()).toBe(level)
      }
    })
  })
}
