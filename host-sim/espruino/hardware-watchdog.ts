import type { Timer } from '../../drivers/hal/clock.ts'
import type { SimulatedClock } from '../clock/simulated-clock.ts'

/** The chip's watchdog: restarts the board when it has been enabled and not been kicked for as long as it was told. */
export class HardwareWatchdog {
  /** How often it has bitten. */
  bites = 0
  private readonly clock: SimulatedClock
  private timer: Timer
  private limit = 0
  private fed = 0
  private bite: () => void = () => undefined

  constructor(clock: SimulatedClock) {
    this.clock = clock
  }

  /** Who restarts the board. */
  listen(bite: () => void): void {
    this.bite = bite
  }

  enable(seconds: number): void {
    this.disable()
    this.limit = seconds * 1000
    this.kick()
    this.wait(this.limit)
  }

  kick(): void {
    this.fed = this.clock.now()
  }

  disable(): void {
    this.clock.cancel(this.timer)
    this.timer = undefined
  }

  private wait(delay: number): void {
    this.timer = this.clock.after(delay, () => {
      this.timer = undefined
      const left = this.fed + this.limit - this.clock.now()
      if (left > 0) {
        this.wait(left)
        return
      }
      this.bites++
      this.bite()
    }, undefined)
  }
}
