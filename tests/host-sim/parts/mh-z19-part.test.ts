import { beforeEach, describe, expect, it } from 'vitest'
import { VirtualClock } from '../../../host-sim/clock/virtual-clock.ts'
import type { MhZ19Letter } from '../../../host-sim/parts/mh-z19-model.ts'
import { MhZ19Part } from '../../../host-sim/parts/mh-z19-part.ts'
import { Random } from '../../../host-sim/random.ts'
import { framed, fromHex, toHex } from '../../support/byte-string.ts'

const READ = 'FF 01 86 00 00 00 00 00 79'
const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
/** ms in which it follows 90 % of a step. */
const T90 = 120_000
/** ms after power-up at which it still shows what it shows while it boots. */
const BOOTING = 10_000
/** ms by which `late-ack` delays an acknowledgement. */
const LATE = 700

describe('the emulated MH-Z19', () => {
  let clock: VirtualClock
  let part: MhZ19Part
  let sent: string[]
  let air: { co2: number, temperature: number, humidity: number, pressure: number }

  function make(letter: MhZ19Letter, age = HOUR, seed = 3): void {
    clock = new VirtualClock()
    part = new MhZ19Part(clock, new Random(seed), letter)
    air = { co2: 643, temperature: 24, humidity: 45, pressure: 1013 }
    part.expose(air)
    sent = []
    part.attached({ transmit: bytes => sent.push(bytes) })
    clock.advance(age)
  }

  /** The reply to a request, in hex; '' for silence. */
  function ask(request: string): string {
    sent.splice(0)
    part.receive(fromHex(request))
    return sent.map(toHex).join(' ')
  }

  const word = (hex: string, at: number): number => parseInt(hex.split(' ').slice(at, at + 2).join(''), 16)
  const ppm = (): number => word(ask(READ), 2)
  const sumIsRight = (hex: string): boolean => [...fromHex(hex)].slice(1).reduce((sum, byte) => sum + byte.charCodeAt(0), 0) % 256 === 0

  beforeEach(() => make('B'))

  it('answers a reading of nine bytes with a right sum', () => {
    const reply = ask(READ)
    expect(reply).toMatch(/^FF 86 /)
    expect(reply.split(' ')).toHaveLength(9)
    expect(sumIsRight(reply)).toBe(true)
    expect(Math.abs(word(reply, 2) - 643)).toBeLessThan(15)
  })

  it.each([
    ['a wrong sum', 'FF 01 86 00 00 00 00 00 78'], ['another sensor number', toHex(framed('FF 02 86 00 00 00 00 00'))],
    ['an unknown command', toHex(framed('FF 01 42 00 00 00 00 00'))], ['garbage', '00 11 22 33 44 55 66 77 88 99']
  ])('is silent to %s', (_name, request) => {
    expect(ask(request)).toBe('')
    expect(ppm()).toBeGreaterThan(600)
  })

  it('finds a request split, joined, or behind garbage', () => {
    part.receive(fromHex('00 FF FF 01 86'))
    part.receive(fromHex('00 00 00 00 00 79 FF 01 A0 00 00 00 00 00 5F'))
    expect(sent.map(bytes => toHex(bytes.slice(0, 2)))).toEqual(['FF 86', 'FF A0'])
  })

  it('clamps 86 to the range and 85 not at all', () => {
    air.co2 = 7000
    clock.advance(HOUR)
    expect(ppm()).toBe(5000)
    expect(word(ask('FF 01 85 00 00 00 00 00 7A'), 4)).toBeGreaterThan(6900)
    expect(word(ask('FF 01 85 00 00 00 00 00 7A'), 2)).toBe(2400)
  })

  it('follows the air with its T90', () => {
    ppm()
    air.co2 = 1643
    clock.advance(T90)
    expect(ppm()).toBeGreaterThan(1500)
    expect(ppm()).toBeLessThan(1590)
  })

  it.each([['B', '0515', 'FF A0 30 35 31 35 00 00 95'], ['A', '0400', 'FF A0 30 34 30 30 00 00 9C'], ['D', 'nothing', '']] as const)('of model %s tells firmware %s', (letter, _digits, reply) => {
    make(letter)
    expect(ask('FF 01 A0 00 00 00 00 00 5F')).toBe(reply)
  })

  it('has S and U on model A alone', () => {
    make('A', 20_000)
    expect(ask(READ)).toMatch(/^FF 86 01 9A .. 01 3A 98 ..$/)
    clock.advance(HOUR)
    expect(ask(READ)).toMatch(/^FF 86 .. .. .. 40 /)
    expect(word(ask(READ), 6)).not.toBe(15000)
    make('B')
    expect(ask(READ)).toMatch(/ 00 00 00 ..$/)
  })

  it.each([
    ['A', [410, 410]], ['B', [1215, 410]], ['C', [500, 505, 510]], ['D', [0, 15000, 400]], ['E', [5000, 2000, 1000]]
  ] as const)('of model %s boots through its plateaus', (letter, plateaus) => {
    make(letter, 2000)
    const seen: number[] = []
    for (let second = 2; second < 100; second++) {
      const reply = ask(READ)
      if (sumIsRight(reply)) seen.push(word(reply, 2))
      clock.advance(SECOND)
    }
    for (const plateau of plateaus) expect(seen).toContain(plateau)
    expect(Math.abs(seen[seen.length - 1] - 643)).toBeLessThan(200)
  })

  it('of model B begins with silence and wrong sums', () => {
    make('B', 500)
    expect(ask(READ)).toBe('')
    clock.advance(2 * SECOND)
    expect(ask(READ)).toMatch(/^FF 86/)
    expect(sumIsRight(ask(READ))).toBe(false)
  })

  it('decodes arguments by their place: ABC on is A0 in byte 3', () => {
    expect(ask('FF 01 7D 00 00 00 00 00 82')).toBe('FF 7D 00 00 00 00 00 01 82')
    expect(ask('FF 01 79 00 00 00 00 00 86')).toBe('')
    expect(ask('FF 01 7D 00 00 00 00 00 82')).toBe('FF 7D 00 00 00 00 00 00 83')
    ask('FF 01 79 A0 00 00 00 00 E6')
    expect(ask('FF 01 7D 00 00 00 00 00 82')).toBe('FF 7D 00 00 00 00 00 01 82')
    ask('FF 01 79 00 A0 00 00 00 E6')
    expect(ask('FF 01 7D 00 00 00 00 00 82')).toBe('FF 7D 00 00 00 00 00 00 83')
  })

  it('decodes arguments by their place: the range is in bytes 6 and 7', () => {
    ask('FF 01 99 00 00 00 07 D0 8F')
    expect(ask('FF 01 9B 00 00 00 00 00 64')).toBe('FF 9B 00 00 07 D0 00 00 8E')
    ask('FF 01 99 07 D0 00 00 00 8F')
    expect(part.range).toBe(1000)
  })

  it('keeps range and calibration over a power cut, and forgets ABC', () => {
    ask('FF 01 99 00 00 00 07 D0 8F')
    ask('FF 01 79 00 00 00 00 00 86')
    ask('FF 01 87 00 00 00 00 00 78')
    part.powerDown()
    expect(ask(READ)).toBe('')
    part.powerUp()
    clock.advance(HOUR)
    expect(part.range).toBe(2000)
    expect(Math.abs(ppm() - 400)).toBeLessThan(15)
    expect(ask('FF 01 7D 00 00 00 00 00 82')).toBe('FF 7D 00 00 00 00 00 01 82')
  })

  it('spans to the value in bytes 3 and 4', () => {
    ask('FF 01 88 07 D0 00 00 00 A0')
    clock.advance(SECOND)
    expect(Math.abs(ppm() - 2000)).toBeLessThan(20)
  })

  it('preheats after a reset', () => {
    ask('FF 01 8D 00 00 00 00 00 72')
    clock.advance(BOOTING)
    expect(ppm()).toBe(1215)
  })

  it('is lost after the recovery reset', () => {
    ask(toHex(framed('FF 01 78 00 00 00 00 00')))
    expect(ask(READ)).toBe('')
    expect(part.recoveries).toBe(1)
  })

  it('is zeroed by seven seconds on the HD pin, not by six', () => {
    part.holdZeroPin(6000)
    expect(ppm()).toBeGreaterThan(600)
    part.holdZeroPin(7000)
    clock.advance(SECOND)
    expect(Math.abs(ppm() - 400)).toBeLessThan(15)
  })

  it('puts the reading on the PWM output', () => {
    const high = part.pulse()
    expect(Math.abs((5000 * (high - 2)) / 1000 - 643)).toBeLessThan(15)
  })

  it('shifts its curve every 24 hours as if the lowest reading had been 400 ppm, unless ABC is off', () => {
    for (let hour = 0; hour < 26; hour++) {
      ppm()
      clock.advance(HOUR)
    }
    expect(Math.abs(ppm() - 405)).toBeLessThan(20)
    make('B')
    ask('FF 01 79 00 00 00 00 00 86')
    for (let hour = 0; hour < 26; hour++) {
      ppm()
      clock.advance(HOUR)
    }
    expect(Math.abs(ppm() - 643)).toBeLessThan(15)
  })

  describe('faults', () => {
    it('are known by name, and no others', () => {
      for (const fault of part.faults) {
        expect(part.inject(fault, true)).toBe(true)
        expect(part.inject(fault, false)).toBe(true)
      }
      expect(part.inject('gremlins', true)).toBe(false)
    })

    it('unplug: silent, cold when it is back', () => {
      part.inject('unplug', true)
      expect(ask(READ)).toBe('')
      clock.advance(HOUR)
      part.inject('unplug', false)
      clock.advance(BOOTING)
      expect(ppm()).toBe(1215)
    })

    it('corrupt: wrong sums', () => {
      part.inject('corrupt', true)
      for (let i = 0; i < 20; i++) expect(sumIsRight(ask(READ))).toBe(false)
    })

    it('hang: silent while active, warm afterwards', () => {
      part.inject('hang', true)
      expect(ask(READ)).toBe('')
      part.inject('hang', false)
      expect(Math.abs(ppm() - 643)).toBeLessThan(15)
    })

    it('stick: the value stays', () => {
      part.inject('stick', true)
      const stuck = ppm()
      air.co2 = 2000
      clock.advance(HOUR)
      expect(ppm()).toBe(stuck)
    })

    it('sag: ever lower values, 0 after 15 minutes', () => {
      part.inject('sag', true)
      const values = [ppm()]
      for (let i = 0; i < 3; i++) {
        clock.advance(5 * MINUTE)
        values.push(ppm())
      }
      expect(values[0]).toBeGreaterThan(600)
      expect(values[1]).toBeLessThan(values[0])
      expect(values[2]).toBeLessThan(values[1])
      expect(values[3]).toBe(0)
    })

    it('low: a third of the truth', () => {
      part.inject('low', true)
      expect(Math.abs(ppm() - 214)).toBeLessThan(10)
    })

    it('brown-out: one restart', () => {
      part.inject('brown-out', true)
      clock.advance(BOOTING)
      expect(ppm()).toBe(1215)
    })

    it('ff-data: FF where a scanner might look for a head', () => {
      part.inject('ff-data', true)
      const reply = ask(READ)
      expect(reply.split(' ').filter(byte => byte === 'FF').length).toBeGreaterThan(1)
      expect(sumIsRight(reply)).toBe(true)
    })

    it('late-ack: acknowledges 700 ms late', () => {
      part.inject('late-ack', true)
      expect(ask('FF 01 99 00 00 00 07 D0 8F')).toBe('')
      clock.advance(LATE - 1)
      expect(sent).toEqual([])
      clock.advance(1)
      expect(sent.map(toHex)).toEqual([toHex(framed('FF 99 01 00 00 00 00 00'))])
    })

    it('reset-on-write: restarts after a new range, not after ABC', () => {
      part.inject('reset-on-write', true)
      ask('FF 01 79 00 00 00 00 00 86')
      expect(ppm()).toBeGreaterThan(600)
      ask('FF 01 99 00 00 00 13 88 CB')
      clock.advance(BOOTING)
      expect(ppm()).toBe(1215)
    })
  })
})
