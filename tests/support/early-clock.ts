import type { Timer } from '../../drivers/hal/clock.ts'
import { VirtualClock } from '../../host-sim/clock/virtual-clock.ts'

/** Virtual time whose timers may fire before they are due, as after an interpreter has halted while its date was set. */
export class EarlyClock extends VirtualClock {
  private readonly parts: readonly number[]
  private timers = 0

  /** Which part of its delay each timer lacks, beginning again behind the last: 1 for one that fires at once. One has to be 0. */
  constructor(parts: readonly number[]) {
    super()
    this.parts = parts
  }

  override after<T>(delay: number, task: (context: T) => void, context: T): Timer {
    const part = this.parts.at(this.timers++ % this.parts.length) ?? 0
    return super.after(delay * (1 - part), task, context)
  }
}
