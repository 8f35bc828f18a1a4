import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maximCrc8 } from '../../../drivers/checksum/maxim-crc8.ts'
import { decodeScratchpad } from '../../../drivers/ds18b20/ds18b20-judge.ts'
import type { Ds18b20Probe } from '../../../drivers/ds18b20/ds18b20-settings.ts'
import { BAD_CHECKSUM, BAD_REPLY, NOT_FOUND, OK, SUSPECT, WARMING } from '../../../drivers/hal/status.ts'
import { bytesOf, POWER_ON, SCRATCHPADS } from '../../support/ds18b20-vectors.ts'

function probe(rom = '28139bbb0b00001f'): Ds18b20Probe {
  return { rom, status: WARMING, temperature: NaN, errors: 0, kind: 0, want: 0 }
}

/** Eight bytes and their right check byte. */
function sealed(text: string): Uint8Array {
  const bytes = [...bytesOf(text)]
  return Uint8Array.from([...bytes, maximCrc8(bytes)])
}

function decode(bytes: Uint8Array, rom?: string): { status: number, temperature: number } {
  const into = probe(rom)
  const status = decodeScratchpad(bytes, into)
  return { status, temperature: into.temperature }
}

const OLD = '10a2b3c4d5000000'

describe('the scratchpad of a DS18B20', () => {
  it.each(SCRATCHPADS)('says $temperature for $name', ({ bytes, temperature }) => {
    expect(decode(bytesOf(bytes))).toEqual({ status: OK, temperature })
  })

  it('is suspect when it holds the power-on value', () => {
    expect(decode(bytesOf(POWER_ON))).toEqual({ status: SUSPECT, temperature: NaN })
  })

  it('is believed when byte 6 is 0C at another temperature than 85', () => {
    expect(decode(sealed('94 01 4B 46 7F FF 0C 10'))).toEqual({ status: OK, temperature: 25.25 })
  })

  it('is refused when all of it is zero, though its checksum is good', () => {
    expect(decode(new Uint8Array(9))).toEqual({ status: BAD_REPLY, temperature: NaN })
    expect(decode(new Uint8Array(9), OLD).status).toBe(BAD_REPLY)
  })

  it('means that no part is there when all of it is FF', () => {
    expect(decode(new Uint8Array(9).fill(255))).toEqual({ status: NOT_FOUND, temperature: NaN })
  })

  it('has a bad checksum with any one bit flipped', () => {
    for (const { bytes } of SCRATCHPADS) {
      for (let bit = 0; bit < 72; bit++) {
        const damaged = bytesOf(bytes)
        damaged[bit >> 3] ^= 1 << (bit & 7)
        expect(decode(damaged).status).toBe(BAD_CHECKSUM)
      }
    }
  })

  it.each([
    ['an impossible configuration', '91 01 4B 46 7E FF 0F 10'], ['configuration 00', '91 01 4B 46 00 FF 0F 10'],
    ['configuration FF', '91 01 4B 46 FF FF 0F 10'], ['a wrong byte 5', '91 01 4B 46 7F FE 0F 10'],
    ['a wrong byte 7', '91 01 4B 46 7F FF 0F 11'], ['byte 7 of family E without its byte 6', '91 01 4B 46 7F FF 0F FF'],
    ['byte 7 of family D with an FF in byte 5', '91 01 4B 46 7F FF 0F 66'], ['byte 6 of family E without its byte 7', '91 01 4B 46 7F FF FF 66']
  ])('is refused with %s and a good checksum', (_, text) => {
    expect(decode(sealed(text))).toEqual({ status: BAD_REPLY, temperature: NaN })
  })

  it.each([
    ['07FF, a failed conversion', 'FF 07'], ['125.0625', 'D1 07'], ['-55.0625', '8F FC'], ['FF5E taken for positive', '5E 0F'], ['-128', '00 F8']
  ])('is refused when it says %s', (_, text) => {
    expect(decode(sealed(`${text} 4B 46 7F FF 10 10`)).status).toBe(BAD_REPLY)
  })

  it('extends the sign: FF5E is -10.125', () => {
    expect(decode(sealed('5E FF 4B 46 7F FF 02 10'))).toEqual({ status: OK, temperature: -10.125 })
  })

  it.each([['1F', 25], ['3F', 25.25], ['5F', 25.375], ['7F', 25.4375]])('masks the undefined bits with configuration %s', (configuration, temperature) => {
    expect(decode(sealed(`97 01 4B 46 ${configuration} FF 09 10`))).toEqual({ status: OK, temperature })
  })

  it('keeps the highest temperature with undefined bits set', () => {
    expect(decode(sealed('D7 07 4B 46 1F FF 10 10'))).toEqual({ status: OK, temperature: 125 })
  })

  it('refuses any other length', () => {
    expect(decode(new Uint8Array(0)).status).toBe(BAD_REPLY)
    expect(decode(bytesOf(POWER_ON).slice(0, 8)).status).toBe(BAD_REPLY)
  })

  it('is never OK with another temperature when it was corrupted, unless the checksum agrees', () => {
    fc.assert(fc.property(fc.constantFrom(...SCRATCHPADS), fc.array(fc.nat(71), { minLength: 1, maxLength: 12 }), ({ bytes, temperature }, flips) => {
      const damaged = bytesOf(bytes)
      for (const bit of flips) damaged[bit >> 3] ^= 1 << (bit & 7)
      const result = decode(damaged)
      if (maximCrc8(damaged) !== 0) expect([BAD_CHECKSUM, NOT_FOUND]).toContain(result.status)
      else if (damaged.join() === bytesOf(bytes).join()) expect(result).toEqual({ status: OK, temperature })
    }), { numRuns: 2000 })
  })

  it('survives any bytes, and says nothing outside -55..125', () => {
    const rom = fc.constantFrom(OLD, '28139bbb0b00001f')
    const anything = fc.uint8Array({ minLength: 8, maxLength: 8 })
    // Of a shape that some part has, so that the temperature alone decides.
    const shaped = fc.tuple(fc.uint8Array({ minLength: 4, maxLength: 4 }), fc.constantFrom(0x1f, 0x7f, 0xff), fc.integer({ min: 1, max: 16 }))
      .map(([first, configuration, remain]) => Uint8Array.of(...first, configuration, 0xff, remain, 0x10))
    let good = 0
    fc.assert(fc.property(fc.oneof(anything, shaped), rom, (bytes, probe) => {
      const { status, temperature } = decode(Uint8Array.from([...bytes, maximCrc8(bytes)]), probe)
      if (status === OK) {
        good++
        expect(temperature).toBeGreaterThanOrEqual(-55)
        expect(temperature).toBeLessThanOrEqual(125)
      } else expect(temperature).toBeNaN()
    }), { numRuns: 4000 })
    expect(good).toBeGreaterThan(10)
  })
})

describe('the scratchpad of a DS18S20', () => {
  it.each([
    ['AA 00 4B 46 FF FF 0B 10', 85.0625], ['32 00 4B 46 FF FF 0C 10', 25], ['33 00 4B 46 FF FF 04 10', 25.5], ['01 00 4B 46 FF FF 04 10', 0.5],
    ['00 00 4B 46 FF FF 0C 10', 0], ['FF FF 4B 46 FF FF 04 10', -0.5], ['CE FF 4B 46 FF FF 0C 10', -25], ['92 FF 4B 46 FF FF 0C 10', -55],
    ['32 00 4B 46 FF FF 10 10', 24.75], ['33 00 4B 46 FF FF 01 10', 25.6875]
  ])('%s says %d', (text, temperature) => {
    expect(decode(sealed(text), OLD)).toEqual({ status: OK, temperature })
  })

  it('is suspect when it holds the power-on value', () => {
    expect(decode(sealed('AA 00 4B 46 FF FF 0C 10'), OLD).status).toBe(SUSPECT)
  })

  it.each([
    'D0 07 4B 46 7F FF 10 10', '32 00 4B 46 FF FF 0C 11', '32 00 4B 46 FF FF 11 10', '32 00 4B 46 FF FE 0C 10', '32 00 4B 46 7F FF 0C 10', 'FE 00 4B 46 FF FF 0C 10'
  ])('is refused as %s', text => {
    expect(decode(sealed(text), OLD).status).toBe(BAD_REPLY)
  })

  it('is not the scratchpad of a DS18B20', () => {
    expect(decode(sealed('32 00 4B 46 FF FF 0C 10')).status).toBe(BAD_REPLY)
  })
})

describe('the family of a probe', () => {
  it.each([
    ['A', '28139bbb0b00001f', '91 01 4B 46 7F FF 0F 10'], ['B', '28aa3c61551401f0', '91 01 4B 46 7F FF 0C 10'], ['B', '28ff7c5a611604ee', '91 01 4B 46 7F FF 7F 10'],
    ['C', '28ff641dcd96f201', '91 01 55 00 7F FF 0C 10'], ['D', '281cbc4692100288', '90 01 55 05 7F 21 34 66'], ['D', '28241d77910402ce', '90 01 55 05 7F 7E 81 66'],
    ['E', '289e9c1f00008004', '90 01 FF FF 7F FF FF FF'], ['B', '28139bbb0b00001f', '91 01 4B 46 7F FF 00 10'],
    ['A', '28139bbb0b00001f', '90 01 4B 46 7F FF 10 10'], ['B', '28139bbb0b00001f', '91 01 4B 46 7F FF 11 10'], ['B', '28ff641dcd96f201', '90 01 55 00 1F FF 0C 10']
  ])('is %s for ROM %s with %s', (family, rom, text) => {
    const into = probe(rom)
    expect(decodeScratchpad(sealed(text), into)).toBe(OK)
    expect(String.fromCharCode(into.kind)).toBe(family)
  })

  it('is told once, whatever its scratchpads look like afterwards', () => {
    const into = probe()
    expect(decodeScratchpad(sealed('91 01 4B 46 7F FF 0F 10'), into)).toBe(OK)
    expect(decodeScratchpad(sealed('91 01 4B 46 7F FF 7F 10'), into)).toBe(OK)
    expect(String.fromCharCode(into.kind)).toBe('A')
  })
})
