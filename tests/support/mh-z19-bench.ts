import { MhZ19 } from '../../drivers/mh-z19/mh-z19.ts'
import type { Status } from '../../drivers/hal/status.ts'
import type { UartPort } from '../../drivers/hal/uart-port.ts'
import { VirtualClock } from '../../host-sim/clock/virtual-clock.ts'
import { MhZ19Part } from '../../host-sim/parts/mh-z19-part.ts'
import type { MhZ19Letter } from '../../host-sim/parts/mh-z19-model.ts'
import type { Air } from '../../host-sim/parts/part.ts'
import { Random } from '../../host-sim/random.ts'
import { UartWire } from '../../host-sim/wires/uart-wire.ts'
import { ScriptedUartPort } from './scripted-uart-port.ts'
import { until } from './until.ts'

/** ms that the driver may take for an answer. */
const LONGEST = 3000

export interface Sampled { status: Status, co2: number | undefined }

/** A driver in virtual time, and its calls made synchronous. */
export class MhZ19Bench {
  readonly clock: VirtualClock
  readonly driver: MhZ19

  constructor(clock: VirtualClock, port: UartPort) {
    this.clock = clock
    this.driver = new MhZ19(port, clock)
  }

  start(): Status {
    return this.await(done => this.driver.start(done))[0]
  }

  /** Starts beside a sensor that needs no preheat any more, for all that is not about preheating. */
  startWarm(): Status {
    const preheat = this.driver.preheat
    this.driver.preheat = 0
    const status = this.start()
    this.driver.preheat = preheat
    return status
  }

  sample(): Sampled {
    const [status, reading] = this.await(done => this.driver.sample(done))
    return { status, co2: (reading as { co2?: number } | undefined)?.co2 }
  }

  /** A sample every `period` ms for `duration` ms, the first one period from now. */
  samples(duration: number, period = 10_000): Sampled[] {
    const all: Sampled[] = []
    const begun = this.clock.now()
    for (let due = begun + period; due <= begun + duration; due += period) {
      this.clock.advance(Math.max(0, due - this.clock.now()))
      all.push(this.sample())
    }
    return all
  }

  get(setting: number): [Status, unknown] {
    return this.await(done => this.driver.get(setting, done))
  }

  set(setting: number, value: number): Status {
    return this.await(done => this.driver.set(setting, value, done))[0]
  }

  private await(call: (done: (status: Status, result?: unknown) => void) => void): [Status, unknown] {
    const calls: [Status, unknown][] = []
    call((status, result) => calls.push([status, result]))
    if (calls.length > 0) throw new Error('done was called before the call had returned')
    until(this.clock, () => calls.length > 0, LONGEST)
    if (calls.length !== 1) throw new Error(`done was called ${calls.length} times`)
    return calls[0]
  }
}

/** A bench whose far end is scripted. */
export function scriptedBench(): MhZ19Bench & { port: ScriptedUartPort } {
  const clock = new VirtualClock(1000)
  const port = new ScriptedUartPort(clock)
  return Object.assign(new MhZ19Bench(clock, port), { port })
}

/** A bench with an emulated part on a simulated wire; the part has been on for `age` ms. */
export function partBench(letter: MhZ19Letter, age: number, seed = 1): MhZ19Bench & { part: MhZ19Part, wire: UartWire, air: Air } {
  const clock = new VirtualClock(0)
  const wire = new UartWire(clock, 9600)
  const part = new MhZ19Part(clock, new Random(seed), letter)
  const air = { co2: 643, temperature: 21.5, humidity: 45, pressure: 1013 }
  part.expose(air)
  wire.attach(part)
  clock.advance(age)
  return Object.assign(new MhZ19Bench(clock, wire), { part, wire, air })
}
