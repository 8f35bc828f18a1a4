import { beforeEach, describe, expect, it } from 'vitest'
import { NO_ACK, OK, TIMEOUT } from '../../../drivers/hal/status.ts'
import { VirtualClock } from '../../../host-sim/clock/virtual-clock.ts'
import { Scd30Part } from '../../../host-sim/parts/scd30-part.ts'
import { Random } from '../../../host-sim/random.ts'
import { I2cWire } from '../../../host-sim/wires/i2c-wire.ts'
import { MemoryI2cDevice } from '../../support/memory-i2c-device.ts'

describe('the simulated I2C wire', () => {
  let clock: VirtualClock
  let wire: I2cWire
  let device: MemoryI2cDevice

  beforeEach(() => {
    clock = new VirtualClock()
    wire = new I2cWire(clock)
    device = new MemoryI2cDevice()
    wire.attach(device)
    wire.write(0x42, [0x12, 0x34])
  })

  function read(count: number): { status: number, bytes: number[] } {
    const into = new Uint8Array(count)
    const status = wire.read(0x42, into)
    return { status, bytes: Array.from(into) }
  }

  it('takes nine clocks a byte', () => {
    const before = clock.now()
    read(18)
    expect(clock.now() - before).toBeCloseTo(19 * 9 / 50, 0)
    wire.hertz = 100000
    const middle = clock.now()
    read(18)
    expect(clock.now() - middle).toBeCloseTo(19 * 9 / 100, 0)
  })

  it('lets time pass while a part stretches the clock', () => {
    device.stretching = 30
    const before = clock.now()
    read(1)
    expect(clock.now() - before).toBeGreaterThan(30)
  })

  it('gives up on a clock held for ever after its patience', () => {
    device.stretching = Infinity
    const before = clock.now()
    expect(read(2)).toEqual({ status: TIMEOUT, bytes: [0xff, 0xff] })
    expect(clock.now() - before).toBeLessThan(1100)
  })

  it('finds each part by its address', () => {
    const other = new Scd30Part(clock, new Random(1))
    wire.attach(other)
    expect(wire.write(0x61, [1, 4])).toBe(NO_ACK)
    clock.advance(2000)
    expect(wire.write(0x61, [1, 4])).toBe(OK)
    expect(wire.write(0x62, [1, 4])).toBe(NO_ACK)
  })

  it('reports a byte that was not acknowledged', () => {
    device.capacity = 2
    expect(wire.write(0x42, [1, 2, 3, 4])).toBe(NO_ACK)
    expect(device.log.slice(-4)).toEqual(['01', '02', '03', 'stop'])
    wire.seesFailure = false
    expect(wire.write(0x42, [1, 2, 3, 4])).toBe(OK)
  })

  it.each([
    ['unplug', NO_ACK, 0xff, OK, 0xff], ['nack', NO_ACK, 0xff, OK, 0xff], ['sda-low', TIMEOUT, 0xff, OK, 0x00],
    ['scl-low', TIMEOUT, 0xff, OK, 0xff], ['all-ff', OK, 0xff, OK, 0xff], ['all-00', OK, 0x00, OK, 0x00]
  ])('with %s reads status %i and bytes %i, or %i and %i when failures cannot be seen', (fault, status, byte, blind, blindByte) => {
    expect(wire.inject(fault, true)).toBe(true)
    expect(read(2)).toEqual({ status, bytes: [byte, byte] })
    expect(wire.write(0x42, [5])).toBe(status)
    wire.seesFailure = false
    expect(read(2)).toEqual({ status: blind, bytes: [blindByte, blindByte] })
    wire.seesFailure = true
    wire.inject(fault, false)
    expect(read(2)).toEqual({ status: OK, bytes: [0x12, 0x34] })
  })

  it('knows every fault it lists, and no other', () => {
    for (const fault of wire.faults) {
      expect(wire.inject(fault, true)).toBe(true)
      expect(wire.inject(fault, false)).toBe(true)
    }
    expect(wire.inject('gremlins', true)).toBe(false)
  })

  it('flips bits at the rate of the noise, from its own stream', () => {
    const run = (): number => {
      wire.random = new Random(3)
      wire.noiseRate = 0.01
      wire.inject('noise', true)
      let wrong = 0
      for (let i = 0; i < 1000; i++) {
        const { status, bytes } = read(2)
        for (let bit = 0; status === OK && bit < 16; bit++) {
          if (((bytes[0] << 8 | bytes[1]) ^ 0x1234) >> bit & 1) wrong++
        }
      }
      return wrong
    }
    const first = run()
    expect(first).toBeGreaterThan(90)
    expect(first).toBeLessThan(220)
    expect(run()).toBe(first)
  })

  it('is held low by a part whose reply was cut off, until nine clocks', () => {
    const part = new Scd30Part(clock, new Random(1))
    wire.attach(part)
    clock.advance(2000)
    wire.write(0x61, [0xd1, 0x00])
    clock.advance(10)
    wire.inject('abort', true)
    const into = new Uint8Array(3)
    expect(wire.read(0x61, into)).toBe(TIMEOUT)
    expect(wire.idle()).toBe(false)
    expect(wire.write(0x61, [0xd1, 0x00])).toBe(TIMEOUT)
    expect(read(1).status).toBe(TIMEOUT)
    expect(wire.clear()).toBe(true)
    expect(wire.idle()).toBe(true)
    expect(read(1)).toEqual({ status: OK, bytes: [0x12] })
  })

  it('cannot be cleared while something else holds it low', () => {
    wire.inject('sda-low', true)
    expect(wire.clear()).toBe(false)
    expect(wire.idle()).toBe(false)
    wire.inject('sda-low', false)
    expect(wire.idle()).toBe(true)
  })
})
