import type { Air } from '../parts/part.ts'
import type { Random } from '../random.ts'
import type { World } from './world.ts'

/** One quantity of a walk: where it begins, its bounds, and the largest step of a second. */
export interface Walk {
  start: number
  low: number
  high: number
  step: number
}

/** ppm, deg C, % relative. */
export interface RandomWalkSettings {
  co2: Walk
  temperature: Walk
  humidity: Walk
}

/** A value that left [low, high], put back as far inside as it was outside. */
export function reflect(value: number, low: number, high: number): number {
  if (value < low) value = 2 * low - value
  if (value > high) value = 2 * high - value
  return value < low ? low : value
}

/** A place with its own walk. */
interface Place {
  position: string
  air: Air
  random: Random
}

/** The bounded random walk: each second every quantity moves by up to its step, evenly, and is reflected at its bounds. */
export class RandomWalk implements World {
  private readonly random: Random
  private readonly settings: RandomWalkSettings
  private readonly places: Place[]
  private second: number

  constructor(random: Random, settings: RandomWalkSettings) {
    this.random = random
    this.settings = settings
    this.places = []
    this.second = 0
  }

  advance(time: number): void {
    const end = Math.floor(time / 1000)
    const settings = this.settings
    while (this.second < end) {
      this.second++
      for (const place of this.places) {
        const air = place.air
        air.co2 = this.walk(place, air.co2, settings.co2)
        air.temperature = this.walk(place, air.temperature, settings.temperature)
        air.humidity = this.walk(place, air.humidity, settings.humidity)
      }
    }
  }

  air(position: string): Air {
    for (const place of this.places) if (place.position === position) return place.air
    const settings = this.settings
    const air = { co2: settings.co2.start, temperature: settings.temperature.start, humidity: settings.humidity.start, pressure: 1013 }
    this.places.push({ position, air, random: this.random.split(position) })
    return air
  }

  private walk(place: Place, value: number, walk: Walk): number {
    return reflect(value + walk.step * (2 * place.random.next() - 1), walk.low, walk.high)
  }
}
