import type { Clock } from '../../drivers/hal/clock.ts'

/** A clock that wires can hold up: a blocking transfer lets time pass while no timer runs. */
export interface SimulatedClock extends Clock {
  /** `milliseconds` go by inside the current call; timers due meanwhile run late, as on a busy interpreter. */
  block(milliseconds: number): void
}
