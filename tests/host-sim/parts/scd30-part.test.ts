import { beforeEach, describe, expect, it } from 'vitest'
import { NO_ACK, OK } from '../../../drivers/hal/status.ts'
import { VirtualClock } from '../../../host-sim/clock/virtual-clock.ts'
import type { Air } from '../../../host-sim/parts/part.ts'
import { Scd30Part } from '../../../host-sim/parts/scd30-part.ts'
import { Random } from '../../../host-sim/random.ts'
import { I2cWire } from '../../../host-sim/wires/i2c-wire.ts'
import { hex } from '../../support/scripted-i2c-bus.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** ms until it answers after power-up or a soft reset. */
const BOOT = 2000
/** ms from one measurement to the next, unless another interval is set. */
const INTERVAL = 2000
/** ms from one transfer to the next: what the vendor's driver leaves, and less than the 3 that a reply needs. */
const PAUSE = 10
const TOO_SOON = 2
/** ms in which it follows 63 % of a step of CO2. */
const RESPONSE = 20_000

describe('the emulated SCD30', () => {
  let clock: VirtualClock
  let wire: I2cWire
  let part: Scd30Part
  let air: Air

  beforeEach(() => {
    clock = new VirtualClock()
    wire = new I2cWire(clock)
    part = new Scd30Part(clock, new Random(5))
    wire.attach(part)
    air = { co2: 1000, temperature: 20, humidity: 50, pressure: 1013.25 }
    part.expose(air)
    clock.advance(BOOT)
  })

  function send(bytes: string): void {
    expect(wire.write(0x61, hex(bytes))).toBe(OK)
    clock.advance(PAUSE)
  }

  function ask(bytes: string, count: number): number[] {
    send(bytes)
    const into = new Uint8Array(count)
    expect(wire.read(0x61, into)).toBe(OK)
    return Array.from(into)
  }

  /** CO2, temperature and humidity as they stand on the wire. */
  function measurement(): number[] {
    const bytes = ask('03 00', 18)
    return [0, 6, 12].map(i => new DataView(Uint8Array.of(bytes[i], bytes[i + 1], bytes[i + 3], bytes[i + 4]).buffer).getFloat32(0))
  }

  function ready(): boolean {
    return ask('02 02', 3)[1] === 1
  }

  function start(): void {
    send('00 10 00 00 81')
    clock.advance(3.5 * INTERVAL)
  }

  it('does not acknowledge while it boots, nor for 2 s after a soft reset', () => {
    part.powerUp()
    expect(wire.write(0x61, hex('D1 00'))).toBe(NO_ACK)
    clock.advance(BOOT - 100)
    expect(wire.write(0x61, hex('D1 00'))).toBe(NO_ACK)
    clock.advance(100)
    send('D3 04')
    expect(wire.write(0x61, hex('D1 00'))).toBe(NO_ACK)
    clock.advance(BOOT)
    expect(ask('D1 00', 3)).toEqual(hex('03 42 F3'))
  })

  it('tells its serial number as 32 characters ending in NULs', () => {
    const bytes = ask('D0 33', 48)
    const text = String.fromCharCode(...bytes.filter((_byte, i) => i % 3 < 2))
    expect(text).toMatch(/^[0-9A-F]{12}\0{20}$/)
  })

  it('refuses a read header that comes too soon, after a repeated START, or without a command', () => {
    wire.write(0x61, hex('D1 00'))
    expect(wire.read(0x61, new Uint8Array(3))).toBe(NO_ACK)
    clock.advance(TOO_SOON)
    expect(wire.read(0x61, new Uint8Array(3))).toBe(NO_ACK)
    clock.advance(TOO_SOON)
    expect(part.select(true, true)).toBe(false)
    expect(wire.read(0x61, new Uint8Array(3))).toBe(OK)
    expect(wire.read(0x61, new Uint8Array(3))).toBe(NO_ACK)
  })

  it.each([
    ['interval', '46 00', '46 00 00 3C 39', '00 3C 39'], ['self-calibration', '53 06', '53 06 00 01 B0', '00 01 B0'],
    ['offset', '54 03', '54 03 01 F4 33', '01 F4 33'], ['altitude', '51 02', '51 02 03 E8 D4', '03 E8 D4']
  ])('keeps its %s through a power cut, at the price of one write', (_name, get, set, word) => {
    send(set)
    expect(ask(get, 3)).toEqual(hex(word))
    part.powerDown()
    part.powerUp()
    clock.advance(BOOT)
    expect(ask(get, 3)).toEqual(hex(word))
    expect(part.memory.wear).toBe(1)
  })

  it('keeps the recalibration but forgets its read-back', () => {
    start()
    send('52 04 01 C2 50')
    expect(ask('52 04', 3)).toEqual(hex('01 C2 50'))
    clock.advance(2 * INTERVAL)
    expect(Math.abs(measurement()[0] - 450)).toBeLessThan(30)
    part.powerDown()
    part.powerUp()
    clock.advance(BOOT + 9 * INTERVAL)
    expect(ask('52 04', 3)).toEqual(hex('01 90 4C'))
    expect(Math.abs(measurement()[0] - 450)).toBeLessThan(30)
  })

  it.each([
    ['interval', '46 00 00 01 B0', '46 00', '00 02 E3'], ['self-calibration', '53 06 00 02 E3', '53 06', '00 00 81'],
    ['recalibration', '52 04 00 01 B0', '52 04', '01 90 4C']
  ])('ignores an %s out of range', (_name, set, get, word) => {
    send(set)
    expect(ask(get, 3)).toEqual(hex(word))
    expect(part.memory.wear).toBe(0)
  })

  it('ignores an argument with a wrong checksum', () => {
    send('46 00 00 3C 38')
    expect(part.memory.interval).toBe(2)
  })

  it('refuses a pressure of 500 hPa', () => {
    send('00 10 01 F4 33')
    expect(part.measuring).toBe(false)
  })

  it('has data once an interval, until they are read, and overwrites them unread', () => {
    send('00 10 00 00 81')
    expect(ready()).toBe(false)
    clock.advance(INTERVAL)
    expect(ready()).toBe(true)
    measurement()
    expect(ready()).toBe(false)
    clock.advance(3 * INTERVAL)
    expect(ready()).toBe(true)
    air.temperature = 30
    clock.advance(INTERVAL)
    expect(measurement()[1]).toBeGreaterThan(29)
    expect(ready()).toBe(false)
  })

  it('measures the air of the moment it measures, not of the moment it is read', () => {
    start()
    measurement()
    clock.advance(INTERVAL)
    air.temperature = 30
    expect(measurement()[1]).toBeLessThan(22)
  })

  it('gives CO2 of 0 first after a reset, then a low one, then the air\'s, with good temperatures', () => {
    start()
    send('D3 04')
    const series: number[] = []
    for (let i = 0; i < 3; i++) {
      clock.advance(i === 0 ? BOOT + INTERVAL : INTERVAL)
      const [co2, temperature] = measurement()
      expect(Math.abs(temperature - 20)).toBeLessThan(2)
      series.push(co2)
    }
    expect(series[0]).toBe(0)
    expect(series[1]).toBeGreaterThan(500)
    expect(series[1]).toBeLessThan(900)
    expect(Math.abs(series[2] - 1000)).toBeLessThan(30)
  })

  it('follows a step of CO2 with a time constant of 20 s, within its noise', () => {
    start()
    clock.advance(3 * RESPONSE)
    air.co2 = 2000
    clock.advance(RESPONSE)
    expect(Math.abs(measurement()[0] - 1632)).toBeLessThan(80)
    clock.advance(10 * RESPONSE)
    const series: number[] = []
    for (let i = 0; i < 200; i++) {
      clock.advance(INTERVAL)
      series.push(measurement()[0])
    }
    const mean = series.reduce((sum, co2) => sum + co2) / series.length
    const deviation = Math.sqrt(series.reduce((sum, co2) => sum + (co2 - mean) ** 2, 0) / series.length)
    expect(Math.abs(mean - 2000)).toBeLessThan(5)
    expect(deviation).toBeGreaterThan(2)
    expect(deviation).toBeLessThan(10)
  })

  it('warms itself, and its humidity follows', () => {
    start()
    clock.advance(HOUR / 2)
    const [, temperature, humidity] = measurement()
    expect(temperature).toBeCloseTo(21, 0)
    expect(humidity).toBeLessThan(49)
    part.cell.selfHeating = 0
    clock.advance(HOUR)
    expect(measurement()[1]).toBeCloseTo(20, 0)
  })

  it('takes minutes to follow a new offset, and shifts humidity with it', () => {
    part.cell.selfHeating = 0
    start()
    send('54 03 01 F4 33')
    clock.advance(5 * INTERVAL)
    expect(measurement()[1]).toBeGreaterThan(19)
    clock.advance(10 * MINUTE)
    const [, temperature, humidity] = measurement()
    expect(temperature).toBeCloseTo(15, 0)
    expect(humidity).toBeGreaterThan(65)
  })

  it('runs away with a negative offset, which it takes for 648.36 deg C', () => {
    start()
    part.inject('negative-offset', true)
    expect(ask('54 03', 3).slice(0, 2)).toEqual(hex('FD 44'))
    clock.advance(MINUTE)
    expect(measurement()[1]).toBeLessThan(-40)
    clock.advance(10 * MINUTE)
    const [, temperature, humidity] = measurement()
    expect(temperature).toBeLessThan(-590)
    expect(humidity).toBeGreaterThan(1000)
  })

  it('is wrong by the pressure it does not know, and by altitude only while no pressure is set', () => {
    air.pressure = 900
    start()
    expect(Math.abs(measurement()[0] - 888)).toBeLessThan(30)
    send('51 02 03 E8 D4')
    clock.advance(2 * INTERVAL)
    expect(Math.abs(measurement()[0] - 1000)).toBeLessThan(30)
    send('00 10 03 F5 DB')
    clock.advance(2 * INTERVAL)
    expect(Math.abs(measurement()[0] - 888)).toBeLessThan(30)
  })

  it('stretches up to 30 ms at a measurement, and once a day 150 ms', () => {
    start()
    let longest = 0
    let long = 0
    for (let i = 0; i < 2000; i++) {
      clock.advance(990)
      const before = clock.now()
      wire.write(0x61, hex('02 02'))
      const stretched = clock.now() - before - 0.6
      if (stretched > 100) long++
      else longest = Math.max(longest, stretched)
    }
    expect(longest).toBeLessThan(31)
    expect(longest).toBeGreaterThan(1)
    expect(long).toBe(0)
    clock.advance(DAY)
    const before = clock.now()
    wire.write(0x61, hex('02 02'))
    expect(clock.now() - before).toBeGreaterThan(150)
    clock.advance(PAUSE)
    wire.write(0x61, hex('02 02'))
    expect(clock.now() - before).toBeLessThan(250)
  })

  it('takes the lowest CO2 of a week for 400 ppm when it calibrates itself', () => {
    air.co2 = 600
    start()
    send('46 00 00 3C 39')
    send('53 06 00 01 B0')
    clock.advance(6 * DAY)
    expect(Math.abs(measurement()[0] - 600)).toBeLessThan(30)
    clock.advance(1.1 * DAY)
    expect(Math.abs(measurement()[0] - 420)).toBeLessThan(40)
  })

  it('resumes measuring by itself after a power cut', () => {
    start()
    part.powerDown()
    expect(wire.write(0x61, hex('02 02'))).toBe(NO_ACK)
    expect(clock.pending()).toBe(0)
    part.powerUp()
    clock.advance(BOOT + 1.25 * INTERVAL)
    expect(ready()).toBe(true)
  })

  it('knows every fault it lists, and no other', () => {
    for (const fault of part.faults) expect(part.inject(fault, false)).toBe(true)
    expect(part.inject('gremlins', true)).toBe(false)
    for (const fault of ['unplug', 'corrupt', 'hang']) expect(part.faults).toContain(fault)
  })

  it('flips exactly one bit of a reply when corrupt, and one word when told so', () => {
    part.inject('corrupt', true)
    const difference = (expected: number[], seen: number[]): number => expected
      .map((byte, i) => byte ^ seen[i]).join(' ').split(' ')
      .reduce((bits, text) => bits + Number(text).toString(2).replaceAll('0', '').length, 0)
    expect(difference(hex('03 42 F3'), ask('D1 00', 3))).toBe(1)
    part.inject('corrupt', false)
    part.inject('corrupt-word', true)
    expect(difference(hex('03 42 F3').slice(0, 2), ask('D1 00', 3).slice(0, 2))).toBeGreaterThan(0)
    part.inject('corrupt-word', false)
    expect(ask('D1 00', 3)).toEqual(hex('03 42 F3'))
  })

  it.each([['all-ff', 0xff], ['all-00', 0x00]])('gives nothing else with %s', (fault, byte) => {
    part.inject(fault, true)
    expect(ask('D1 00', 3)).toEqual([byte, byte, byte])
  })

  it('gives not-a-numbers with good checksums, and a zero CO2 beside good neighbours', () => {
    start()
    part.inject('not-a-number', true)
    expect(ask('03 00', 6)).toEqual(hex('7F C0 64 00 00 81'))
    part.inject('not-a-number', false)
    part.inject('zero', true)
    clock.advance(INTERVAL)
    const [co2, temperature, humidity] = measurement()
    expect(co2).toBe(0)
    expect(temperature).toBeGreaterThan(19)
    expect(humidity).toBeGreaterThan(40)
  })

  it('never has data with never-ready, though it measures', () => {
    part.inject('never-ready', true)
    start()
    expect(ready()).toBe(false)
    part.inject('never-ready', false)
    expect(ready()).toBe(true)
  })

  it('is deaf while it hangs, and dead until its power was cut', () => {
    part.inject('hang', true)
    expect(wire.write(0x61, hex('D1 00'))).toBe(NO_ACK)
    part.inject('hang', false)
    expect(wire.write(0x61, hex('D1 00'))).toBe(OK)
    part.inject('dead', true)
    part.inject('dead', false)
    expect(wire.write(0x61, hex('D1 00'))).toBe(NO_ACK)
    part.powerDown()
    part.powerUp()
    clock.advance(BOOT)
    expect(wire.write(0x61, hex('D1 00'))).toBe(OK)
  })

  it('speaks Modbus from one power-up with SEL high to the next with SEL low', () => {
    part.inject('modbus', true)
    expect(wire.write(0x61, hex('D1 00'))).toBe(OK)
    part.powerUp()
    clock.advance(BOOT)
    expect(wire.write(0x61, hex('D1 00'))).toBe(NO_ACK)
    part.inject('modbus', false)
    expect(wire.write(0x61, hex('D1 00'))).toBe(NO_ACK)
    part.powerUp()
    clock.advance(BOOT)
    expect(wire.write(0x61, hex('D1 00'))).toBe(OK)
  })

  it('stays without power while unplugged, and boots when plugged in', () => {
    part.inject('unplug', true)
    part.powerUp()
    clock.advance(1.5 * BOOT)
    expect(wire.write(0x61, hex('D1 00'))).toBe(NO_ACK)
    part.inject('unplug', false)
    expect(wire.write(0x61, hex('D1 00'))).toBe(NO_ACK)
    clock.advance(BOOT)
    expect(wire.write(0x61, hex('D1 00'))).toBe(OK)
  })

  it('stops measuring on command and by a lost start, and has an interval left over when told so', () => {
    start()
    part.inject('old-interval', true)
    expect(ask('46 00', 3)).toEqual(hex('00 3C 39'))
    send('01 04')
    expect(ready()).toBe(false)
    clock.advance(2 * MINUTE)
    expect(ready()).toBe(false)
    send('46 00 00 02 E3')
    start()
    expect(ready()).toBe(true)
    measurement()
    part.inject('lost-start', true)
    clock.advance(MINUTE)
    expect(ready()).toBe(false)
  })
})
