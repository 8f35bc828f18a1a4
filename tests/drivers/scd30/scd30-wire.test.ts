import { describe, expect, it } from 'vitest'
import { BAD_CHECKSUM, OK } from '../../../drivers/hal/status.ts'
import { ALTITUDE, FORCED_RECALIBRATION, INTERVAL, NONE, PRESSURE, SELF_CALIBRATION, TEMPERATURE_OFFSET } from '../../../drivers/scd30/scd30-settings.ts'
import { checkReply, DATA_READY, encodeCommand, FIRMWARE, MEASUREMENT, SERIAL, SOFT_RESET, STOP } from '../../../drivers/scd30/scd30-wire.ts'
import { hex } from '../../support/scripted-i2c-bus.ts'

const GOOD = '43 DB CB 8C 2E 8F 41 D9 70 E7 FF F5 42 43 BF 3A 1B 74'

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
  it.each([GOOD, '00 01 B0', '00 00 81', '03 42 F3', '00 00 81 00 00 81 41 B4 87 00 00 81 42 34 D0 00 00 81'])('%s passes', bytes => {
    expect(checkReply(Uint8Array.from(hex(bytes)))).toBe(OK)
  })

  it('is refused whole for any single flipped bit', () => {
    for (let bit = 0; bit < 18 * 8; bit++) {
      const bytes = hex(GOOD)
      bytes[bit >> 3] ^= 1 << (bit & 7)
      expect(checkReply(Uint8Array.from(bytes))).toBe(BAD_CHECKSUM)
    }
  })

  it.each([3, 18, 48])('of %i bytes FF, an absent part, is refused by its checksum', length => {
    expect(checkReply(new Uint8Array(length).fill(0xff))).toBe(BAD_CHECKSUM)
  })

  it.each([3, 18, 48])('of %i bytes 00, a bus held low, is refused by its checksum', length => {
    expect(checkReply(new Uint8Array(length))).toBe(BAD_CHECKSUM)
  })
})
