import type { NodePlan } from '../scenario/node-plan.ts'
import type { NodeListener } from './node-port.ts'
import { sensorTruth } from './sensor-truths.ts'
import { checkState } from './state-check.ts'
import { Violation } from './violation.ts'

/** ms for which a quantity may be doubtful until it is called a fault, and the most of a period that counts: as in `sensor-health.ts`. */
const DOUBT_LIMIT = 1_200_000
const DOUBT_STEP = 300_000
/** ms of doubt, all in all, without a value or a fault between. */
const LONGEST = 3 * DOUBT_LIMIT
/** Characters of a probe's name. */
const ROM = 16

/** For how many samples a quantity has been doubtful, without a pause, and without a value or a fault. */
interface Doubt {
  running: number
  unresolved: number
}

/** I11 and I12: holds every sample, as it is taken, against what the settings name and what has been met, in whatever start. */
export class QuantityCheck implements NodeListener {
  /** Probes that have been read. */
  readonly known = new Set<string>()
  /** Keys that every sample has, beside those of the probes. */
  private readonly required: readonly string[]
  /** The name of the bus of probes, if there is one. */
  private readonly bus: string | undefined
  /** ms that a sample counts for. */
  private readonly passed: number
  private readonly has: (probe: string) => boolean
  private boot = 0
  private readonly doubts = new Map<string, Doubt>()

  /** `has`: whether a probe of that name is on the wire. */
  constructor(plan: NodePlan, has: (probe: string) => boolean) {
    this.required = [...new Set(plan.sensors.flatMap(({ part }) => sensorTruth(part)?.measures ?? []))]
    this.bus = plan.sensors.find(sensor => 'rom' in sensor)?.part
    this.passed = Math.min(1000 * plan.period, DOUBT_STEP)
    this.has = has
  }

  onTaken(text: string): void {
    const { boot, seq, quality, values, probes } = checkState(text)
    if (boot !== this.boot) this.doubts.clear()
    this.boot = boot
    for (const key of this.required) if (quality[key] === undefined) throw new Violation('I11', `the settings name ${key}, and it is not in sample ${boot}/${seq}: ${text}`)
    if (this.bus && !probes) throw new Violation('I11', `the settings name probes, and there are none in sample ${boot}/${seq}: ${text}`)
    for (const key of this.known) if (quality[key] === undefined) throw new Violation('I11', `the probe ${key} was known, and it is not in sample ${boot}/${seq}: ${text}`)
    for (const key in quality) {
      const word = quality[key]
      this.doubt(key, word, text)
      if (key.length !== ROM || values[key] === null) continue
      if (!this.has(key)) throw new Violation('I10', `the probe ${key} is read as ${values[key]}, and it is not on the wire`)
      this.known.add(key)
    }
  }

  private doubt(key: string, word: string, text: string): void {
    const doubtful = word === 'suspect' || word === 'warming'
    let doubt = this.doubts.get(key)
    if (!doubt) {
      if (!doubtful) return
      this.doubts.set(key, doubt = { running: 0, unresolved: 0 })
    }
    doubt.running = doubtful ? doubt.running + 1 : 0
    doubt.unresolved = word === 'ok' || word === 'fault' ? 0 : doubtful ? doubt.unresolved + 1 : doubt.unresolved
    if ((doubt.running - 1) * this.passed >= DOUBT_LIMIT) throw new Violation('I12', `${key} is doubtful for ${doubt.running * this.passed} ms: ${text}`)
    if (doubt.unresolved * this.passed >= LONGEST) throw new Violation('I12', `${key} has been doubtful for ${doubt.unresolved * this.passed} ms, and never called a fault: ${text}`)
  }

  /** The keys of all that something there measures. */
  measured(): string[] {
    return [...this.required, ...[...this.known].filter(this.has)]
  }

  /** What has to be in `sensor/<name>/status` once all is calm, by name: true where something is there. */
  statuses(plan: NodePlan): Map<string, boolean> {
    const expected = new Map<string, boolean>(plan.sensors.map(({ part }) => [part, true]))
    for (const probe of this.known) expected.set(probe, this.has(probe))
    if (this.bus) expected.set(this.bus, [...this.known].some(this.has))
    return expected
  }
}
