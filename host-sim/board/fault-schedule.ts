import type { Clock, Timer } from '../../drivers/hal/clock.ts'
import type { Fault } from './fault.ts'
import type { FaultTargets } from './fault-target.ts'

/** Told when a fault of a schedule begins and ends. */
export type FaultListener = (fault: Fault, active: boolean) => void

/** One entry on its way: the timer's context. */
interface Entry {
  schedule: FaultSchedule
  fault: Fault
}

/** Applies the faults that concern one node, on its clock. */
export class FaultSchedule {
  private readonly clock: Clock
  private readonly targets: FaultTargets
  private readonly listener: FaultListener
  private readonly entries: Entry[]
  private readonly timers = new Map<Entry, Timer>()
  /** How many reasons keep a fault active: overlapping entries for one fault end with the last of them. */
  private readonly reasons = new Map<string, number>()

  /** `node` is the node's number from 1; entries for other nodes, and for targets it has not, are left out. */
  constructor(clock: Clock, node: number, faults: readonly Fault[], targets: FaultTargets, listener: FaultListener) {
    this.clock = clock
    this.targets = targets
    this.listener = listener
    this.entries = faults
      .filter(fault => (fault.node ?? node) === node && Object.hasOwn(targets, fault.target))
      .map(fault => ({ schedule: this, fault }))
  }

  /** Counts the start times from now. */
  start(): void {
    this.stop()
    for (const entry of this.entries) this.timers.set(entry, this.clock.after(entry.fault.start, FaultSchedule.begin, entry))
  }

  /** No further fault begins or ends; those that are active stay so. */
  stop(): void {
    for (const timer of this.timers.values()) this.clock.cancel(timer)
    this.timers.clear()
  }

  private static begin(entry: Entry): void {
    const schedule = entry.schedule
    schedule.timers.delete(entry)
    schedule.set(entry.fault, 1)
    if (entry.fault.duration !== Infinity) {
      schedule.timers.set(entry, schedule.clock.after(entry.fault.duration, FaultSchedule.end, entry))
    }
  }

  private static end(entry: Entry): void {
    entry.schedule.timers.delete(entry)
    entry.schedule.set(entry.fault, -1)
  }

  private set(fault: Fault, change: number): void {
    const key = `${fault.target}:${fault.fault}`
    const reasons = (this.reasons.get(key) ?? 0) + change
    this.reasons.set(key, reasons)
    const changed = change > 0 ? reasons === 1 : reasons === 0
    if (changed) this.targets[fault.target].inject(fault.fault, change > 0)
    this.listener(fault, change > 0)
  }
}
