import type { FaultTarget } from '../board/fault-target.ts'
import type { SimulatedFlashPages } from '../board/simulated-flash-pages.ts'
import type { Random } from '../random.ts'

/**
 * The target `flash`. Faults: `dead` (neither write nor erase has any effect), `no-erase` (no erase has), `weak` (one byte in 64 is
 * not programmed), `rot` (up to 32 bytes that were programmed change, once on activation).
 */
export class FlashFaults implements FaultTarget {
  readonly faults = ['dead', 'no-erase', 'weak', 'rot'] as const
  /** True once the flash has had a fault. The reader sets it to false. */
  touched = false
  private readonly flash: SimulatedFlashPages
  private readonly random: Random
  private readonly onTouched: () => void

  constructor(flash: SimulatedFlashPages, random: Random, onTouched: () => void) {
    this.onTouched = onTouched
    this.flash = flash
    this.random = random
  }

  inject(fault: string, active: boolean): boolean {
    const flash = this.flash
    if (!this.faults.some(known => known === fault)) return false
    if (fault === 'dead') flash.broken = active
    else if (fault === 'no-erase') flash.erasable = !active
    else if (fault === 'weak') flash.weak = active
    else if (active) this.rot()
    this.touched = true
    this.onTouched()
    return true
  }

  private rot(): void {
    const bytes = this.flash.bytes
    for (let left = 1 + this.random.below(32); left > 0; left--) {
      let place = this.random.below(bytes.length)
      const bit = 1 << this.random.below(8)
      for (let n = 0; n < bytes.length && bytes[place] === 0xff; n++) place = (place + 1) % bytes.length
      if (bytes[place] !== 0xff) bytes[place] ^= bit
    }
  }
}
