import { Ds18b20 } from '../../../../drivers/ds18b20/ds18b20.ts'
import { MhZ19 } from '../../../../drivers/mh-z19/mh-z19.ts'
import { Scd30 } from '../../../../drivers/scd30/scd30.ts'
import type { Reading, Sensor } from '../../../../drivers/sensor.ts'
import { Ds18b20Part } from '../../../../host-sim/parts/ds18b20-part.ts'
import { MhZ19Part } from '../../../../host-sim/parts/mh-z19-part.ts'
import type { Air } from '../../../../host-sim/parts/part.ts'
import { Scd30Part } from '../../../../host-sim/parts/scd30-part.ts'
import { Random } from '../../../../host-sim/random.ts'
import { I2cWire } from '../../../../host-sim/wires/i2c-wire.ts'
import { OneWireLine } from '../../../../host-sim/wires/one-wire-line.ts'
import { UartWire } from '../../../../host-sim/wires/uart-wire.ts'
import type { Checks } from '../check.ts'
import { StepClock } from '../step-clock.ts'

interface Breakable { readonly faults: string[], inject(fault: string, active: boolean): boolean }

/** ms a sample may take, in virtual time. */
const PATIENCE = 20000
const PERIOD = 10000

/** A driver and what is beneath it, in virtual time. */
class FaultBench {
  readonly clock: StepClock
  readonly air: Air
  sensor: Sensor | undefined
  private text: string
  private answers: number

  constructor() {
    this.clock = new StepClock()
    this.air = { co2: 800, temperature: 22, humidity: 40, pressure: 1013 }
    this.text = ''
    this.answers = 0
  }

  /** `count` samples, one after the other, each as its status and what it says. */
  samples(count: number): string {
    this.text = ''
    for (let i = 0; i < count; i++) {
      const sensor = this.sensor as Sensor
      this.answers = 0
      const next = this.clock.now() + PERIOD
      sensor.sample((status, reading) => { this.answered(status, reading) })
      if (this.answers) this.text += 'TOO-EARLY '
      for (let waited = 0; waited < PATIENCE && !this.answers; waited += 50) this.clock.advance(50)
      if (this.answers !== 1) this.text += 'ANSWERS-' + this.answers + ' '
      this.clock.advance(Math.max(0, next - this.clock.now()))
    }
    return this.text
  }

  private answered(status: number, reading: Reading | undefined): void {
    this.answers++
    this.text += status
    const co2 = reading && reading.co2
    const temperature = reading && reading.temperature
    const probes = reading && reading.probes
    if (co2 !== undefined) this.text += Math.abs(co2 - 800) > 100 ? ':c-WRONG' : ':c'
    if (temperature !== undefined) this.text += Math.abs(temperature - 22) > 3 ? ':t-WRONG' : ':t'
    for (const probe of probes || []) {
      this.text += ':p' + probe.status
      if (probe.status === 0 && Math.abs(probe.temperature - 22) > 3) this.text += '-WRONG'
    }
    this.text += ' '
  }
}

function scd30Bench(): FaultBench & { breakable?: Breakable[] } {
  const bench: FaultBench & { breakable?: Breakable[] } = new FaultBench()
  const wire = new I2cWire(bench.clock)
  wire.seesFailure = false
  const part = new Scd30Part(bench.clock, new Random(3))
  part.expose(bench.air)
  wire.attach(part)
  bench.clock.advance(3000)
  bench.sensor = new Scd30(wire, bench.clock)
  bench.breakable = [part, wire]
  return bench
}

function mhZ19Bench(): FaultBench & { breakable?: Breakable[] } {
  const bench: FaultBench & { breakable?: Breakable[] } = new FaultBench()
  const wire = new UartWire(bench.clock, 9600)
  const part = new MhZ19Part(bench.clock, new Random(4), 'C')
  part.expose(bench.air)
  wire.attach(part)
  bench.clock.advance(3600000)
  bench.sensor = new MhZ19(wire, bench.clock)
  bench.breakable = [part, wire]
  return bench
}

function ds18b20Bench(): FaultBench & { breakable?: Breakable[] } {
  const bench: FaultBench & { breakable?: Breakable[] } = new FaultBench()
  const random = new Random(5)
  const line = new OneWireLine(bench.clock, random.split('line'))
  const first = new Ds18b20Part(bench.clock, random.split('first'), '28139bbb0b00001f', 'A')
  const second = new Ds18b20Part(bench.clock, random.split('second'), '28ff641dcd96f201', 'C')
  first.expose(bench.air)
  second.expose(bench.air)
  line.attach(first)
  line.attach(second)
  bench.sensor = new Ds18b20(line, bench.clock)
  bench.breakable = [first, line]
  return bench
}

function run(checks: Checks, name: string, make: () => FaultBench & { breakable?: Breakable[] }): void {
  const model = make()
  const kinds = model.breakable as Breakable[]
  for (let which = 0; which < kinds.length; which++) {
    for (const fault of kinds[which].faults) {
      const bench = make()
      const broken = (bench.breakable as Breakable[])[which]
      const sensor = bench.sensor as Sensor
      let starts = 0
      sensor.start(() => { starts++ })
      bench.clock.advance(15000)
      const before = bench.samples(3)
      broken.inject(fault, true)
      const during = bench.samples(3)
      broken.inject(fault, false)
      const after = bench.samples(4)
      sensor.stop()
      const all = before + '| ' + during + '| ' + after
      checks.note('faults ' + name + ' ' + fault + (which ? ' on the wire' : ''), all)
      checks.check('faults ' + name + ' ' + fault + ' started once, timers and answers in order',
        starts + ' ' + bench.clock.misused + ' ' + (all.indexOf('TOO-EARLY') < 0) + ' ' + (all.indexOf('ANSWERS-') < 0), '1 0 true true')
    }
  }
}

/** Each fault of each part and wire, for three samples, in virtual time: the same word for word on every interpreter. */
export function scd30FaultCases(checks: Checks): void {
  run(checks, 'scd30', scd30Bench)
}

export function mhZ19FaultCases(checks: Checks): void {
  run(checks, 'mh-z19', mhZ19Bench)
}

export function ds18b20FaultCases(checks: Checks): void {
  run(checks, 'ds18b20', ds18b20Bench)
}
