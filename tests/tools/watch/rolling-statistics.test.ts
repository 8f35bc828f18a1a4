import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RollingStatistics, type Statistics } from '../../../tools/watch/rolling-statistics.ts'

/** A deterministic wobble of up to one unit. */
const wobble = (at: number): number => Math.sin(at * 12.9898) * 43758.5453 % 1

function fed(values: number[], size = 50): { rolling: RollingStatistics, last: Statistics } {
  const rolling = new RollingStatistics(size, 1)
  const all = values.map(value => rolling.add(value))
  return { rolling, last: all[all.length - 1] }
}

describe('RollingStatistics', () => {
  it('are those of the latest values, and of no others', () => {
    fc.assert(fc.property(fc.array(fc.double({ min: -100, max: 5000, noNaN: true }), { minLength: 1, maxLength: 120 }), fc.integer({ min: 20, max: 60 }), (values, size) => {
      const { last } = fed(values, size)
      const kept = values.slice(-size)
      const mean = kept.reduce((sum, value) => sum + value, 0) / kept.length
      expect(last.count).toBe(kept.length)
      expect(last.mean).toBeCloseTo(mean, 6)
      expect([last.min, last.max]).toEqual([Math.min(...kept), Math.max(...kept)])
      const variance = kept.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, kept.length - 1)
      expect(last.deviation).toBeCloseTo(Math.sqrt(variance), 6)
      expect(kept.filter(value => value <= last.median).length * 2).toBeGreaterThanOrEqual(kept.length)
      expect(kept.filter(value => value >= last.median).length * 2).toBeGreaterThanOrEqual(kept.length)
    }))
  })

  it('the z-score compares with the values before, and is null until there are ten', () => {
    const before = Array.from({ length: 30 }, (_, at) => 800 + 4 * wobble(at))
    expect(fed(before.slice(0, 10)).last.z).toBeNull()
    expect(fed([...before, 800]).last.z).toBeLessThan(3)
    expect(fed([...before, 900]).last.z).toBeGreaterThan(20)
    expect(fed(Array<number>(30).fill(800)).last.z).toBe(0)
  })

  it('a steady rise is no surprise, though its z-score is high; a jump on it is one', () => {
    const rise = Array.from({ length: 60 }, (_, at) => 600 + 10 * at + 2 * wobble(at))
    const { rolling } = fed(rise)
    const next = rolling.add(1200)
    expect(next.z).toBeGreaterThan(1.5)
    expect(Math.abs(next.surprise!)).toBeLessThan(6)
    expect(rolling.add(1400).surprise).toBeGreaterThan(6)
  })

  it('a single step of a coarse sensor is nothing unusual', () => {
    const steady = Array.from({ length: 40 }, (_, at) => at === 7 ? 21.69 : 21.63)
    const { z, surprise } = fed([...steady, 21.69]).last
    expect(Math.max(Math.abs(z!), Math.abs(surprise!))).toBeLessThan(3)
  })

  it('nothing is forecast across a gap, and after a gap as long as the window nothing is known', () => {
    const { rolling } = fed(Array.from({ length: 40 }, (_, at) => 800 + wobble(at)))
    rolling.breakOff(3)
    expect(rolling.add(1200)).toMatchObject({ count: 41, surprise: null })
    rolling.breakOff(50)
    expect(rolling.add(700)).toMatchObject({ count: 1, mean: 700, z: null, surprise: null })
  })
})
