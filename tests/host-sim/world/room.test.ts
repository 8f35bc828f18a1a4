import { describe, expect, it } from 'vitest'
import { findScenario } from '../../../host-sim/scenario/find-scenario.ts'
import { Random } from '../../../host-sim/random.ts'
import { saturation } from '../../../host-sim/world/moist-air.ts'
import { Room } from '../../../host-sim/world/room.ts'
import type { RoomSettings } from '../../../host-sim/world/room.ts'
import { plainRoom } from '../../support/plain-room.ts'

const HOUR = 3_600_000
const always = { from: 0, to: 24, weekend: true }

function room(changes: Partial<RoomSettings>, startHour = 0): Room {
  return new Room(new Random(1), plainRoom(changes), startHour)
}

function officeRoom(): RoomSettings {
  const world = findScenario('office').nodes[0].world
  if (world.model !== 'room') throw new Error('the office is a room')
  return world.room
}

describe('the mass balance of CO2', () => {
  it.each([0.3, 1, 6])('decays in an empty room at %d air changes an hour', leakage => {
    const world = room({ leakage })
    world.advance(0.5 * HOUR)
    const excess = world.air('room').co2 - 425
    const perHour = Math.log((2000 - 425) / excess) / 0.5
    expect(perHour / leakage).toBeCloseTo(1, 6)
    expect(world.airChanges).toBeCloseTo(leakage, 9)
  })

  it('settles where what people breathe out leaves with the air', () => {
    const world = room({ co2: 425, occupants: [{ ...always, people: 4, exhaled: 0.005 }] }, 1)
    world.advance(14 * HOUR)
    const flow = 100_000 / 3600
    expect(world.people).toBe(4)
    expect(world.air('room').co2).toBeCloseTo(425 + (4 * 0.005 * 1e6) / flow, 1)
  })

  it('rises in a straight line when no air comes in', () => {
    const world = room({ leakage: 0, co2: 425, occupants: [{ ...always, people: 2, exhaled: 0.005 }] }, 1)
    world.advance(HOUR)
    expect(world.air('room').co2).toBeCloseTo(425 + (2 * 0.005 * 3600 * 1e6) / 100_000, 6)
  })

  it('counts a fan only in its hours', () => {
    const world = room({ ventilation: [{ from: 1, to: 2, airChanges: 5 }] })
    world.advance(0.5 * HOUR)
    expect(world.airChanges).toBe(1)
    world.advance(1.5 * HOUR)
    expect(world.airChanges).toBe(6)
    world.advance(2.5 * HOUR)
    expect(world.airChanges).toBe(1)
    world.advance(25.5 * HOUR)
    expect(world.airChanges).toBe(6)
  })

  it('is the same whether time passes in one stride or in small and uneven ones', () => {
    const stride = new Room(new Random(7), officeRoom(), 9.5)
    const steps = new Room(new Random(7), officeRoom(), 9.5)
    stride.advance(7 * HOUR)
    for (let time = 0; time < 7 * HOUR; time += 1733) steps.advance(time)
    steps.advance(7 * HOUR)
    for (const position of ['room', 'pipe', 'outdoor']) {
      expect(steps.air(position).co2).toBeCloseTo(stride.air(position).co2, 6)
      expect(steps.air(position).temperature).toBeCloseTo(stride.air(position).temperature, 6)
      expect(steps.air(position).humidity).toBeCloseTo(stride.air(position).humidity, 6)
    }
  })
})

describe('heat and moisture', () => {
  it('reaches the set point when the heating is strong enough, and the pipe is warmer than the room', () => {
    const world = room({ heating: 5000, setPoint: 22, temperature: 15 })
    world.advance(24 * HOUR)
    expect(world.air('room').temperature).toBeGreaterThan(21)
    expect(world.air('room').temperature).toBeLessThan(22.1)
    expect(world.air('pipe').temperature).toBeGreaterThan(world.air('room').temperature + 2)
  })

  it('settles where machines and people give what walls and outdoor air carry away', () => {
    const world = room({ equipment: 925, occupants: [{ ...always, people: 1, exhaled: 0.005 }] }, 1)
    world.advance(20 * HOUR)
    const litresPerSecond = 100_000 / 3600
    expect(world.air('room').temperature).toBeCloseTo(10 + 1000 / (50 + 1.2 * litresPerSecond), 1)
  })

  it('falls to the outdoor temperature without heating', () => {
    const world = room({})
    world.advance(72 * HOUR)
    expect(world.air('room').temperature).toBeCloseTo(10, 1)
  })

  it('cools a room full of machines', () => {
    const world = room({ equipment: 5000, cooling: 9000, setPoint: 22, temperature: 30 })
    world.advance(12 * HOUR)
    expect(world.air('room').temperature).toBeGreaterThan(21)
    expect(world.air('room').temperature).toBeLessThan(23)
  })

  it('takes on the vapour of the outdoor air', () => {
    const world = room({ heating: 5000 })
    world.advance(24 * HOUR)
    const air = world.air('room')
    expect(air.humidity).toBeCloseTo((100 * saturation(5)) / saturation(air.temperature), 1)
  })

  it('is warmer at three in the afternoon than at night', () => {
    const outdoors = { ...plainRoom({}).outdoors, swing: 5 }
    const world = room({ outdoors })
    world.advance(3 * HOUR)
    const night = world.air('outdoor').temperature
    world.advance(15 * HOUR)
    expect(world.air('outdoor').temperature - night).toBeCloseTo(10, 6)
  })

  it('never condenses above 100 % relative humidity', () => {
    const world = room({ moisture: 5000, leakage: 0.1 })
    world.advance(24 * HOUR)
    expect(world.air('room').humidity).toBeLessThanOrEqual(100)
    expect(world.air('room').humidity).toBeGreaterThan(95)
  })
})

describe('the seed', () => {
  function trace(seed: number): number[] {
    const world = new Room(new Random(seed), officeRoom(), 0)
    const levels: number[] = []
    for (let hour = 1; hour <= 48; hour++) {
      world.advance(hour * HOUR)
      levels.push(world.air('room').co2, world.air('outdoor').temperature)
    }
    return levels
  }

  it('decides everything', () => {
    expect(trace(3)).toEqual(trace(3))
    expect(trace(3)).not.toEqual(trace(4))
  })

  it('leaves an office believable for a fortnight', () => {
    const world = new Room(new Random(5), officeRoom(), 0)
    let highest = 0
    let weekend = 0
    for (let minute = 1; minute <= 14 * 1440; minute++) {
      world.advance(minute * 60_000)
      const air = world.air('room')
      expect(air.co2).toBeGreaterThan(380)
      expect(air.temperature).toBeGreaterThan(10)
      expect(air.temperature).toBeLessThan(30)
      highest = Math.max(highest, air.co2)
      if (Math.floor(minute / 1440) % 7 >= 5) weekend = Math.max(weekend, world.people)
    }
    expect(highest).toBeGreaterThan(900)
    expect(highest).toBeLessThan(2500)
    expect(weekend).toBe(0)
  })
})
