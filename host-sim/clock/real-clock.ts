import type { Timer } from '../../drivers/hal/clock.ts'
import type { SimulatedClock } from './simulated-clock.ts'

/** The laptop's own time, or that time run `speed` times faster. */
export class RealClock implements SimulatedClock {
  private readonly speed: number
  private readonly start = performance.now()

  constructor(speed = 1) {
    this.speed = speed
  }

  now(): number {
    return (performance.now() - this.start) * this.speed
  }

  after<T>(delay: number, task: (context: T) => void, context: T): Timer {
    return setTimeout(task, delay / this.speed, context)
  }

  cancel(timer: Timer): void {
    clearTimeout(timer as NodeJS.Timeout)
  }

  /** A blocked interpreter is no reason to freeze the laptop: real time passes by itself. */
  block(): void {
    // nothing to do
  }
}
