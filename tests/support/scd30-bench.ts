import { Scd30 } from '../../drivers/scd30/scd30.ts'
import type { Status } from '../../drivers/hal/status.ts'
import type { Reading } from '../../drivers/sensor.ts'
import { VirtualClock } from '../../host-sim/clock/virtual-clock.ts'
import { Scd30Part } from '../../host-sim/parts/scd30-part.ts'
import type { Air } from '../../host-sim/parts/part.ts'
import { Random } from '../../host-sim/random.ts'
import { I2cWire } from '../../host-sim/wires/i2c-wire.ts'
import { CountedClock } from './counted-clock.ts'
import { RecordingI2cBus } from './recording-i2c-bus.ts'
import { until } from './until.ts'

/** ms that the part measures: what it is set to at first, and what the driver sets. */
export const MEASUREMENT_INTERVAL = 2000
/** ms for which the part has had power when a test begins: it boots in 2 s. */
const POWERED = 3000
/** ms from one sample to the next. */
const PERIOD = 10_000
/** ms that a sample, or a setting, may take at most. */
const LONGEST = { sample: 20_000, setting: 1000 }

export interface Answer {
  status: Status
  reading: Reading | undefined
  /** ms from the call to the answer. */
  took: number
}

/** A driver, an emulated part in known air, and everything that went between them. */
export class Scd30Bench {
  readonly clock = new VirtualClock()
  readonly air: Air = { co2: 800, temperature: 22, humidity: 40, pressure: 1013.25 }
  readonly wire = new I2cWire(this.clock)
  readonly part = new Scd30Part(this.clock, new Random(1))
  readonly bus = new RecordingI2cBus(this.wire, this.clock)
  /** The driver's own timers. */
  readonly timers = new CountedClock(this.clock)
  readonly driver = new Scd30(this.bus, this.timers)

  constructor() {
    this.wire.attach(this.part)
    this.part.expose(this.air)
    // Its power has been on for a while.
    this.clock.advance(POWERED)
  }

  /** Starts the driver, lets it take the readings it discards, and the part take the next one. */
  settle(): void {
    this.driver.start(() => undefined)
    this.rest()
    this.clock.advance(MEASUREMENT_INTERVAL)
  }

  /** Time passes until the driver waits for nothing any more. */
  rest(): void {
    until(this.clock, () => this.timers.pending === 0)
  }

  /** One sample; undefined when there was no answer. */
  sample(): Answer | undefined {
    let answer: Answer | undefined
    const began = this.clock.now()
    this.driver.sample((status, reading) => {
      if (answer) throw new Error('answered twice')
      answer = { status, reading, took: this.clock.now() - began }
    })
    if (answer) throw new Error('answered from inside the call')
    while (!answer && this.clock.nextDue() < began + LONGEST.sample) this.clock.step()
    return answer
  }

  /** `count` samples, one each period. */
  samples(count: number): (Answer | undefined)[] {
    const answers: (Answer | undefined)[] = []
    for (let i = 0; i < count; i++) {
      const next = this.clock.now() + PERIOD
      answers.push(this.sample())
      if (this.clock.now() < next) this.clock.advance(next - this.clock.now())
    }
    return answers
  }

  /** `set`, until it is done. */
  set(setting: number, value: number): Status | undefined {
    let result: Status | undefined
    this.driver.set(setting, value, status => {
      result = status
    })
    if (result !== undefined) throw new Error('answered from inside the call')
    until(this.clock, () => result !== undefined, LONGEST.setting)
    return result
  }

  /** `get`, until it is done. */
  get(setting: number): { status: Status, value: number | undefined } | undefined {
    let result: { status: Status, value: number | undefined } | undefined
    this.driver.get(setting, (status, value) => {
      result = { status, value }
    })
    if (result !== undefined) throw new Error('answered from inside the call')
    until(this.clock, () => result !== undefined, LONGEST.setting)
    return result
  }
}
