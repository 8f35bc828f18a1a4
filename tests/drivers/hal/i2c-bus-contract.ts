import { beforeEach, describe, expect, it } from 'vitest'
import type { I2cBus } from '../../../drivers/hal/i2c-bus.ts'
import { NO_ACK, OK, TIMEOUT } from '../../../drivers/hal/status.ts'
import type { I2cDevice } from '../../../host-sim/wires/i2c-device.ts'
import { MemoryI2cDevice } from '../../support/memory-i2c-device.ts'

/**
 * What `I2cBus` promises, checked on one implementation; `make` gives a bus that has just this part on it.
 * `seesFailure` is false for a software bus, to which an absent part reads FF and a held clock is no failure.
 */
export function describeI2cBus(name: string, seesFailure: boolean, make: (device: I2cDevice) => I2cBus): void {
  describe(`${name} as an I2cBus`, () => {
    let device: MemoryI2cDevice
    let bus: I2cBus

    beforeEach(() => {
      device = new MemoryI2cDevice()
      bus = make(device)
    })

    it('writes between START and STOP, in order, from an array', () => {
      expect(bus.write(0x42, [0x00, 0x10, 0xff])).toBe(OK)
      expect(device.log).toEqual(['start write', '00', '10', 'ff', 'stop'])
    })

    it('writes from a Uint8Array', () => {
      expect(bus.write(0x42, Uint8Array.of(0x7f, 0x80))).toBe(OK)
      expect(device.log).toEqual(['start write', '7f', '80', 'stop'])
    })

    it('reads as many bytes as the buffer holds, into that very buffer', () => {
      bus.write(0x42, [1, 2, 0xfe])
      const into = new Uint8Array(5)
      expect(bus.read(0x42, into)).toBe(OK)
      expect(Array.from(into)).toEqual([1, 2, 0xfe, 1, 2])
    })

    it('separates a read from the write before it by a STOP', () => {
      bus.write(0x42, [7])
      bus.read(0x42, new Uint8Array(1))
      expect(device.log).toEqual(['start write', '07', 'stop', 'start read', 'stop'])
    })

    it('bears 150 ms of clock stretching', () => {
      device.stretching = 150
      expect(bus.write(0x42, [9, 8])).toBe(OK)
      const into = new Uint8Array(2)
      expect(bus.read(0x42, into)).toBe(OK)
      expect(Array.from(into)).toEqual([9, 8])
    })

    it(`${seesFailure ? 'says so' : 'gives FF'} when nobody is at the address, and throws nothing`, () => {
      const status = seesFailure ? NO_ACK : OK
      expect(bus.write(0x43, [1])).toBe(status)
      const into = new Uint8Array(3)
      expect(bus.read(0x43, into)).toBe(status)
      if (!seesFailure) expect(Array.from(into)).toEqual([0xff, 0xff, 0xff])
      expect(device.log).toEqual([])
    })

    it('frees a part that holds SDA low, and says whether the line is high then', () => {
      bus.write(0x42, [5])
      device.holding = true
      expect(bus.clear()).toBe(true)
      const into = new Uint8Array(1)
      expect([bus.read(0x42, into), into[0]]).toEqual([OK, 5])
      expect(bus.clear()).toBe(true)
    })

    it('survives a clock that is held for ever', () => {
      device.stretching = Infinity
      const status = seesFailure ? TIMEOUT : OK
      expect(bus.write(0x42, [1])).toBe(status)
      expect(bus.read(0x42, new Uint8Array(3))).toBe(status)
      device.stretching = 0
      expect(bus.write(0x42, [1])).toBe(OK)
    })
  })
}
