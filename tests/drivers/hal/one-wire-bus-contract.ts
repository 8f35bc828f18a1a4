import { beforeEach, describe, expect, it } from 'vitest'
import type { OneWireBus } from '../../../drivers/hal/one-wire-bus.ts'

/** A bus with nothing else on it than what `occupy` puts there. */
export interface OneWireBench {
  bus: OneWireBus
  /** Two thermometers, 28139bbb0b00001f (TH, TL 4B 46) and 10a2b3c4d50000d3, neither of them converted since power-up. */
  occupy(): void
}

const YOUNG = '28139bbb0b00001f'
const OLD = '10a2b3c4d50000d3'

/** What `OneWireBus` promises, checked on one implementation. */
export function describeOneWireBus(name: string, make: () => OneWireBench): void {
  describe(`${name} as a OneWireBus`, () => {
    let bench: OneWireBench

    beforeEach(() => {
      bench = make()
    })

    it('sees nobody on an empty line: no presence, all FF, no addresses', () => {
      expect(bench.bus.reset()).toBe(false)
      bench.bus.skip()
      bench.bus.write(0xbe, false)
      expect([...bench.bus.read(9)]).toEqual(new Array(9).fill(255))
      expect(bench.bus.search(0xf0)).toEqual([])
    })

    it('sees the presence pulse', () => {
      bench.occupy()
      expect(bench.bus.reset()).toBe(true)
      expect(bench.bus.reset()).toBe(true)
    })

    it('finds every address, each as 16 lower-case digits in bus order', () => {
      bench.occupy()
      expect(bench.bus.search(0xf0).sort()).toEqual([OLD, YOUNG])
      expect(bench.bus.search(0xf0).length).toBe(2)
    })

    it('finds nobody in an alarm search when none is in alarm', () => {
      bench.occupy()
      expect(bench.bus.search(0xec)).toEqual([])
    })

    it('speaks with the selected part alone', () => {
      bench.occupy()
      bench.bus.reset()
      bench.bus.select(YOUNG)
      bench.bus.write(0xbe, false)
      expect([...bench.bus.read(9)]).toEqual([0x50, 0x05, 0x4b, 0x46, 0x7f, 0xff, 0x0c, 0x10, 0x1c])
      bench.bus.reset()
      bench.bus.select(OLD)
      bench.bus.write(0xbe, false)
      expect([...bench.bus.read(8)]).toEqual([0xaa, 0x00, 0x4b, 0x46, 0xff, 0xff, 0x0c, 0x10])
    })

    it('speaks with everybody after skip: the replies are a wired AND', () => {
      bench.occupy()
      bench.bus.reset()
      bench.bus.skip()
      bench.bus.write(0xbe, false)
      expect([...bench.bus.read(5)]).toEqual([0x00, 0x00, 0x4b, 0x46, 0x7f])
    })

    it('writes least significant bit first, and reads on where it stopped', () => {
      bench.occupy()
      bench.bus.reset()
      bench.bus.select(YOUNG)
      for (const byte of [0x4e, 0x12, 0x9c, 0x3f]) bench.bus.write(byte, byte === 0x3f)
      bench.bus.reset()
      bench.bus.select(YOUNG)
      bench.bus.write(0xbe, false)
      bench.bus.read(2)
      expect([...bench.bus.read(1), ...bench.bus.read(2)]).toEqual([0x12, 0x9c, 0x3f])
    })

    it('returns bytes of the caller\'s own', () => {
      bench.occupy()
      bench.bus.reset()
      const first = bench.bus.read(1)
      bench.bus.read(1)
      first[0] = 7
      expect(bench.bus.read(1)[0]).toBe(255)
    })
  })
}
