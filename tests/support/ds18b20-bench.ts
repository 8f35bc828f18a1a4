import type { Status } from '../../drivers/hal/status.ts'
import { Ds18b20 } from '../../drivers/ds18b20/ds18b20.ts'
import type { Ds18b20Probe } from '../../drivers/ds18b20/ds18b20-settings.ts'
import type { OneWireBus } from '../../drivers/hal/one-wire-bus.ts'
import type { Reading } from '../../drivers/sensor.ts'
import { VirtualClock } from '../../host-sim/clock/virtual-clock.ts'
import type { Ds18b20Family } from '../../host-sim/parts/ds18b20-model.ts'
import { Ds18b20Part } from '../../host-sim/parts/ds18b20-part.ts'
import { oneWireRom } from '../../host-sim/parts/one-wire-rom.ts'
import type { Air } from '../../host-sim/parts/part.ts'
import { Random } from '../../host-sim/random.ts'
import { OneWireLine } from '../../host-sim/wires/one-wire-line.ts'

/** First seven ROM bytes with the pattern of each family. */
const PATTERNS: Record<Ds18b20Family, string> = {
  A: '2800000000', B1: '28aa3c6155', B2: '28ff7c5a61', C: '28ff641dcd', D1: '281cbc4692', D2: '28241d7791', E: '289e9c1f00'
}
const TAILS: Record<Ds18b20Family, string> = { A: '0000', B1: '1401', B2: '1604', C: '96f2', D1: '1002', D2: '0402', E: '0080' }

/** A driver and emulated probes on one line, each in water of its own. */
export class Ds18b20Bench {
  readonly clock = new VirtualClock()
  readonly random: Random
  readonly line: OneWireLine
  readonly driver: Ds18b20
  readonly parts: Ds18b20Part[] = []
  readonly waters: Air[] = []

  /** `wrap` puts something between the driver and its line. */
  constructor(seed = 1, wrap: (line: OneWireBus) => OneWireBus = line => line) {
    this.random = new Random(seed)
    this.line = new OneWireLine(this.clock, this.random.split('line'))
    this.driver = new Ds18b20(wrap(this.line), this.clock)
  }

  /** One more probe on the line. `code` 28, 22 or 10. */
  add(family: Ds18b20Family, temperature: number, code = '28'): Ds18b20Part {
    const number = this.parts.length + 1
    const pattern = family === 'A' ? `28${(0x9b13bb00 + number * 0x51).toString(16)}` : PATTERNS[family]
    return this.addAs(oneWireRom(code + pattern.slice(2) + TAILS[family]), family, temperature)
  }

  addAs(rom: string, family: Ds18b20Family, temperature: number): Ds18b20Part {
    const part = new Ds18b20Part(this.clock, this.random.split(rom), rom, family)
    const water: Air = { co2: 400, temperature, humidity: 50, pressure: 1013 }
    part.expose(water)
    this.line.attach(part)
    this.parts.push(part)
    this.waters.push(water)
    return part
  }

  /** The driver's record of a part. */
  probe(part: Ds18b20Part): Ds18b20Probe | undefined {
    return this.driver.probes.find(probe => probe.rom === part.name)
  }

  start(): Status {
    return this.finish<[Status]>(done => this.driver.start(done))[0]
  }

  sample(): { status: Status, reading: Reading | undefined, took: number } {
    const from = this.clock.now()
    const [status, reading] = this.finish<[Status, Reading?]>(done => this.driver.sample(done))
    return { status, reading, took: this.clock.now() - from }
  }

  set(setting: number, value: number): Status {
    return this.finish<[Status]>(done => this.driver.set(setting, value, done))[0]
  }

  get(setting: number): { status: Status, value: number | undefined } {
    const [status, value] = this.finish<[Status, number?]>(done => this.driver.get(setting, done))
    return { status, value }
  }

  private finish<T extends unknown[]>(begin: (done: (...results: T) => void) => void): T {
    const answers: T[] = []
    begin((...results: T) => answers.push(results))
    if (answers.length > 0) throw new Error('answered from inside the call')
    while (answers.length === 0) if (!this.clock.step()) throw new Error('never answered')
    this.clock.advance(20)
    if (answers.length > 1) throw new Error('answered twice')
    return answers[0]
  }
}
