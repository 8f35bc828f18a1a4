import type { Air } from '../parts/part.ts'
import type { Random } from '../random.ts'
import { relativeHumidity, saturation } from './moist-air.ts'

/** The weather around a building. */
export interface OutdoorSettings {
  /** ppm */
  co2: number
  /** Mean of the day, deg C. */
  temperature: number
  /** Half the difference between the warmest (15 h) and the coldest hour, deg C. */
  swing: number
  /** deg C; with the temperature it decides the humidity. */
  dewPoint: number
  /** hPa */
  pressure: number
  /** How restless it is: 0 is the same day for ever, 1 ordinary weather. */
  unrest: number
}

/** A quantity that wanders around zero and is drawn back to it (Ornstein-Uhlenbeck), one step a minute. */
class Wandering {
  value: number
  private readonly keep: number
  private readonly kick: number
  private readonly random: Random

  constructor(random: Random, deviation: number, minutes: number) {
    this.random = random
    this.keep = Math.exp(-1 / minutes)
    this.kick = deviation * Math.sqrt(1 - this.keep * this.keep)
    this.value = deviation * random.gaussian()
  }

  step(): void {
    this.value = this.keep * this.value + this.kick * this.random.gaussian()
  }
}

/** Outdoor air by the hour of the day, with weather. */
export class Outdoors {
  readonly air: Air
  /** What leakage through gaps is multiplied by, 0.3-2. */
  wind: number
  /** g/m3 of vapour. */
  vapour: number
  private readonly settings: OutdoorSettings
  private readonly warmth: Wandering
  private readonly gusts: Wandering
  private readonly barometer: Wandering
  private readonly traffic: Wandering

  constructor(random: Random, settings: OutdoorSettings, hour: number) {
    const unrest = settings.unrest
    this.settings = settings
    this.warmth = new Wandering(random.split('warmth'), 1.5 * unrest, 720)
    this.gusts = new Wandering(random.split('gusts'), 0.3 * unrest, 20)
    this.barometer = new Wandering(random.split('barometer'), 6 * unrest, 1440)
    this.traffic = new Wandering(random.split('traffic'), 6 * unrest, 120)
    this.air = { co2: 0, temperature: 0, humidity: 0, pressure: 0 }
    this.wind = 1
    this.vapour = saturation(settings.dewPoint)
    this.show(hour)
  }

  /** A minute later it is `hour` (with fraction; days go on counting). */
  minute(hour: number): void {
    this.warmth.step()
    this.gusts.step()
    this.barometer.step()
    this.traffic.step()
    this.show(hour)
  }

  private show(hour: number): void {
    const settings = this.settings
    const air = this.air
    const wind = 1 + this.gusts.value
    this.wind = wind < 0.3 ? 0.3 : wind > 2 ? 2 : wind
    air.temperature = settings.temperature + this.warmth.value + settings.swing * Math.cos((2 * Math.PI * (hour - 15)) / 24)
    air.humidity = relativeHumidity(this.vapour, air.temperature)
    air.pressure = settings.pressure + this.barometer.value
    air.co2 = settings.co2 + this.traffic.value
  }
}
