import { OK, type Status, SUSPECT, TIMEOUT, WARMING } from '../../../../drivers/hal/status.ts'
import type { Reading, Sensor } from '../../../../drivers/sensor.ts'
import { liveSample } from '../../../../firmware/station/live-sample.ts'
import { openSampler, type Sampler, startSampling } from '../../../../firmware/station/sampler.ts'
import { stateMessage } from '../../../../firmware/station/state-message.ts'
import type { Checks } from '../check.ts'
import { StepClock } from '../step-clock.ts'

/** A sensor that answers 20 ms after it was asked. */
class ToldSensor implements Sensor {
  readonly name: string
  readonly measures: string
  errors: number
  status: Status
  reading: Reading | undefined
  private readonly clock: StepClock
  private done: ((status: Status, reading?: Reading) => void) | undefined

  constructor(clock: StepClock, name: string, measures: string) {
    this.name = name
    this.measures = measures
    this.errors = 0
    this.status = OK
    this.clock = clock
  }

  start(done: (status: Status) => void): void {
    this.clock.after(1, done, OK)
  }

  sample(done: (status: Status, reading?: Reading) => void): void {
    this.done = done
    this.clock.after(20, ToldSensor.answer, this)
  }

  stop(): void {
    this.done = undefined
  }

  private static answer(sensor: ToldSensor): void {
    const done = sensor.done
    if (done) done(sensor.status, sensor.reading)
  }
}

/** Keeps the message of the latest sample, made when the station makes it. */
class Listener {
  samples: number
  message: string
  sampler: Sampler | undefined

  constructor() {
    this.samples = 0
    this.message = ''
    this.sampler = undefined
  }

  onSample(): void {
    this.samples++
    const sampler = this.sampler as Sampler
    let names = ''
    for (const probe of sampler.probes) names += probe.name
    this.message = stateMessage('{"seq":1', 1, 0, liveSample(sampler), names)
  }
}

/** `state` messages: rounding, decimals, what is absent and why, and the documented example. */
export function sampleCases(checks: Checks): void {
  const clock = new StepClock()
  const listener = new Listener()
  const air = new ToldSensor(clock, 'scd30', 'cth')
  const other = new ToldSensor(clock, 'mh-z19', 'c')
  const bus = new ToldSensor(clock, 'ds18b20', 'p')
  const sampler = openSampler([air, other, bus], 10000, clock, listener)
  listener.sampler = sampler
  const good = { rom: '28139bbb0b00001f', status: OK, temperature: 20.8125, errors: 0, kind: 0 }
  const bad = { rom: '2839386a0d000044', status: TIMEOUT, temperature: 99, errors: 3, kind: 0 }
  bus.reading = { probes: [good, bad] }
  air.reading = { co2: 812, temperature: 21.44, humidity: 45.1 }
  other.reading = { co2: 901 }
  startSampling(sampler)
  clock.advance(6000)
  const tail = '"probes":{"28139bbb0b00001f":20.81,"2839386a0d000044":null},"quality":{"co2":"ok","temperature":"ok","humidity":"ok","28139bbb0b00001f":"ok","2839386a0d000044":'
  checks.check('sample', listener.message, '{"seq":1,"time":null,"uptime":1,"co2":812,"temperature":21.44,"humidity":45.1,' + tail + '"stale"},"alerts":[]}')
  const rows: [number, number, number, string][] = [
    [811.5, 21.4453125, 45.0625, '"co2":812,"temperature":21.45,"humidity":45.1,'], [400, -0.004, 0, '"co2":400,"temperature":0.00,"humidity":0.0,'],
    [40000, -10.126, 100, '"co2":40000,"temperature":-10.13,"humidity":100.0,'], [0.4, 5, 33.333333, '"co2":0,"temperature":5.00,"humidity":33.3,']
  ]
  for (const row of rows) {
    air.reading = { co2: row[0], temperature: row[1], humidity: row[2] }
    clock.advance(10000)
    checks.check('sample of ' + row[0], listener.message.slice(32, 32 + row[3].length), row[3])
  }
  air.status = WARMING
  air.reading = { temperature: 22.5, humidity: 45 }
  clock.advance(10000)
  checks.note('sample with a warming SCD30', listener.message)
  other.status = SUSPECT
  other.reading = undefined
  clock.advance(10000)
  checks.note('sample without CO2', listener.message)
  bus.status = TIMEOUT
  bus.reading = undefined
  air.status = TIMEOUT
  air.reading = undefined
  for (let i = 0; i < 4; i++) {
    clock.advance(10000)
    checks.note('sample of silence ' + i, listener.message)
  }
  checks.check('samples', listener.samples, 11)
  checks.check('samples late', sampler.late || 0, 0)
  checks.check('sampler timers misused', clock.misused, 0)
}
