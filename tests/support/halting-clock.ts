import { VirtualClock } from '../../host-sim/clock/virtual-clock.ts'

/** Virtual time of an interpreter that halts at some looks at its clock, as when garbage is collected or Wi-Fi has work to do. */
export class HaltingClock extends VirtualClock {
  private readonly halts: readonly number[]
  private looks = 0

  /** ms for which it halts at each look, beginning again behind the last. */
  constructor(halts: readonly number[]) {
    super()
    this.halts = halts
  }

  override now(): number {
    const halt = this.halts.at(this.looks++ % this.halts.length) ?? 0
    if (halt > 0) this.block(halt)
    return super.now()
  }
}
