import type { Timer } from '../../drivers/hal/clock.ts'
import type { SimulatedClock } from './simulated-clock.ts'
import { VirtualClock } from './virtual-clock.ts'

/** Longest time that alarms run at a stretch, ms, so that sockets get their turn when the laptop cannot keep up. */
const STRETCH = 20

/**
 * The laptop's own time, or that time run `speed` times faster: a virtual clock that is kept up with it. Alarms run in
 * the order they are due however coarse the laptop's timers are, each at the very moment it was due, and a blocked
 * interpreter is ahead of the laptop until that has caught up.
 */
export class RealClock implements SimulatedClock {
  private readonly speed: number
  private readonly start = performance.now()
  private readonly virtual = new VirtualClock()
  private running = false
  private stopped = false
  private wake: NodeJS.Timeout | undefined

  constructor(speed = 1) {
    this.speed = speed
  }

  now(): number {
    if (!this.running) {
      const behind = Math.min(this.elapsed(), this.virtual.nextDue()) - this.virtual.now()
      if (behind > 0) this.virtual.block(behind)
    }
    return this.virtual.now()
  }

  after<T>(delay: number, task: (context: T) => void, context: T): Timer {
    const before = this.virtual.nextDue()
    this.now()
    const timer = this.virtual.after(delay, task, context)
    if (this.virtual.nextDue() < before) this.arm()
    return timer
  }

  cancel(timer: Timer): void {
    this.virtual.cancel(timer)
    if (this.virtual.pending() === 0) this.arm()
  }

  block(milliseconds: number): void {
    this.now()
    this.virtual.block(milliseconds)
  }

  /** No alarm fires any more, and the process may end. */
  stop(): void {
    this.stopped = true
    clearTimeout(this.wake)
  }

  private elapsed(): number {
    return (performance.now() - this.start) * this.speed
  }

  private arm(): void {
    if (this.running || this.stopped) return
    clearTimeout(this.wake)
    const due = this.virtual.nextDue()
    if (due !== Infinity) this.wake = setTimeout(() => this.run(), Math.max(0, (due - this.elapsed()) / this.speed))
  }

  private run(): void {
    const now = this.elapsed()
    const end = performance.now() + STRETCH
    this.running = true
    try {
      while (this.virtual.nextDue() <= now && performance.now() < end) this.virtual.step()
    } finally {
      this.running = false
      this.arm()
    }
  }
}
