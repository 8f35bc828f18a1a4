import type { SensorSettings as Pins } from '../../contract/settings.ts'
import type { Fitting } from '../board/fitting.ts'
import type { SimulatedClock } from '../clock/simulated-clock.ts'
import { Ds18b20Part } from '../parts/ds18b20-part.ts'
import { MhZ19Part } from '../parts/mh-z19-part.ts'
import { Scd30Part } from '../parts/scd30-part.ts'
import type { Random } from '../random.ts'
import type { I2cWire } from '../wires/i2c-wire.ts'
import type { OneWireLine } from '../wires/one-wire-line.ts'
import type { UartWire } from '../wires/uart-wire.ts'
import type { SensorSettings } from './scenario.ts'

/** The wires of a board that is being built. */
export interface Wires {
  readonly i2c: I2cWire
  readonly uart: UartWire
  readonly oneWire: OneWireLine
}

/** What a simulated node has to know of one kind of sensor. */
interface SensorKind<Name extends keyof Pins> {
  /** The pins of the wiring diagram. */
  readonly pins: NonNullable<Pins[Name]>
  /** Where a switch in its supply is, and the level that closes it. */
  readonly supply: { power: string, powerLevel?: number }
  /** What its CO2 waits for after the start, in words; not there for one that measures none. */
  readonly warmUp?: string
  /** Makes the part and puts it on its wire. */
  fit(sensor: Extract<SensorSettings, { part: Name }>, wires: Wires, clock: SimulatedClock, random: Random): Omit<Fitting, 'sensor' | 'air'>
}

/** One row for each kind of sensor, by the name that settings and scenarios give it. */
export const SENSOR_KINDS: { readonly [Name in keyof Required<Pins>]: SensorKind<Name> } = {
  scd30: {
    pins: { sda: 'D21', scl: 'D22' },
    supply: { power: 'D25' },
    warmUp: 'warming up',
    fit: (_sensor, { i2c }, clock, random) => {
      const part = new Scd30Part(clock, random.split('scd30'))
      i2c.attach(part)
      return { wire: 'i2c', part }
    }
  },
  'mh-z19': {
    pins: { tx: 'D17', rx: 'D16' },
    supply: { power: 'D26' },
    warmUp: 'warming up, 3 to 5 min',
    fit: (sensor, { uart }, clock, random) => {
      const part = new MhZ19Part(clock, random.split('mh-z19'), sensor.model)
      uart.attach(part)
      return { wire: 'uart', part }
    }
  },
  ds18b20: {
    pins: { pin: 'D4' },
    // Closed by a low level, as without a transistor before it.
    supply: { power: 'D27', powerLevel: 0 },
    fit: (sensor, { oneWire }, clock, random) => {
      const part = new Ds18b20Part(clock, random.split(sensor.rom), sensor.rom, sensor.family)
      oneWire.attach(part)
      return { wire: 'oneWire', part }
    }
  }
}

/** What a sensor's CO2 waits for after the start, as docs/messages.md has it; undefined for a name without such a row. */
export function warmUpOf(sensor: string): string | undefined {
  const row = Object.entries(SENSOR_KINDS).find(([name]) => name === sensor)
  return row?.[1].warmUp
}

/** The row of a kind, without what tells it from the others. */
export function sensorKind(name: keyof Pins): SensorKind<keyof Pins> {
  return SENSOR_KINDS[name] as SensorKind<keyof Pins>
}
