/**
 * A well-mixed room: V dC/dt = n G 10^6 + Q (Cout - C) (Batterman 2017, IJERPH 14(2):145), and the same form for heat
 * and for water vapour. What drives it changes on the minute; in between every balance is linear and is solved exactly,
 * so that the size of the steps does not matter.
 */
import type { Air } from '../parts/part.ts'
import type { Random } from '../random.ts'
import type { OutdoorSettings } from './outdoors.ts'
import type { Presence } from './timetable.ts'
import type { World } from './world.ts'
import { relativeHumidity, saturation } from './moist-air.ts'
import { Outdoors } from './outdoors.ts'
import { Timetable } from './timetable.ts'

/** A fan that runs, or a window that stands open, at the same hours every day. */
export interface Ventilation {
  /** Hours of the day, 0-24. */
  from: number
  to: number
  /** Outdoor air, room volumes an hour. */
  airChanges: number
}

/** Somebody opens a window because the air is bad. */
export interface Airing {
  /** ppm from which people feel like it. */
  above: number
  /** Probability in each such minute while somebody is there. */
  chance: number
  minutes: number
  airChanges: number
}

export interface RoomSettings {
  /** m3 */
  volume: number
  /** Air, furniture and the inner side of the walls, kJ/K. */
  heatCapacity: number
  /** Through walls and windows, W/K. */
  heatLoss: number
  /** Machines and lamps, W. */
  equipment: number
  /** Water from plants, cooking and the like, g/h. */
  moisture: number
  /** The most that heating and cooling can give, W. */
  heating: number
  cooling: number
  /** deg C, between the hours `warmFrom` and `warmTo`; `setBack` at other times. */
  setPoint: number
  setBack: number
  warmFrom: number
  warmTo: number
  /** Through gaps when all is closed, room volumes an hour; follows the wind. */
  leakage: number
  ventilation: Ventilation[]
  airing: Airing
  occupants: Presence[]
  /** Standard deviation of arrivals and departures, minutes. */
  spread: number
  outdoors: OutdoorSettings
  /** The air at the beginning: ppm, deg C, % relative. */
  co2: number
  temperature: number
  humidity: number
}

/** W and g/h of one person who sits. */
const BODY_HEAT = 75
const BODY_MOISTURE = 50
/** Heat that one litre of air carries, J/(L K). */
const AIR_HEAT = 1.2
/** The controller gives full power this many deg C away from the set point. */
const BAND = 1
/** Surface of a heater pipe above the room at full power, deg C, and how fast it follows, s. */
const PIPE_RISE = 35
const PIPE_LAG = 600

/** `x` after `seconds` of dx/dt = source - rate x. */
function relax(x: number, source: number, rate: number, seconds: number): number {
  if (rate * seconds < 1e-6) return x + (source - rate * x) * seconds
  const end = source / rate
  return end + (x - end) * Math.exp(-rate * seconds)
}

/** Knows the air at the positions `room`, `pipe` (a heater pipe's surface) and `outdoor`; any other is the room. */
export class Room implements World {
  /** How many people are in it. */
  people: number
  /** The truth about ventilation, room volumes an hour. */
  airChanges: number
  private readonly settings: RoomSettings
  private readonly outdoors: Outdoors
  private readonly timetable: Timetable
  private readonly random: Random
  private readonly startHour: number
  private readonly inside: Air
  private readonly pipe: Air
  /** Seconds, and the next whole minute. */
  private time: number
  private nextMinute: number
  private airingUntil: number
  private vapour: number
  /** What is constant for a minute: CO2 L/s, heat W, vapour g/s, and the controller as offset W and slope W/K. */
  private exhaled: number
  private heat: number
  private moisture: number
  private power: number
  private slope: number
  /** Where the heater pipe's temperature is heading. */
  private pipeGoal: number

  /** The clock's zero is `startHour` on a Monday. */
  constructor(random: Random, settings: RoomSettings, startHour: number) {
    this.settings = settings
    this.startHour = startHour
    this.outdoors = new Outdoors(random.split('weather'), settings.outdoors, startHour)
    this.timetable = new Timetable(random.split('people'), settings.occupants, settings.spread)
    this.random = random.split('windows')
    const pressure = this.outdoors.air.pressure
    this.inside = { co2: settings.co2, temperature: settings.temperature, humidity: settings.humidity, pressure }
    this.pipe = { co2: settings.co2, temperature: settings.temperature, humidity: settings.humidity, pressure }
    this.vapour = (settings.humidity / 100) * saturation(settings.temperature)
    this.time = 0
    this.nextMinute = 60
    this.airingUntil = 0
    this.people = 0
    this.airChanges = 0
    this.exhaled = 0
    this.heat = 0
    this.moisture = 0
    this.power = 0
    this.slope = 0
    this.pipeGoal = 0
    this.drive()
  }

  advance(time: number): void {
    const end = time / 1000
    if (end <= this.time) return
    while (this.time < end) {
      const stop = end < this.nextMinute ? end : this.nextMinute
      this.flow(stop - this.time)
      this.time = stop
      if (stop === this.nextMinute) {
        this.nextMinute += 60
        this.outdoors.minute(this.hour())
        this.drive()
      }
    }
    this.show()
  }

  air(position: string): Air {
    if (position === 'outdoor') return this.outdoors.air
    return position === 'pipe' ? this.pipe : this.inside
  }

  /** Hours since the Monday's midnight. */
  private hour(): number {
    return this.startHour + this.time / 3600
  }

  /** Decides what is constant during the coming minute. */
  private drive(): void {
    const settings = this.settings
    const hour = this.hour()
    const ofDay = hour - 24 * Math.floor(hour / 24)
    const most = saturation(this.inside.temperature)
    if (this.vapour > most) this.vapour = most
    this.people = this.timetable.people(hour)
    this.exhaled = this.timetable.exhaled(hour)
    this.heat = settings.equipment + BODY_HEAT * this.people
    this.moisture = (settings.moisture + BODY_MOISTURE * this.people) / 3600
    this.airChanges = this.ventilation(ofDay)
    this.control(ofDay >= settings.warmFrom && ofDay < settings.warmTo ? settings.setPoint : settings.setBack)
  }

  private ventilation(ofDay: number): number {
    const settings = this.settings
    const airing = settings.airing
    let airChanges = settings.leakage * this.outdoors.wind
    for (const period of settings.ventilation) {
      if (ofDay >= period.from && ofDay < period.to) airChanges += period.airChanges
    }
    const wanted = this.random.chance(airing.chance) && this.people > 0 && this.inside.co2 > airing.above
    if (wanted && this.time >= this.airingUntil) this.airingUntil = this.time + 60 * airing.minutes
    return this.time < this.airingUntil ? airChanges + airing.airChanges : airChanges
  }

  /** Proportional within the band around the set point, full power outside; no cooling where there is none. */
  private control(setPoint: number): void {
    const settings = this.settings
    const missing = setPoint - this.inside.temperature
    const most = missing > 0 ? settings.heating : settings.cooling
    const linear = missing > -BAND && missing < BAND
    this.slope = linear ? most / BAND : 0
    this.power = linear ? (most * setPoint) / BAND : missing > 0 ? most : -most
    const heating = missing > 0 && most > 0 ? (missing < BAND ? missing / BAND : 1) : 0
    this.pipeGoal = this.inside.temperature + PIPE_RISE * heating
  }

  private flow(seconds: number): void {
    const settings = this.settings
    const inside = this.inside
    const outside = this.outdoors.air
    const litres = 1000 * settings.volume
    const rate = this.airChanges / 3600
    inside.co2 = relax(inside.co2, (this.exhaled * 1e6) / litres + rate * outside.co2, rate, seconds)
    this.vapour = relax(this.vapour, this.moisture / settings.volume + rate * this.outdoors.vapour, rate, seconds)
    const capacity = 1000 * settings.heatCapacity
    const loss = settings.heatLoss + AIR_HEAT * litres * rate
    const gain = this.heat + this.power + loss * outside.temperature
    inside.temperature = relax(inside.temperature, gain / capacity, (loss + this.slope) / capacity, seconds)
    this.pipe.temperature = relax(this.pipe.temperature, this.pipeGoal / PIPE_LAG, 1 / PIPE_LAG, seconds)
  }

  private show(): void {
    const inside = this.inside
    const pipe = this.pipe
    inside.humidity = relativeHumidity(this.vapour, inside.temperature)
    inside.pressure = this.outdoors.air.pressure
    pipe.co2 = inside.co2
    pipe.humidity = relativeHumidity(this.vapour, pipe.temperature)
    pipe.pressure = inside.pressure
  }
}
