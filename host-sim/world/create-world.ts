import type { Random } from '../random.ts'
import type { NoiseAndDriftSettings } from './noise-and-drift.ts'
import { NoiseAndDrift } from './noise-and-drift.ts'
import type { RandomWalkSettings } from './random-walk.ts'
import { RandomWalk } from './random-walk.ts'
import type { RoomSettings } from './room.ts'
import { Room } from './room.ts'
import type { World } from './world.ts'

/** One of the three models with its settings. */
export type WorldSettings =
  | { model: 'room', room: RoomSettings }
  | { model: 'random-walk', walk: RandomWalkSettings }
  | { model: 'noise-and-drift', drift: NoiseAndDriftSettings }

/** The world that the settings describe; the clock's zero is `startHour` on a Monday. */
export function createWorld(random: Random, settings: WorldSettings, startHour: number): World {
  if (settings.model === 'room') return new Room(random, settings.room, startHour)
  if (settings.model === 'random-walk') return new RandomWalk(random, settings.walk)
  return new NoiseAndDrift(random, settings.drift)
}
