import type { Clock } from '../../drivers/hal/clock.ts'
import { OK, type Status } from '../../drivers/hal/status.ts'
import type { Reading, Sensor } from '../../drivers/sensor.ts'
import { VirtualClock } from '../../host-sim/clock/virtual-clock.ts'
import type { Air, Channel, Part } from '../../host-sim/parts/part.ts'
import { Random } from '../../host-sim/random.ts'
import { CountedClock } from './counted-clock.ts'
import { until } from './until.ts'

/** ms from one sample to the next. */
const PERIOD = 10_000
/** ms that a driver may take for an answer, its whole recovery ladder included. */
const ANSWERED = 60_000
/** ms after an answer in which a second one would show. */
const REPEATED = 5000
/** Answers in a row that agree when a part has settled: a first one may be noise on its way. */
const AGREEING = 6

/** How one kind of sensor is put together: a wire, a driver on one end, a part on the other. */
export interface SensorKind {
  readonly name: string
  build(clock: VirtualClock, timers: Clock, attached: boolean): { driver: Sensor, part: Part }
}

/** A kind from its wire, its driver and its part. `title` tells the members of a family apart. */
export function kind<Device, Bus extends { attach(device: Device): void }>(
  title: string, wire: (clock: VirtualClock) => Bus, driver: new (bus: Bus, clock: Clock) => Sensor, part: (clock: Clock, random: Random) => Part & Device
): SensorKind {
  return {
    name: title,
    build: (clock, timers, attached) => {
      const bus = wire(clock)
      const made = part(clock, new Random(1))
      if (attached) bus.attach(made)
      return { driver: new driver(bus, timers), part: made }
    }
  }
}

/** What a driver answered: the value of each of its part's channels that it knows. */
export interface Answer {
  status: Status
  values: Partial<Record<Channel['quantity'], number>>
}

/** One sensor in air that the test chooses, sampled as the station does. */
export class SweptSensor {
  readonly clock = new VirtualClock()
  /** The driver's own timers. */
  readonly timers = new CountedClock(this.clock)
  readonly air: Air = { co2: 800, temperature: 22, humidity: 45, pressure: 1013.25 }
  readonly driver: Sensor
  readonly part: Part
  private slot = 0

  /** `attached`: false leaves the wire empty. */
  constructor(sensor: SensorKind, attached = true) {
    const { driver, part } = sensor.build(this.clock, this.timers, attached)
    this.driver = driver
    this.part = part
    part.expose(this.air)
  }

  start(): Status {
    return this.answerOf(done => { this.driver.start(done) }).status
  }

  /** The sample of the next slot. */
  sample(): Answer {
    this.slot = Math.max(this.slot + PERIOD, this.clock.now())
    this.clock.advance(this.slot - this.clock.now())
    return this.answerOf(done => { this.driver.sample(done) })
  }

  /** `count` of them. */
  samples(count: number): Answer[] {
    return Array.from({ length: count }, () => this.sample())
  }

  /** Samples until several in a row know every channel within its tolerance; all answers up to there, or an error after `limit` of them. */
  settle(limit = 360): Answer[] {
    const answers: Answer[] = []
    for (let agreeing = 0; answers.length < limit;) {
      const answer = this.sample()
      answers.push(answer)
      agreeing = this.part.channels.every(channel => this.agrees(channel, answer)) ? agreeing + 1 : 0
      if (agreeing === AGREEING) return answers
    }
    throw new Error(`${limit} samples, and none agrees with ${JSON.stringify(this.air)} for long; the last is ${JSON.stringify(answers.at(-1))}`)
  }

  private agrees({ quantity, tolerance }: Channel, { values }: Answer): boolean {
    const value = values[quantity]
    return value !== undefined && Math.abs(value - this.air[quantity]) <= tolerance
  }

  /** What `call` answers. Throws unless it does so once, in time, and after the call has returned. */
  answerOf(call: (done: (status: Status, reading?: Reading) => void) => void): Answer {
    const answers: Answer[] = []
    call((status, reading) => answers.push({ status, values: this.valuesOf(reading) }))
    if (answers.length > 0) throw new Error('answered from inside the call')
    until(this.clock, () => answers.length > 0, ANSWERED)
    this.clock.advance(REPEATED)
    if (answers.length > 1) throw new Error(`answered ${answers.length} times`)
    return answers[0]
  }

  private valuesOf(reading: Reading | undefined): Answer['values'] {
    const values: Answer['values'] = {}
    const probe = reading?.probes?.find(({ rom, status }) => rom === this.part.name && status === OK)
    for (const { quantity } of this.part.channels) {
      const value = probe && quantity === 'temperature' ? probe.temperature : reading?.[quantity]
      if (value !== undefined) values[quantity] = value
    }
    return values
  }
}
