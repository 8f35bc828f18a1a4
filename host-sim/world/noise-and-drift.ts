import type { Air } from '../parts/part.ts'
import type { Random } from '../random.ts'
import type { World } from './world.ts'
import { reflect } from './random-walk.ts'

/** One quantity: a base value, Gaussian noise, a drift in units a second, and how far from the base it may get. */
export interface Drift {
  base: number
  /** Standard deviation. */
  noise: number
  drift: number
  bound: number
}

/** ppm, deg C, % relative. The usual temperature: noise 0.3, drift 0.1 a second, bound 3. */
export interface NoiseAndDriftSettings {
  co2: Drift
  temperature: Drift
  humidity: Drift
}

/** One quantity at one place: where the drift is, and where it is going. */
class Drifting {
  value: number
  private readonly random: Random
  private readonly settings: Drift
  private offset: number
  private direction: number

  constructor(random: Random, settings: Drift) {
    this.random = random
    this.settings = settings
    this.offset = 0
    this.direction = random.chance(0.5) ? 1 : -1
    this.value = settings.base
  }

  second(): void {
    const settings = this.settings
    const moved = this.offset + this.direction * settings.drift
    this.offset = reflect(moved, -settings.bound, settings.bound)
    if (this.offset !== moved) this.direction = -this.direction
    this.value = settings.base + reflect(this.offset + settings.noise * this.random.gaussian(), -settings.bound, settings.bound)
  }
}

interface Place {
  position: string
  air: Air
  co2: Drifting
  temperature: Drifting
  humidity: Drifting
}

/** Gaussian noise on a drift that turns round at its bound; noise and drift together never leave it. A new value a second. */
export class NoiseAndDrift implements World {
  private readonly random: Random
  private readonly settings: NoiseAndDriftSettings
  private readonly places: Place[]
  private seconds: number

  constructor(random: Random, settings: NoiseAndDriftSettings) {
    this.random = random
    this.settings = settings
    this.places = []
    this.seconds = 0
  }

  advance(time: number): void {
    const end = Math.floor(time / 1000)
    while (this.seconds < end) {
      this.seconds++
      for (const place of this.places) this.second(place)
    }
  }

  air(position: string): Air {
    for (const place of this.places) if (place.position === position) return place.air
    const settings = this.settings
    const random = this.random.split(position)
    const place = {
      position,
      air: { co2: settings.co2.base, temperature: settings.temperature.base, humidity: settings.humidity.base, pressure: 1013 },
      co2: new Drifting(random.split('co2'), settings.co2),
      temperature: new Drifting(random.split('temperature'), settings.temperature),
      humidity: new Drifting(random.split('humidity'), settings.humidity)
    }
    this.places.push(place)
    return place.air
  }

  private second(place: Place): void {
    const air = place.air
    place.co2.second()
    place.temperature.second()
    place.humidity.second()
    air.co2 = place.co2.value
    air.temperature = place.temperature.value
    air.humidity = place.humidity.value
  }
}
