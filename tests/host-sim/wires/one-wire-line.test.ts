import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { VirtualClock } from '../../../host-sim/clock/virtual-clock.ts'
import { Ds18b20Part } from '../../../host-sim/parts/ds18b20-part.ts'
import { oneWireRom } from '../../../host-sim/parts/one-wire-rom.ts'
import { Random } from '../../../host-sim/random.ts'
import { OneWireLine } from '../../../host-sim/wires/one-wire-line.ts'

function lineWith(roms: string[], seed = 1): OneWireLine {
  const clock = new VirtualClock()
  const random = new Random(seed)
  const line = new OneWireLine(clock, random)
  for (const rom of roms) line.attach(new Ds18b20Part(clock, random, rom, 'A'))
  return line
}

const THREE = ['28139bbb0b00001f', '2839386a0d000044', '28ff641dcd96f201']

describe('a 1-Wire line', () => {
  it('finds any set of addresses, each once, whatever they share', () => {
    const roms = fc.uniqueArray(fc.tuple(fc.constantFrom('28', '22', '10'), fc.nat(0xffffff)), { minLength: 1, maxLength: 20, selector: each => each.join() })
    fc.assert(fc.property(roms, list => {
      const names = list.map(([code, number]) => oneWireRom(`${code}${number.toString(16).padStart(12, '0')}`))
      expect(lineWith(names).search(0xf0).sort()).toEqual(names.slice().sort())
    }), { numRuns: 50 })
  })

  it('finds addresses that differ in their last bit before the check byte', () => {
    const names = [oneWireRom('28000000000000'), oneWireRom('28000000000080')]
    expect(lineWith(names).search(0xf0).sort()).toEqual(names.sort())
  })

  it('finds two parts of one name once', () => {
    expect(lineWith([THREE[0], THREE[0]]).search(0xf0)).toEqual([THREE[0]])
  })

  it('carries nothing to or from a detached part', () => {
    const clock = new VirtualClock()
    const line = new OneWireLine(clock, new Random(1))
    const part = new Ds18b20Part(clock, new Random(2), THREE[0], 'A')
    line.attach(part)
    expect(line.reset()).toBe(true)
    line.detach(part)
    expect(line.reset()).toBe(false)
  })

  it('is low when shorted: a presence, zeros, and no address', () => {
    const line = lineWith(THREE)
    line.inject('short', true)
    expect(line.reset()).toBe(true)
    expect([...line.read(9)]).toEqual(new Array(9).fill(0))
    expect(line.search(0xf0)).toEqual([])
    line.inject('short', false)
    expect(line.search(0xf0).length).toBe(3)
  })

  it('is high when open', () => {
    const line = lineWith(THREE)
    line.inject('open', true)
    expect(line.reset()).toBe(false)
    expect([...line.read(9)]).toEqual(new Array(9).fill(255))
    expect(line.search(0xf0)).toEqual([])
  })

  it('knows no other faults', () => {
    expect(lineWith([]).inject('gremlins', true)).toBe(false)
  })

  it.each([0.01, 0.1, 0.5, 1])('ends every search with %d of its slots disturbed', rate => {
    for (let seed = 1; seed < 20; seed++) {
      const line = lineWith(THREE, seed)
      line.inject('corrupt', true)
      line.errorRate = rate
      expect(line.search(0xf0).filter(rom => !/^[0-9a-f]{16}$/.test(rom))).toEqual([])
    }
  })

  it('disturbs about as many read slots as it is told to', () => {
    const line = lineWith([])
    line.inject('corrupt', true)
    line.errorRate = 0.1
    let flipped = 0
    for (const byte of line.read(1250)) for (let i = 0; i < 8; i++) if (!(byte & (1 << i))) flipped++
    expect(flipped).toBeGreaterThan(900)
    expect(flipped).toBeLessThan(1100)
  })

  it('takes the time of its slots', () => {
    const clock = new VirtualClock()
    const line = new OneWireLine(clock, new Random(1))
    line.reset()
    line.skip()
    line.read(9)
    expect(clock.now()).toBeGreaterThan(1 + 80 * 0.06)
    expect(clock.now()).toBeLessThan(1 + 80 * 0.12)
  })
})
