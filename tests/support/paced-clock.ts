import type { Timer } from '../../drivers/hal/clock.ts'
import type { SimulatedClock } from '../../host-sim/clock/simulated-clock.ts'
import { VirtualClock } from '../../host-sim/clock/virtual-clock.ts'

/** ms of its time that pass at the most between two looks at the sockets. */
const STEP = 250

/**
 * Time that runs `speed` times faster than the laptop's as long as the laptop keeps up, and more slowly when it does not: between any
 * two steps sockets get their turn, so that a busy machine makes no answer late.
 */
export class PacedClock implements SimulatedClock {
  private readonly virtual = new VirtualClock()
  private readonly speed: number
  private last = performance.now()
  private wake: NodeJS.Timeout

  constructor(speed: number) {
    this.speed = speed
    this.wake = setTimeout(() => { this.turn() }, 1)
  }

  now(): number {
    return this.virtual.now()
  }

  after<T>(delay: number, task: (context: T) => void, context: T): Timer {
    return this.virtual.after(delay, task, context)
  }

  cancel(timer: Timer): void {
    this.virtual.cancel(timer)
  }

  block(milliseconds: number): void {
    this.virtual.block(milliseconds)
  }

  /** No alarm fires any more, and the process may end. */
  stop(): void {
    clearTimeout(this.wake)
  }

  private turn(): void {
    const now = performance.now()
    this.wake = setTimeout(() => { this.turn() }, 1)
    const passed = Math.min((now - this.last) * this.speed, STEP)
    this.last = now
    this.virtual.advance(passed)
  }
}
