import type { FaultTarget } from '../board/fault-target.ts'
import type { WallClock } from '../../drivers/hal/wall-clock.ts'

const HOUR = 3_600_000
const STEPS: Readonly<Record<string, number>> = { 'hour-ahead': HOUR, 'hour-back': -HOUR, 'decade-ahead': 87_660 * HOUR, 'decade-back': -87_660 * HOUR }

/** The target `date`: steps of the wall clock, each once on activation. */
export class ClockSteps implements FaultTarget {
  readonly faults = Object.keys(STEPS)
  /** True once the date has stepped: it is then not compared with the truth. The node that makes a new clock sets it to false. */
  stepped = false
  wallClock: WallClock | undefined

  inject(fault: string, active: boolean): boolean {
    if (!Object.hasOwn(STEPS, fault)) return false
    const clock = this.wallClock
    const date = clock ? clock.read() : 0
    if (active && clock && date > 0) {
      clock.set(date + STEPS[fault])
      this.stepped = true
    }
    return true
  }
}
