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
  /** Bits that have changed: 256 times the byte's place, plus the bit. */
  private readonly rotten = new Set<number>()

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
    for (let left = 1 + this.random.below(32); left > 0; left--) {
      const from = this.random.below(this.flash.bytes.length)
      const bit = 1 << this.random.below(8)
      const place = this.toRot(from, bit)
      if (place === undefined) continue
      this.flash.bytes[place] ^= bit
      this.rotten.add(place * 256 + bit)
    }
  }

  /** The first byte from `from` on, round the end, that was programmed and in which this bit has not changed yet: what rots does not mend itself. */
  private toRot(from: number, bit: number): number | undefined {
    const bytes = this.flash.bytes
    for (let n = 0; n < bytes.length; n++) {
      const place = (from + n) % bytes.length
      if (bytes[place] !== 0xff && !this.rotten.has(place * 256 + bit)) return place
    }
    return undefined
  }
}
