import type { Random } from '../random.ts'

/** People who are in the room at the same hours. */
export interface Presence {
  /** Hours of the day; `to` may lie beyond 24 and then means the next morning. */
  from: number
  to: number
  people: number
  /** CO2 that each of them breathes out, L/s: about 0.0052 awake, 0.0038 asleep (EN 16798-1, Persily and de Jonge 2017). */
  exhaled: number
  /** On Saturdays and Sundays too; a simulation begins on a Monday. */
  weekend: boolean
}

/** One person's stay, hours since the simulation's first midnight. */
interface Stay {
  from: number
  to: number
  exhaled: number
}

/** Who is in the room: everybody comes and goes a little off the hour, differently each day. */
export class Timetable {
  private readonly random: Random
  private readonly presences: Presence[]
  private readonly spread: number
  private day: number
  private stays: Stay[]

  /** `spread`: standard deviation of arrivals and departures, minutes; none is ever off by more than twice that. */
  constructor(random: Random, presences: Presence[], spread: number) {
    this.random = random
    this.presences = presences
    this.spread = spread / 60
    this.day = -1
    this.stays = []
  }

  /** How many are there at `hour`, counted from the first midnight. */
  people(hour: number): number {
    this.turnTo(hour)
    let people = 0
    for (const stay of this.stays) if (stay.from <= hour && hour < stay.to) people++
    return people
  }

  /** CO2 breathed out by all of them together, L/s. */
  exhaled(hour: number): number {
    this.turnTo(hour)
    let exhaled = 0
    for (const stay of this.stays) if (stay.from <= hour && hour < stay.to) exhaled += stay.exhaled
    return exhaled
  }

  private turnTo(hour: number): void {
    const day = Math.floor(hour / 24)
    if (day === this.day) return
    this.day = day
    this.stays = []
    this.addDay(day - 1)
    this.addDay(day)
  }

  /** A stream a day, so that a day is the same whether or not the one before was looked at. */
  private addDay(day: number): void {
    const random = this.random.split('day ' + day)
    const weekend = ((day % 7) + 7) % 7 >= 5
    for (const presence of this.presences) {
      for (let i = 0; i < presence.people; i++) {
        const early = this.offset(random)
        const late = this.offset(random)
        if (weekend && !presence.weekend) continue
        this.stays.push({ from: 24 * day + presence.from + early, to: 24 * day + presence.to + late, exhaled: presence.exhaled })
      }
    }
  }

  private offset(random: Random): number {
    const offset = random.gaussian()
    return this.spread * (offset < -2 ? -2 : offset > 2 ? 2 : offset)
  }
}
