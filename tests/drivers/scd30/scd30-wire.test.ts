import { describe, expect, it } from 'vitest'
import { BAD_CHECKSUM, BAD_REPLY, OK, SUSPECT } from '../../../drivers/hal/status.ts'
import {
  ALTITUDE, DATA_READY, decodeReply, encodeCommand, FIRMWARE, FORCED_RECALIBRATION, INTERVAL, MEASUREMENT, NONE,
  PRESSURE, SELF_CALIBRATION, SERIAL, SOFT_RESET, STOP, TEMPERATURE_OFFSET
} from '../../../drivers/scd30/scd30-wire.ts'
import type { Reading } from '../../../drivers/sensor.ts'
import { floats } from '../../../host-sim/parts/scd30-reply.ts'
import { hex } from '../../support/scripted-i2c-bus.ts'

const GOOD = '43 DB CB 8C 2E 8F 41 D9 70 E7 FF F5 42 43 BF 3A 1B 74'

function decode(bytes: number[]): { status: number, reading: Reading } {
  const reading: Reading = {}
  return { status: decodeReply(Uint8Array.from(bytes), reading), reading }
}

describe('an SCD30 command', () => {
  it.each([
    ['start without pressure', PRESSURE, 0, '00 10 00 00 81'],
    ['start at 1013 hPa', PRESSURE, 1013, '00 10 03 F5 DB'],
    ['stop', STOP, NONE, '01 04'],
    ['soft reset', SOFT_RESET, NONE, 'D3 04'],
    ['interval of 2 s', INTERVAL, 2, '46 00 00 02 E3'],
    ['interval of 60 s', INTERVAL, 60, '46 00 00 3C 39'],
    ['self-calibration on', SELF_CALIBRATION, 1, '53 06 00 01 B0'],
    ['self-calibration off', SELF_CALIBRATION, 0, '53 06 00 00 81'],
    ['recalibration to 400 ppm', FORCED_RECALIBRATION, 400, '52 04 01 90 4C'],
    ['recalibration to 450 ppm', FORCED_RECALIBRATION, 450, '52 04 01 C2 50'],
    ['offset of 5.00 deg C', TEMPERATURE_OFFSET, 500, '54 03 01 F4 33'],
    ['offset of 2.00 deg C', TEMPERATURE_OFFSET, 200, '54 03 00 C8 7F'],
    ['altitude of 1000 m', ALTITUDE, 1000, '51 02 03 E8 D4'],
    ['altitude of 440 m', ALTITUDE, 440, '51 02 01 B8 73'],
    ['data ready', DATA_READY, NONE, '02 02'],
    ['read', MEASUREMENT, NONE, '03 00'],
    ['firmware', FIRMWARE, NONE, 'D1 00'],
    ['serial number', SERIAL, NONE, 'D0 33']
  ])('%s is the bytes of the document', (_name, command, argument, bytes) => {
    expect(encodeCommand(command, argument)).toEqual(hex(bytes))
  })
})

describe('an SCD30 reply', () => {
  it('gives the values of the document\'s example', () => {
    const { status, reading } = decode(hex(GOOD))
    expect(status).toBe(OK)
    expect(reading.co2).toBe(439)
    expect(reading.temperature).toBeCloseTo(27.238, 3)
    expect(reading.humidity).toBeCloseTo(48.807, 3)
  })

  it.each(['00 01 B0', '00 00 81', '03 42 F3'])('of one word, %s, passes', bytes => {
    expect(decode(hex(bytes))).toEqual({ status: OK, reading: {} })
  })

  it('after a reset keeps temperature and humidity and refuses CO2', () => {
    expect(decode(hex('00 00 81 00 00 81 41 B4 87 00 00 81 42 34 D0 00 00 81')))
      .toEqual({ status: SUSPECT, reading: { temperature: 22.5, humidity: 45 } })
  })

  it('is refused whole for any single flipped bit', () => {
    for (let bit = 0; bit < 18 * 8; bit++) {
      const bytes = hex(GOOD)
      bytes[bit >> 3] ^= 1 << (bit & 7)
      expect(decode(bytes)).toEqual({ status: BAD_CHECKSUM, reading: {} })
    }
  })

  it.each([3, 18, 48])('of %i bytes FF, an absent part, is refused by its checksum', length => {
    expect(decode(new Array<number>(length).fill(0xff))).toEqual({ status: BAD_CHECKSUM, reading: {} })
  })

  it.each([3, 18, 48])('of %i bytes 00, a bus held low, is refused by its checksum', length => {
    expect(decode(new Array<number>(length).fill(0))).toEqual({ status: BAD_CHECKSUM, reading: {} })
  })

  it.each([
    ['CO2 not a number', [NaN, 20, 50]],
    ['temperature not a number', [500, NaN, 50]],
    ['humidity not a number', [500, 20, NaN]],
    ['CO2 infinite', [Infinity, 20, 50]],
    ['CO2 minus infinite', [-Infinity, 20, 50]],
    ['temperature infinite', [500, Infinity, 50]],
    ['humidity minus infinite', [500, 20, -Infinity]],
    ['CO2 above 40000', [40001, 20, 50]],
    ['temperature below -40', [500, -40.1, 50]],
    ['temperature of a stored negative offset', [500, -600, 50]],
    ['temperature above 125', [500, 125.1, 50]],
    ['humidity below 0', [500, 20, -0.1]],
    ['humidity above 100.5', [500, 20, 100.6]],
    ['humidity of 10^4', [500, 20, 10000]],
    ['zero CO2 beside a wild temperature', [0, -626, 50]]
  ])('with %s is refused whole', (_name, values) => {
    expect(decode(floats(values))).toEqual({ status: BAD_REPLY, reading: {} })
  })

  it.each([[-40, 0], [125, 100.5], [0, 100]])('at %f deg C and %f % is inside the part\'s physics', (temperature, humidity) => {
    expect(decode(floats([40000, temperature, humidity])))
      .toEqual({ status: OK, reading: { co2: 40000, temperature, humidity } })
  })

  it.each([0, -0, -1, -400, 0.4])('never takes %f for CO2', co2 => {
    expect(decode(floats([co2, 20, 50]))).toEqual({ status: SUSPECT, reading: { temperature: 20, humidity: 50 } })
  })
})
