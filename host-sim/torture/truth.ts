import type { Fault } from '../board/fault.ts'
import type { NodePlan } from '../scenario/node-plan.ts'
import type { SimulatedBoard } from '../board/simulated-board.ts'
import type { Air, Part } from '../parts/part.ts'
import { AirRecord, type Quantity } from './air-record.ts'
import { falseAfter, sensorTruth } from './sensor-truths.ts'
import type { CheckedState } from './state-check.ts'
import { Violation } from './violation.ts'

const MINUTE = 60_000
/** ms in which five time constants of the slowest sensor pass (T90 of 120 s). */
const LAG = 5 * MINUTE
/**
 * Never air, whatever is broken. A probe's 85 is, where wrong bits have hidden from its checksum that nothing was converted: only one
 * byte tells the value of power-on from true 85.
 */
const NEVER: Readonly<Record<string, readonly number[]>> = { co2: [0, 65535], temperature: [0, 85, 127.94, -127], humidity: [], probe: [0, 127.94, -127] }

/** What may have measured a quantity, and the air it is in. */
interface Source {
  kind: string
  part: Part
  air: Air
  record: AirRecord
  quantity: Quantity
}

/** I10: compares what a node calls `ok` with the air its parts are in. */
export class Truth {
  private readonly board: SimulatedBoard
  private readonly plan: NodePlan
  private readonly records = new Map<object, AirRecord>()
  private readonly sources = new Map<string, readonly Source[]>()
  /** How many faults are active by which a target lies, and until when its values are beyond judgement after them. */
  private readonly lying = new Map<string, number>()
  private readonly excusedUntil = new Map<string, number>()
  /** When the parts were last without power: what they hold may be as old as that. */
  private dark = -Infinity
  private since = 0
  /** Probes that do not hear the command to convert: they hold what was true then, and among others on their bus nothing tells. */
  private deaf = 0
  private heldSince = 0
  private heldUntil = -Infinity

  constructor(board: SimulatedBoard, plan: NodePlan) {
    this.board = board
    this.plan = plan
    for (const { air } of board.fittings) {
      if (!this.records.has(air)) this.records.set(air, new AirRecord(air))
    }
  }

  /** Called every second. */
  note(): void {
    for (const record of this.records.values()) record.note(this.board.clock.now())
  }

  /** A fault begins or ends. */
  told(fault: Fault, active: boolean): void {
    const now = this.board.clock.now()
    const kind = this.board.fittings.find(({ part }) => part.name === fault.target)?.sensor ?? fault.target
    const after = falseAfter(kind, fault, 2000 * this.plan.period)
    if (after !== undefined) {
      const lying = (this.lying.get(kind) ?? 0) + (active ? 1 : -1)
      this.lying.set(kind, lying)
      // Until the end of the next slot.
      const until = now + after + this.plan.period * 1000 + 6000
      this.excusedUntil.set(kind, Math.max(until, this.excusedUntil.get(kind) ?? 0))
    }
    if (fault.fault === 'lost-convert') {
      if (active && this.deaf === 0 && now > this.heldUntil) this.heldSince = now - LAG
      this.deaf += active ? 1 : -1
      this.heldUntil = now + this.plan.period * 1000 + 6000
    }
    // What a part holds may be as old as the gap in its readings.
    if (active && now - this.dark > LAG) this.since = now - LAG
    this.dark = now
  }

  check(state: CheckedState): void {
    for (const [key, value] of Object.entries(state.values)) {
      if (value === null) continue
      const sources = this.sourcesOf(key)
      if (sources.some(source => this.fits(value, source))) continue
      const excused = sources.some(({ kind }) => this.lies(kind) || this.lies(sensorTruth(kind)?.wire ?? kind))
      const never = NEVER[key.length === 16 ? 'probe' : key].includes(value)
      if (excused && !never) continue
      const ranges = sources.map(source => `${source.part.name} ${tolerated(source, this.least(source), this.most(source)).map(bound => bound.toFixed(2)).join(' to ')}`)
      throw new Violation('I10', `${key} is published as ${value}, and true is ${ranges.join(' or ') || 'nothing'}, in sample ${state.boot}/${state.seq}`)
    }
  }

  /** Within the data sheet's tolerance of what the air is, or of what it was while the sensor followed it. */
  private fits(value: number, source: Source): boolean {
    const present = source.air[source.quantity]
    const [low, high] = tolerated(source, present, present)
    if (value >= low && value <= high) return true
    const [least, most] = tolerated(source, this.least(source), this.most(source))
    return value >= least && value <= most
  }

  private least(source: Source): number {
    return source.record.leastSince(source.quantity, this.from())
  }

  private most(source: Source): number {
    return source.record.mostSince(source.quantity, this.from())
  }

  private from(): number {
    const now = this.board.clock.now()
    const since = now - this.dark > LAG ? now - LAG : this.since
    return this.deaf > 0 || now < this.heldUntil ? Math.min(since, this.heldSince) : since
  }

  private sourcesOf(key: string): readonly Source[] {
    const known = this.sources.get(key)
    if (known) return known
    const found: Source[] = []
    for (const { sensor, part, air } of this.board.fittings) {
      if (part.name !== key && !sensorTruth(sensor)?.measures.includes(key)) continue
      found.push({ kind: sensor, part, air, record: this.records.get(air)!, quantity: key === 'co2' || key === 'humidity' ? key : 'temperature' })
    }
    this.sources.set(key, found)
    return found
  }

  private lies(kind: string): boolean {
    return (this.lying.get(kind) ?? 0) > 0 || (this.excusedUntil.get(kind) ?? 0) > this.board.clock.now()
  }
}

/** The data sheet's tolerance around air between `least` and `most`. */
function tolerated({ kind, part, quantity }: Source, least: number, most: number): [number, number] {
  return sensorTruth(kind)?.tolerance(part, quantity, least, most) ?? [least, most]
}
