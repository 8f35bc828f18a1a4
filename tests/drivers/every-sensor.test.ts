import { readdirSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { projectPath } from '../../cli/project-path.ts'
import { Ds18b20 } from '../../drivers/ds18b20/ds18b20.ts'
import { BUSY, OK } from '../../drivers/hal/status.ts'
import { MhZ19 } from '../../drivers/mh-z19/mh-z19.ts'
import { Scd30 } from '../../drivers/scd30/scd30.ts'
import type { VirtualClock } from '../../host-sim/clock/virtual-clock.ts'
import { Ds18b20Part } from '../../host-sim/parts/ds18b20-part.ts'
import { MhZ19Part } from '../../host-sim/parts/mh-z19-part.ts'
import { oneWireRom } from '../../host-sim/parts/one-wire-rom.ts'
import type { Channel } from '../../host-sim/parts/part.ts'
import { Scd30Part } from '../../host-sim/parts/scd30-part.ts'
import { Random } from '../../host-sim/random.ts'
import { I2cWire } from '../../host-sim/wires/i2c-wire.ts'
import { OneWireLine } from '../../host-sim/wires/one-wire-line.ts'
import { UartWire } from '../../host-sim/wires/uart-wire.ts'
import { type Answer, kind, SweptSensor } from '../support/swept-sensor.ts'

const i2c = (clock: VirtualClock): I2cWire => new I2cWire(clock)
const uart = (clock: VirtualClock): UartWire => new UartWire(clock, 9600)
const oneWire = (clock: VirtualClock): OneWireLine => new OneWireLine(clock, new Random(2))

/** A part that does not warm itself, as its document states its accuracy. */
function unheated(part: Scd30Part): Scd30Part {
  part.cell.selfHeating = 0
  return part
}

/** Every driver with every kind of part that it is for. The title begins with the driver's name. */
const SENSORS = [
  kind('scd30', i2c, Scd30, (clock, random) => unheated(new Scd30Part(clock, random))),
  kind('mh-z19 A', uart, MhZ19, (clock, random) => new MhZ19Part(clock, random, 'A')),
  kind('mh-z19 B', uart, MhZ19, (clock, random) => new MhZ19Part(clock, random, 'B')),
  kind('mh-z19 C', uart, MhZ19, (clock, random) => new MhZ19Part(clock, random, 'C')),
  kind('mh-z19 D', uart, MhZ19, (clock, random) => new MhZ19Part(clock, random, 'D')),
  kind('mh-z19 E', uart, MhZ19, (clock, random) => new MhZ19Part(clock, random, 'E')),
  kind('ds18b20 A', oneWire, Ds18b20, (clock, random) => new Ds18b20Part(clock, random, oneWireRom('28139bbb0b0000'), 'A')),
  kind('ds18b20 A as DS18S20', oneWire, Ds18b20, (clock, random) => new Ds18b20Part(clock, random, oneWireRom('10139bbb0b0000'), 'A')),
  kind('ds18b20 B1', oneWire, Ds18b20, (clock, random) => new Ds18b20Part(clock, random, oneWireRom('28aa3c61551401'), 'B1')),
  kind('ds18b20 C', oneWire, Ds18b20, (clock, random) => new Ds18b20Part(clock, random, oneWireRom('28ff641dcd96f2'), 'C')),
  kind('ds18b20 D1', oneWire, Ds18b20, (clock, random) => new Ds18b20Part(clock, random, oneWireRom('281cbc46921002'), 'D1')),
  kind('ds18b20 E', oneWire, Ds18b20, (clock, random) => new Ds18b20Part(clock, random, oneWireRom('289e9c1f000080'), 'E'))
]

/** Sixteen steps through a channel, so ordered that small and large leaps in both directions come. */
const STEPS = Array.from({ length: 17 }, (_, n) => n * 7 % 17)
/** Samples in which every part has settled, preheat included: 20 minutes. */
const LONG = 120
/** Samples that show that a state lasts. */
const SAMPLES_AFTER = 5

/** Fails for a value outside what lies between two truths of a channel. */
function expectBetween(answers: Answer[], { quantity, tolerance }: Channel, one: number, other: number): void {
  const [least, most] = [Math.min(one, other) - tolerance, Math.max(one, other) + tolerance]
  const outside = answers.map(({ values }) => values[quantity]).filter(value => value !== undefined && !(value >= least && value <= most))
  expect(outside, `${quantity} outside ${least} to ${most}`).toEqual([])
}

/** How many answers know the channel. */
const known = (answers: Answer[], { quantity }: Channel): number => answers.filter(({ values }) => values[quantity] !== undefined).length

function expectSilent(answers: Answer[]): void {
  expect(answers.length).toBeGreaterThan(0)
  expect(answers.filter(({ status, values }) => status === OK || Object.keys(values).length > 0)).toEqual([])
}

it('the sweep knows every driver', () => {
  const drivers = readdirSync(projectPath('drivers'), { withFileTypes: true }).filter(entry => entry.isDirectory()).map(entry => entry.name)
  const swept = SENSORS.map(sensor => new SweptSensor(sensor).driver.name)
  expect([...new Set(swept)].sort()).toEqual(drivers.filter(name => !['hal', 'checksum', 'plausibility'].includes(name)).sort())
  for (const [n, { name }] of SENSORS.entries()) expect(name.startsWith(swept[n])).toBe(true)
})

describe.each(SENSORS)('$name', sensor => {
  it('reads what its part has, over the whole range of every channel, and on the way nothing that was not there', () => {
    const swept = new SweptSensor(sensor)
    const { air, part } = swept
    swept.start()
    swept.settle()
    expect(part.channels.length).toBeGreaterThan(0)
    for (const channel of part.channels) {
      const { quantity, least, most } = channel
      const usual = air[quantity]
      for (const step of STEPS) {
        const before = air[quantity]
        air[quantity] = least + (most - least) * step / 16
        // At the very ends a driver may say that it does not know: a clamp looks like that.
        const end = step === 0 || step === 16
        const way = end ? swept.samples(LONG) : swept.settle()
        for (const each of part.channels) expectBetween(way, each, each === channel ? before : air[each.quantity], air[each.quantity])
        const settled = swept.samples(SAMPLES_AFTER)
        for (const each of part.channels) expectBetween(settled, each, air[each.quantity], air[each.quantity])
        if (!end) expect(known(settled, channel), `${quantity} of ${air[quantity]}`).toBe(SAMPLES_AFTER)
      }
      air[quantity] = usual
      swept.settle()
    }
  })

  it('agrees with its part at any value inside its range', () => {
    const channels = new SweptSensor(sensor).part.channels
    const inside = channels.map(({ least, most, tolerance }) => fc.double({ min: least + 2 * tolerance, max: most - 2 * tolerance, noNaN: true }))
    fc.assert(fc.property(fc.tuple(...inside), values => {
      const swept = new SweptSensor(sensor)
      for (const [n, { quantity }] of channels.entries()) swept.air[quantity] = values[n]
      swept.start()
      const way = swept.settle()
      for (const channel of channels) expectBetween([...way, ...swept.samples(SAMPLES_AFTER)], channel, swept.air[channel.quantity], swept.air[channel.quantity])
    }), { numRuns: 20, seed: 9 })
  })

  it('takes nothing from beyond its range for something inside it', () => {
    const wrong: string[] = []
    for (const [n, { quantity, least, most, tolerance }] of new SweptSensor(sensor).part.channels.entries()) {
      for (const beyond of [least - (most - least) / 8, most + (most - least) / 8]) {
        if (beyond < 0 && quantity !== 'temperature') continue
        const swept = new SweptSensor(sensor)
        swept.start()
        swept.settle()
        swept.air[quantity] = beyond
        swept.samples(LONG)
        for (const { values } of swept.samples(SAMPLES_AFTER)) {
          const value = values[swept.part.channels[n].quantity]
          const believed = value !== undefined && (beyond > most ? value < most - tolerance : value > least + tolerance)
          if (believed) wrong.push(`${quantity} of ${beyond} read as ${value}`)
        }
      }
    }
    expect(wrong).toEqual([])
  })

  it('has no value, and says why, where nothing answers on its wire', () => {
    const swept = new SweptSensor(sensor, false)
    expect(swept.start()).not.toBe(OK)
    expectSilent(swept.samples(SAMPLES_AFTER))
  })

  it.each(['unplug', 'hang'])('has no value from the moment of %s, and afterwards those of the air as it is then', fault => {
    const swept = new SweptSensor(sensor)
    swept.start()
    swept.settle()
    expect(swept.part.inject(fault, true)).toBe(true)
    expectSilent(swept.samples(LONG))
    const before = { ...swept.air }
    Object.assign(swept.air, { co2: 1600, temperature: 31, humidity: 60 })
    expectSilent(swept.samples(SAMPLES_AFTER))
    swept.part.inject(fault, false)
    const way = swept.settle()
    for (const channel of swept.part.channels) expectBetween(way, channel, before[channel.quantity], swept.air[channel.quantity])
    const settled = swept.samples(LONG)
    for (const channel of swept.part.channels) {
      expectBetween(settled, channel, swept.air[channel.quantity], swept.air[channel.quantity])
      expect(known(settled, channel)).toBe(LONG)
    }
  })

  it('reads nothing false from a part whose replies are corrupted, and counts them', () => {
    const swept = new SweptSensor(sensor)
    swept.start()
    swept.settle()
    swept.part.inject('corrupt', true)
    const answers = swept.samples(LONG)
    for (const channel of swept.part.channels) expectBetween(answers, channel, swept.air[channel.quantity], swept.air[channel.quantity])
    expect(swept.driver.errors).toBeGreaterThan(0)
    swept.part.inject('corrupt', false)
    swept.settle()
  })

  it('answers every call once and never from inside it: before a start, and BUSY to a second sample', () => {
    const swept = new SweptSensor(sensor)
    swept.sample()
    swept.start()
    swept.settle()
    let first = 0
    const second = swept.answerOf(done => {
      swept.driver.sample(() => { first++ })
      expect(first).toBe(0)
      swept.driver.sample(done)
    })
    expect(second).toEqual({ status: BUSY, values: {} })
    expect(first).toBe(1)
    swept.settle()
  })

  it('can be stopped at any moment, twice: nothing is called any more, no timer is left, and it starts again', () => {
    fc.assert(fc.property(fc.constantFrom('nothing', 'start', 'sample'), fc.double({ min: 0, max: 4000, noNaN: true }), (under, moment) => {
      const swept = new SweptSensor(sensor)
      let called = 0
      if (under === 'sample') {
        swept.start()
        swept.settle()
      }
      if (under === 'start') swept.driver.start(() => { called++ })
      if (under === 'sample') swept.driver.sample(() => { called++ })
      swept.clock.advance(moment)
      const before = called
      swept.driver.stop()
      swept.driver.stop()
      expect(swept.timers.pending).toBe(0)
      swept.clock.advance(60_000)
      expect(called).toBe(before)
      swept.start()
      swept.settle()
    }), { numRuns: 25, seed: 11 })
  })
})
