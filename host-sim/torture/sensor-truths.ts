import type { SensorSettings } from '../../contract/settings.ts'
import type { Fitting } from '../board/fitting.ts'
import { MhZ19Part } from '../parts/mh-z19-part.ts'
import type { Part } from '../parts/part.ts'
import { Scd30Part } from '../parts/scd30-part.ts'
import type { Quantity } from './air-record.ts'

const MINUTE = 60_000

/** The values between `least` and `most` of the air, and as far beyond as the data sheet allows. */
type Tolerance = (part: Part, quantity: Quantity, least: number, most: number) => [number, number]

/** What torture has to know of one kind of sensor. */
interface SensorTruth {
  /** The keys in `state` that it may stand behind, beside its part's name. */
  readonly measures: readonly string[]
  /**
   * Faults by which a part lies within its own rules, so that no host can tell, and the ms until their last effect is gone: the
   * part's own value is false, or a checksum of 8 bits has to find more wrong bits than it can.
   */
  readonly lies: Readonly<Record<string, number>>
  /** A wire whose noise makes it lie, because its frames have too weak a checksum. */
  readonly wire?: string
  /** A fault that nobody notices when it is shorter than two periods, and the ms of false values after it. */
  readonly unnoticed?: { fault: string, after: number }
  /** Faults of a part that goes on answering: a quantity is beyond belief, or stands still. */
  readonly soft: readonly string[]
  /** What ends only with a new supply: by hand where the node has no switch. */
  readonly stuck: readonly string[]
  /** A fault that stays in the part's own memory, and what somebody does about it, with a new supply in any case. */
  readonly repair?: { fault: string, mend(part: Part): void }
  readonly tolerance: Tolerance
}

/** One row for each kind of sensor. */
export const SENSOR_TRUTHS: { readonly [Name in keyof Required<SensorSettings>]: SensorTruth } = {
  scd30: {
    measures: ['co2', 'temperature', 'humidity'],
    lies: { 'corrupt-word': 0, dead: 10_000, modbus: 10_000, 'negative-offset': 15 * MINUTE, stick: 10_000, low: 10_000, 'old-altitude': 10_000 },
    // A part that was without power between two samples says so by nothing: its second CO2 value may be low.
    unnoticed: { fault: 'unplug', after: 10_000 },
    soft: ['zero', 'clamp', 'low', 'stick', 'spike', 'warm-spike', 'cold-element', 'never-ready'],
    stuck: ['dead', 'modbus'],
    repair: { fault: 'negative-offset', mend: part => { if (part instanceof Scd30Part) part.memory.offset = 0 } },
    tolerance: (part, quantity, least, most) => {
      const correction = part instanceof Scd30Part ? part.cell.correction : 0
      if (quantity === 'co2') return [least + correction - 30 - 0.03 * least, most + correction + 30 + 0.03 * most]
      // Self-heating raises the temperature by up to 1 deg C, and lowers the humidity accordingly.
      return quantity === 'temperature' ? [least - 0.4, most + 1.5] : [least - 3 - 0.08 * least, most + 3]
    }
  },
  'mh-z19': {
    measures: ['co2'],
    lies: { stick: 0, sag: 0, low: 0 },
    wire: 'uart',
    soft: ['stick', 'sag', 'low', 'spike'],
    stuck: [],
    tolerance: (part, _quantity, least, most) => {
      const correction = part instanceof MhZ19Part ? part.cell.correction : 0
      return [least + correction - 50 - 0.05 * least, most + correction + 50 + 0.05 * most]
    }
  },
  ds18b20: {
    measures: [],
    lies: { corrupt: 0 },
    soft: ['brown-out', 'lost-convert', 'failed-conversion', 'spike'],
    stuck: [],
    tolerance: (_part, _quantity, least, most) => [least - 0.6, most + 0.6]
  }
}

/** Wires that lie by themselves, as a part does. */
const LYING_WIRES: Readonly<Record<string, Readonly<Record<string, number>>>> = { uart: { noise: 0 } }

/** Undefined where the name is not that of a kind of sensor. */
export function sensorTruth(name: string): SensorTruth | undefined {
  return Object.hasOwn(SENSOR_TRUTHS, name) ? SENSOR_TRUTHS[name as keyof typeof SENSOR_TRUTHS] : undefined
}

/** How long the values of a sensor, or of what is on a wire, may be false after a fault, in ms; undefined where they may not. `twoPeriods`: of the samples, in ms. */
export function falseAfter(target: string, { fault, duration }: { fault: string, duration: number }, twoPeriods: number): number | undefined {
  const truth = sensorTruth(target)
  const unnoticed = truth?.unnoticed
  if (unnoticed?.fault === fault && duration < twoPeriods) return unnoticed.after
  return (truth?.lies ?? LYING_WIRES[target])?.[fault]
}

/** By the name of each part: its faults that let it go on answering. */
export function softFaults(fittings: readonly Fitting[]): Record<string, readonly string[]> {
  return Object.fromEntries(fittings.map(({ sensor, part }) => [part.name, sensorTruth(sensor)?.soft ?? []]))
}
