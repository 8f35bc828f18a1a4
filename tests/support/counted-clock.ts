import type { Clock, Timer } from '../../drivers/hal/clock.ts'

interface Counted {
  timer: Timer
  pending: boolean
}

/** A clock for one component, which knows how many of its timers are set and refuses to cancel one that is not. */
export class CountedClock implements Clock {
  pending = 0
  private readonly clock: Clock

  constructor(clock: Clock) {
    this.clock = clock
  }

  now(): number {
    return this.clock.now()
  }

  after<T>(delay: number, task: (context: T) => void, context: T): Timer {
    const counted: Counted = { timer: undefined, pending: true }
    this.pending++
    counted.timer = this.clock.after(delay, () => {
      this.settle(counted)
      task(context)
    }, undefined)
    return counted
  }

  cancel(timer: Timer): void {
    if (timer === undefined) return
    const counted = timer as Counted
    this.settle(counted)
    this.clock.cancel(counted.timer)
  }

  private settle(counted: Counted): void {
    if (!counted.pending) throw new Error('a timer was cancelled that is not set')
    counted.pending = false
    this.pending--
  }
}
