import type { Clock, Timer } from '../../drivers/hal/clock.ts'
import type { Pin } from '../../drivers/hal/pin.ts'
import { OK } from '../../drivers/hal/status.ts'
import type { Status } from '../../drivers/hal/status.ts'
import type { Recoveries } from '../../drivers/hal/recoveries.ts'
import type { Reading, SampleDone, Sensor } from '../../drivers/sensor.ts'

/** A sensor that answers what it is told to, after `delay` ms; with `delay` Infinity it hangs. */
export class FakeSensor implements Sensor {
  readonly name: string
  readonly measures: string
  errors = 0
  recoveries?: Recoveries
  power?: Pin
  powerLevel?: number
  status: Status = OK
  reading: Reading | undefined
  delay = 20
  /** When `sample` was called. */
  readonly asked: number[] = []
  starts = 0
  stops = 0
  private readonly clock: Clock
  private timer: Timer

  constructor(clock: Clock, name: string, measures: string, reading?: Reading) {
    this.clock = clock
    this.name = name
    this.measures = measures
    this.reading = reading
  }

  answer(status: Status, reading?: Reading): void {
    this.status = status
    this.reading = reading
  }

  start(done: (status: Status) => void): void {
    this.starts++
    this.clock.after(1, done, OK)
  }

  sample(done: SampleDone): void {
    this.asked.push(this.clock.now())
    const { status, reading } = this
    if (this.delay === Infinity) return
    this.timer = this.clock.after(this.delay, () => {
      this.timer = undefined
      done(status, reading)
    }, undefined)
  }

  stop(): void {
    this.stops++
    this.clock.cancel(this.timer)
    this.timer = undefined
  }
}
