import { describe, expect, it } from 'vitest'
import { Random } from '../../../host-sim/random.ts'
import { NoiseAndDrift } from '../../../host-sim/world/noise-and-drift.ts'
import { RandomWalk } from '../../../host-sim/world/random-walk.ts'
import type { World } from '../../../host-sim/world/world.ts'

function temperatures(world: World, position: string, seconds: number): number[] {
  const air = world.air(position)
  const values: number[] = []
  for (let second = 1; second <= seconds; second++) {
    world.advance(1000 * second)
    values.push(air.temperature)
  }
  return values
}

describe('the bounded random walk', () => {
  const settings = {
    co2: { start: 600, low: 400, high: 2000, step: 5 },
    temperature: { start: 20, low: 18, high: 22, step: 0.1 },
    humidity: { start: 45, low: 30, high: 60, step: 0.3 }
  }

  it('stays within its bounds, visits both ends, and never leaps', () => {
    const values = temperatures(new RandomWalk(new Random(1), settings), 'room', 50_000)
    expect(Math.min(...values)).toBeGreaterThanOrEqual(18)
    expect(Math.max(...values)).toBeLessThanOrEqual(22)
    expect(Math.min(...values)).toBeLessThan(18.3)
    expect(Math.max(...values)).toBeGreaterThan(21.7)
    expect(values.every((value, i) => i === 0 || Math.abs(value - values[i - 1]) <= 0.1000001)).toBe(true)
  })

  it('is decided by the seed and the position, not by the order in which positions are asked for', () => {
    const first = new RandomWalk(new Random(9), settings)
    const second = new RandomWalk(new Random(9), settings)
    second.air('elsewhere')
    expect(temperatures(first, 'room', 100)).toEqual(temperatures(second, 'room', 100))
    expect(temperatures(new RandomWalk(new Random(10), settings), 'room', 100)).not.toEqual(temperatures(new RandomWalk(new Random(9), settings), 'room', 100))
  })
})

describe('noise and drift', () => {
  function model(seed: number, noise: number, drift: number): NoiseAndDrift {
    const quiet = { base: 50, noise: 0, drift: 0, bound: 0 }
    return new NoiseAndDrift(new Random(seed), { co2: quiet, temperature: { base: 22, noise, drift, bound: 3 }, humidity: quiet })
  }

  it('has Gaussian noise of 0.3 deg C', () => {
    const values = temperatures(model(1, 0.3, 0), 'bench', 20_000).map(value => value - 22)
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
    const within = values.filter(value => Math.abs(value) < 0.3).length / values.length
    expect(mean).toBeCloseTo(0, 2)
    expect(Math.sqrt(variance)).toBeCloseTo(0.3, 2)
    expect(within).toBeCloseTo(0.683, 1)
  })

  it('drifts by 0.1 deg C in a second and turns round 3 deg C from the base', () => {
    const values = temperatures(model(1, 0, 0.1), 'bench', 600)
    expect(values.every((value, i) => i === 0 || Math.abs(value - values[i - 1]) < 0.1000001)).toBe(true)
    expect(Math.abs(values[9] - 22)).toBeCloseTo(1, 6)
    expect(Math.max(...values)).toBeCloseTo(25, 6)
    expect(Math.min(...values)).toBeCloseTo(19, 6)
  })

  it('never leaves 3 deg C around the base, noise and drift together', () => {
    const values = temperatures(model(3, 0.3, 0.1), 'bench', 50_000)
    expect(Math.max(...values)).toBeLessThanOrEqual(25)
    expect(Math.min(...values)).toBeGreaterThanOrEqual(19)
    expect(Math.max(...values)).toBeGreaterThan(24.9)
  })

  it('is decided by the seed', () => {
    expect(temperatures(model(5, 0.3, 0.1), 'bench', 50)).toEqual(temperatures(model(5, 0.3, 0.1), 'bench', 50))
    expect(temperatures(model(5, 0.3, 0.1), 'bench', 50)).not.toEqual(temperatures(model(6, 0.3, 0.1), 'bench', 50))
  })

  it('is the same for a clock that moves in one stride', () => {
    const stride = model(5, 0.3, 0.1)
    stride.air('bench')
    stride.advance(50_000)
    expect(stride.air('bench').temperature).toBe(temperatures(model(5, 0.3, 0.1), 'bench', 50)[49])
  })
})
