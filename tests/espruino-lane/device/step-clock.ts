import type { Timer } from '../../../drivers/hal/clock.ts'
import type { SimulatedClock } from '../../../host-sim/clock/simulated-clock.ts'

interface Alarm {
  due: number
  task: (context: unknown) => void
  context: unknown
}

/** Virtual time in the device subset: alarms in the order they are due, and in the order they were set when due together. */
export class StepClock implements SimulatedClock {
  private time: number
  private readonly alarms: Alarm[]
  /** Alarms cancelled that were not pending. */
  misused: number

  constructor() {
    this.time = 0
    this.alarms = []
    this.misused = 0
  }

  now(): number {
    return this.time
  }

  after<T>(delay: number, task: (context: T) => void, context: T): Timer {
    const alarm: Alarm = { due: this.time + Math.max(0, delay), task: task as (context: unknown) => void, context: context }
    let place = this.alarms.length
    while (place > 0 && this.alarms[place - 1].due > alarm.due) place--
    this.alarms.splice(place, 0, alarm)
    return alarm
  }

  cancel(timer: Timer): void {
    if (timer === undefined) return
    const place = this.alarms.indexOf(timer as Alarm)
    if (place < 0) this.misused++
    else this.alarms.splice(place, 1)
  }

  block(milliseconds: number): void {
    this.time += milliseconds
  }

  /** Runs what is due in the next `milliseconds`, then stands at their end. */
  advance(milliseconds: number): void {
    const end = this.time + milliseconds
    while (this.alarms.length > 0 && this.alarms[0].due <= end) {
      const alarm = this.alarms[0]
      this.alarms.splice(0, 1)
      if (alarm.due > this.time) this.time = alarm.due
      const task = alarm.task
      task(alarm.context)
    }
    if (this.time < end) this.time = end
  }
}
