import type { MhZ19Part } from '../../host-sim/parts/mh-z19-part.ts'
import type { Ds18b20Part } from '../../host-sim/parts/ds18b20-part.ts'
import type { Part } from '../../host-sim/parts/part.ts'
import type { Scd30Part } from '../../host-sim/parts/scd30-part.ts'
import type { SensorSettings } from '../../host-sim/scenario/scenario.ts'
import { ObservedNode } from './observed-node.ts'
import type { State } from './observed-node.ts'

const MINUTE = 60_000
/** How far from the air a published value may be: the parts' noise, lag and self-heating. */
const CO2_ERROR = 60
const TEMPERATURE_ERROR = 1.3
const HUMIDITY_ERROR = 6

export const SCD30: SensorSettings = { part: 'scd30', position: 'room' }

export function mhZ19(model: 'A' | 'B' | 'C' | 'D' | 'E'): SensorSettings {
  return { part: 'mh-z19', model, position: 'room' }
}

export function ds18b20(rom: string, family: 'A' | 'B1' | 'B2' | 'C' | 'D1' | 'D2' | 'E' = 'A'): SensorSettings {
  return { part: 'ds18b20', family, rom, position: 'room' }
}

/**
 * A whole node, the sensors named, and a broker in virtual time, in a room whose air never changes: whatever is
 * published and is not that air is false. One sample every 10 s.
 */
export class FieldNode extends ObservedNode {
  /** What the room holds. */
  readonly air: { co2: number, temperature: number, humidity: number }

  constructor(sensors: SensorSettings[], air: { co2?: number, temperature?: number } = {}, seed = 1, switched = false) {
    const steady = (base: number): { base: number, noise: number, drift: number, bound: number } => ({ base, noise: 0, drift: 0, bound: 0 })
    const all = { co2: 812, temperature: 21.5, humidity: 45, ...air }
    const drift = { co2: steady(all.co2), temperature: steady(all.temperature), humidity: steady(all.humidity) }
    super(seed, {
      name: 'field', description: '', startHour: 0,
      nodes: [{ location: 'field', period: 10, world: { model: 'noise-and-drift', drift }, sensors }]
    }, 1, switched)
    this.air = all
  }

  get scd30(): Scd30Part {
    return this.part('scd30') as Scd30Part
  }

  get mhZ19(): MhZ19Part {
    return this.part('mh-z19') as MhZ19Part
  }

  probe(rom: string): Ds18b20Part {
    return this.part(rom) as Ds18b20Part
  }

  /** Power on, and time passes. */
  start(minutes = 0): this {
    this.station.start()
    return this.run(minutes)
  }

  run(minutes: number): this {
    this.clock.advance(minutes * MINUTE)
    return this
  }

  /** `target` and `fault` as on the command line. */
  inject(target: string, fault: string, active = true): this {
    if (!this.board.targets[target]?.inject(fault, active)) throw new Error(`no fault ${fault} of ${target}`)
    return this
  }

  /** The states of the next `minutes`. */
  during(minutes: number): State[] {
    const before = this.states().length
    this.run(minutes)
    return this.states().slice(before)
  }

  /** Every value ever published that is not the room's air, as 'seq quantity value'; good when empty. */
  falsehoods(): string[] {
    const found: string[] = []
    const check = (state: State, name: string, value: number | null, truth: number, error: number): void => {
      const quality = state.quality[name]
      if (value === null ? quality === 'ok' : quality !== 'ok' || !(Math.abs(value - truth) <= error)) found.push(`${state.seq} ${name} ${value} ${quality}`)
    }
    for (const state of this.states()) {
      if ('co2' in state) check(state, 'co2', state.co2, this.air.co2, CO2_ERROR)
      if ('temperature' in state) check(state, 'temperature', state.temperature, this.air.temperature, TEMPERATURE_ERROR)
      if ('humidity' in state) check(state, 'humidity', state.humidity, this.air.humidity, HUMIDITY_ERROR)
      for (const [rom, value] of Object.entries(state.probes ?? {})) check(state, rom, value, this.air.temperature, TEMPERATURE_ERROR)
    }
    return found
  }

  /** The latest `health`. */
  health(): Record<string, unknown> {
    return JSON.parse(this.payloads('health').at(-1) ?? '{}') as Record<string, unknown>
  }

  private part(name: string): Part {
    const part = this.board.parts.find(one => one.name === name)
    if (!part) throw new Error(`no part ${name}`)
    return part
  }
}

/** How often each quality of `name` occurs. */
export function qualities(states: State[], name: string): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const state of states) counts[state.quality[name]] = (counts[state.quality[name]] ?? 0) + 1
  return counts
}
