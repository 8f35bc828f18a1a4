import type { Timer } from '../../drivers/hal/clock.ts'
import type { SimulatedClock } from '../clock/simulated-clock.ts'

/** One alarm of one start: the context of the real one. */
interface Alarm {
  clock: PoweredClock
  timer: Timer
  task: (context: unknown) => void
  context: unknown
}

/** The clock of one start of the firmware: counts from power-on, and its alarms die with the power. */
export class PoweredClock implements SimulatedClock {
  private readonly clock: SimulatedClock
  private readonly since: number
  private readonly alarms = new Set<Alarm>()
  private powered = true

  constructor(clock: SimulatedClock) {
    this.clock = clock
    this.since = clock.now()
  }

  now(): number {
    return this.clock.now() - this.since
  }

  after<T>(delay: number, task: (context: T) => void, context: T): Timer {
    if (!this.powered) return undefined
    const alarm: Alarm = { clock: this, timer: undefined, task: task as (context: unknown) => void, context }
    alarm.timer = this.clock.after(delay, PoweredClock.fire, alarm)
    this.alarms.add(alarm)
    return alarm
  }

  cancel(timer: Timer): void {
    const alarm = timer as Alarm | undefined
    if (!alarm || !this.powered) return
    this.alarms.delete(alarm)
    this.clock.cancel(alarm.timer)
  }

  block(milliseconds: number): void {
    this.clock.block(milliseconds)
  }

  /** How many alarms are set. */
  pending(): number {
    return this.alarms.size
  }

  /** Nothing fires any more. */
  powerDown(): void {
    this.powered = false
    for (const alarm of this.alarms) this.clock.cancel(alarm.timer)
    this.alarms.clear()
  }

  private static fire(alarm: Alarm): void {
    alarm.clock.alarms.delete(alarm)
    alarm.task(alarm.context)
  }
}
