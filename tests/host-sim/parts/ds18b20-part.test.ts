import { beforeEach, describe, expect, it } from 'vitest'
import { VirtualClock } from '../../../host-sim/clock/virtual-clock.ts'
import type { Ds18b20Family } from '../../../host-sim/parts/ds18b20-model.ts'
import { Ds18b20Part } from '../../../host-sim/parts/ds18b20-part.ts'
import { Random } from '../../../host-sim/random.ts'
import { OneWireLine } from '../../../host-sim/wires/one-wire-line.ts'

const CONVERT = 0x44
const WRITE = 0x4e
const COPY = 0x48
const RECALL = 0xb8
/** ms of a conversion: at most by the datasheet, and of family A. */
const CONVERSION = 750
const TYPICAL = 600
/** ms in which the scratchpad has been copied. */
const COPIED = 11
/** ms without power that family D2 remembers its scratchpad through, and does not. */
const CUT = { short: 5000, long: 20_000 }

let clock: VirtualClock
let line: OneWireLine
let part: Ds18b20Part
const water = { co2: 400, temperature: 20, humidity: 50, pressure: 1013 }

function put(family: Ds18b20Family, temperature: number, rom = '28139bbb0b00001f'): void {
  part = new Ds18b20Part(clock, new Random(7), rom, family)
  water.temperature = temperature
  part.expose(water)
  line.attach(part)
}

function command(...bytes: number[]): void {
  line.reset()
  line.skip()
  for (const byte of bytes) line.write(byte, false)
}

function scratchpad(): string {
  command(0xbe)
  return [...line.read(9)].map(byte => byte.toString(16).padStart(2, '0')).join(' ').toUpperCase()
}

function convert(milliseconds: number): string {
  command(CONVERT)
  clock.advance(milliseconds)
  return scratchpad()
}

beforeEach(() => {
  clock = new VirtualClock(1000)
  line = new OneWireLine(clock, new Random(1))
})

describe('an emulated DS18B20', () => {
  it.each([
    [125, 'D0 07 4B 46 7F FF 10 10 55'], [85, '50 05 4B 46 7F FF 10 10 BD'], [25.0625, '91 01 4B 46 7F FF 0F 10 25'], [0.5, '08 00 4B 46 7F FF 08 10 D9'],
    [0, '00 00 4B 46 7F FF 10 10 69'], [-0.5, 'F8 FF 4B 46 7F FF 08 10 F8'], [-55, '90 FC 4B 46 7F FF 10 10 EE']
  ])('sends its scratchpad at %d degrees to the byte', (temperature, expected) => {
    put('A', temperature)
    expect(convert(CONVERSION)).toBe(expected)
  })

  it.each([
    ['A', '50 05 4B 46 7F FF 0C 10 1C'], ['B1', '50 05 4B 46 7F FF 0C 10 1C'], ['C', '50 05 55 00 7F FF 0C 10 21'], ['D2', '90 01 55 05 7F 7E 81 66 96']
  ] as const)('of family %s comes up with %s', (family, expected) => {
    put(family, 20)
    expect(scratchpad()).toBe(expected)
  })

  it('sends its ROM when it is alone', () => {
    put('A', 20)
    line.reset()
    line.write(0x33, false)
    expect([...line.read(8)]).toEqual([0x28, 0x13, 0x9b, 0xbb, 0x0b, 0, 0, 0x1f])
  })

  it('answers 0 while it converts and 1 afterwards, and keeps the old value meanwhile', () => {
    put('A', 20)
    command(CONVERT)
    expect(line.read(1)[0]).toBe(0)
    clock.advance(TYPICAL - 200)
    expect(line.read(1)[0]).toBe(0)
    expect(scratchpad().slice(0, 5)).toBe('50 05')
    clock.advance(250)
    expect(scratchpad().slice(0, 5)).toBe('40 01')
  })

  it.each([['A', 600], ['B2', 675], ['C', 30], ['D1', 525], ['D2', 11]] as const)('of family %s converts in about %i ms', (family, milliseconds) => {
    put(family, 20)
    command(CONVERT)
    clock.advance(milliseconds - 3)
    expect(line.read(1)[0]).toBe(0)
    clock.advance(4)
    expect(line.read(1)[0]).toBe(255)
  })

  it('converts faster with fewer bits, the rest of which are undefined', () => {
    put('A', 20)
    command(WRITE, 1, 2, 0x1f)
    const seen = new Set<string>()
    for (let i = 0; i < 60; i++) seen.add(convert(94).slice(0, 5))
    expect([...seen].sort()).toEqual(['40 01', '41 01', '42 01', '43 01', '44 01', '45 01', '46 01', '47 01'])
  })

  it('takes TH, TL and configuration, keeps them through a power cut only when copied, and recalls them', () => {
    put('A', 20)
    command(WRITE, 0x11, 0x22, 0x00)
    expect(scratchpad().slice(6, 14)).toBe('11 22 1F')
    command(RECALL)
    expect(scratchpad().slice(6, 14)).toBe('4B 46 7F')
    command(WRITE, 0x11, 0x22, 0xff)
    command(COPY)
    clock.advance(COPIED)
    part.powerDown()
    expect(line.reset()).toBe(false)
    part.powerUp()
    expect(scratchpad().slice(0, 14)).toBe('50 05 11 22 7F')
  })

  it('that is unplugged gets no power when the board does', () => {
    put('A', 20)
    part.inject('unplug', true)
    part.powerDown()
    part.powerUp()
    expect(line.reset()).toBe(false)
    part.inject('unplug', false)
    expect(line.reset()).toBe(true)
  })

  it('of family B spoils byte 6 with the third byte written', () => {
    put('B1', 20)
    command(WRITE, 1, 2, 0x5f)
    expect(scratchpad().slice(18, 20)).toBe('5F')
  })

  it('of family C has 12 bits only and wears out after eight copies', () => {
    put('C', 20)
    for (let i = 0; i < 10; i++) {
      command(WRITE, i, 0, 0x1f)
      command(COPY)
      clock.advance(COPIED)
      line.reset()
    }
    expect(part.memory.eeprom).toEqual([7, 0, 0x7f])
  })

  it('of family D2 remembers a short power cut, not a long one', () => {
    put('D2', 20)
    command(WRITE, 9, 8, 0x7f)
    part.powerDown()
    clock.advance(CUT.short)
    part.powerUp()
    expect(scratchpad().slice(6, 11)).toBe('09 08')
    part.powerDown()
    clock.advance(CUT.long)
    part.powerUp()
    expect(scratchpad()).toBe('90 01 55 05 7F 7E 81 66 96')
  })

  it('of family E has no EEPROM', () => {
    put('E', 20)
    command(WRITE, 9, 8, 0x7f)
    command(COPY)
    clock.advance(COPIED)
    part.powerDown()
    part.powerUp()
    expect(scratchpad().slice(6, 23)).toBe('FF FF 7F FF FF FF')
  })

  it('answers the alarm search at and beyond TH and TL, by whole degrees', () => {
    for (const [temperature, alarmed] of [[29.9375, false], [30, true], [10.9375, true], [11, false]] as const) {
      line = new OneWireLine(clock, new Random(1))
      put('A', temperature)
      command(WRITE, 30, 10, 0x7f)
      convert(CONVERSION)
      expect(line.search(0xec).length).toBe(alarmed ? 1 : 0)
    }
  })

  it('says how it is powered', () => {
    put('A', 20)
    command(0xb4)
    expect(line.read(1)[0]).toBe(255)
    part.parasite = true
    command(0xb4)
    expect(line.read(1)[0]).toBe(0)
  })

  it('on parasite power fails without a strong pull-up, and starts again when it is let go too early', () => {
    put('A', 20)
    part.parasite = true
    expect(convert(CONVERSION).slice(0, 5)).toBe('FF 07')
    line.reset()
    line.skip()
    line.write(CONVERT, true)
    clock.advance(TYPICAL / 2)
    expect(scratchpad()).toBe('50 05 4B 46 7F FF 0C 10 1C')
    line.reset()
    line.skip()
    line.write(CONVERT, true)
    clock.advance(CONVERSION)
    expect(scratchpad().slice(0, 5)).toBe('40 01')
  })

  it('on parasite power is reset by a long low', () => {
    put('A', 20)
    part.parasite = true
    command(WRITE, 1, 2, 0x7f)
    line.inject('long-reset', true)
    expect(scratchpad().slice(6, 11)).toBe('4B 46')
  })

  it('of family D does not work on parasite power', () => {
    put('D1', 20)
    part.parasite = true
    expect(line.reset()).toBe(false)
  })

  it('breaks down in mid-conversion', () => {
    put('A', 20)
    convert(CONVERSION)
    part.inject('brown-out', true)
    expect(convert(CONVERSION)).toBe('50 05 4B 46 7F FF 0C 10 1C')
  })

  it('goes away in the middle of a read', () => {
    put('A', 20)
    part.inject('unplug-in-read', true)
    const bytes = scratchpad()
    expect(bytes.startsWith('50 05')).toBe(true)
    expect(bytes.endsWith('FF FF FF FF FF FF')).toBe(true)
    expect(line.reset()).toBe(false)
    part.inject('unplug', false)
    expect(line.reset()).toBe(true)
  })

  it('knows the faults it lists and no others', () => {
    put('A', 20)
    for (const fault of part.faults) {
      expect(part.inject(fault, true)).toBe(true)
      expect(part.inject(fault, false)).toBe(true)
    }
    expect(part.inject('gremlins', true)).toBe(false)
  })

  it('ignores what is not a command', () => {
    put('A', 20)
    for (let code = 0; code < 256; code++) {
      line.reset()
      line.write(code, false)
      line.write(0x13, false)
      line.read(20)
    }
    expect(scratchpad()).toBe('50 05 4B 46 7F FF 0C 10 1C')
  })
})

describe('an emulated DS18S20', () => {
  it.each([[85, 'AA 00 4B 46 FF FF 0C 10'], [25.5, '33 00 4B 46 FF FF 04 10'], [24.75, '32 00 4B 46 FF FF 10 10'], [-0.5, 'FF FF 4B 46 FF FF 04 10'], [-55, '92 FF 4B 46 FF FF 0C 10']])(
    'counts what is left of a degree at %d', (temperature, expected) => {
      put('A', temperature, '10a2b3c4d50000d3')
      expect(convert(CONVERSION).slice(0, 23)).toBe(expected)
    })

  it('takes TH and TL and nothing else', () => {
    put('A', 20, '10a2b3c4d50000d3')
    command(WRITE, 1, 2, 0x1f)
    expect(scratchpad().slice(0, 23)).toBe('AA 00 01 02 FF FF 0C 10')
  })
})
