import type { Timer } from '../../drivers/hal/clock.ts'
import type { SimulatedClock } from './simulated-clock.ts'

interface Alarm {
  due: number
  order: number
  task: (context: unknown) => void
  context: unknown
  /** Position in the heap, -1 once it has fired or was cancelled. */
  place: number
}

/**
 * Time that only moves when told to. Alarms fire in the order they are due, and in the order they were set when due at
 * the same moment, so that two runs are alike to the last event.
 */
export class VirtualClock implements SimulatedClock {
  private time: number
  private order = 0
  private heap: Alarm[] = []

  constructor(startAt = 0) {
    this.time = startAt
  }

  now(): number {
    return this.time
  }

  after<T>(delay: number, task: (context: T) => void, context: T): Timer {
    const alarm: Alarm = {
      due: this.time + Math.max(0, delay),
      order: this.order++,
      task: task as (context: unknown) => void,
      context,
      place: this.heap.length
    }
    this.heap.push(alarm)
    this.rise(alarm)
    return alarm
  }

  cancel(timer: Timer): void {
    const alarm = timer as Alarm | undefined
    if (!alarm) return
    if (alarm.place < 0) throw new Error('A timer that is no longer pending was cancelled: on the interpreter another one may have its number by now.')
    this.remove(alarm)
  }

  block(milliseconds: number): void {
    this.time += milliseconds
  }

  /** When the next alarm is due, or Infinity. */
  nextDue(): number {
    return this.heap.length > 0 ? this.heap[0].due : Infinity
  }

  /** How many alarms are set: a leak shows here. */
  pending(): number {
    return this.heap.length
  }

  /** Gives back the room of alarms that are no longer set, which the engine keeps for the most there ever were. */
  trim(): void {
    this.heap = this.heap.slice()
  }

  /** Fires the next alarm, letting time jump to it; false when there is none. */
  step(): boolean {
    const alarm = this.heap[0]
    if (!alarm) return false
    this.remove(alarm)
    if (alarm.due > this.time) this.time = alarm.due
    alarm.task(alarm.context)
    return true
  }

  /** Runs everything due in the next `milliseconds`, then stands at their end. */
  advance(milliseconds: number): void {
    const end = this.time + milliseconds
    while (this.nextDue() <= end) this.step()
    if (this.time < end) this.time = end
  }

  private before(a: Alarm, b: Alarm): boolean {
    return a.due < b.due || (a.due === b.due && a.order < b.order)
  }

  private put(alarm: Alarm, place: number): void {
    this.heap[place] = alarm
    alarm.place = place
  }

  private rise(alarm: Alarm): void {
    let place = alarm.place
    while (place > 0) {
      const parent = this.heap[(place - 1) >> 1]
      if (!this.before(alarm, parent)) break
      this.put(parent, place)
      place = (place - 1) >> 1
    }
    this.put(alarm, place)
  }

  private sink(alarm: Alarm): void {
    let place = alarm.place
    for (;;) {
      let child = 2 * place + 1
      if (child >= this.heap.length) break
      if (child + 1 < this.heap.length && this.before(this.heap[child + 1], this.heap[child])) child++
      if (!this.before(this.heap[child], alarm)) break
      this.put(this.heap[child], place)
      place = child
    }
    this.put(alarm, place)
  }

  private remove(alarm: Alarm): void {
    const last = this.heap.pop()
    if (last && last !== alarm) {
      this.put(last, alarm.place)
      this.rise(last)
      this.sink(last)
    }
    alarm.place = -1
  }
}
