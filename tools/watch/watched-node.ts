import type { State } from '../../contract/state.ts'
import { STATUS_ONLINE, type StatusWord } from '../../contract/status-word.ts'
import { HUMIDITY_DECIMALS, TEMPERATURE_DECIMALS } from '../../contract/units.ts'
import { RollingStatistics, type Statistics } from './rolling-statistics.ts'

/** A value that is unlike those before it. */
export interface Anomaly {
  key: string
  value: number
  by: 'z-score' | 'forecast'
  score: number
}

export interface Sampled {
  missing: number
  statistics: Record<string, Statistics> | undefined
  anomalies: Anomaly[]
}

/** Standard deviations from which on a value is one in hundreds. */
const Z_LIMIT = 3
/** Of a forecast, whose errors have long tails. */
const SURPRISE_LIMIT = 6
/** A node is silent after so many periods without a sample, and not before so many ms. */
const PERIODS = 3
const PATIENCE = 15_000
/** ms; for a node of which one sample is known, and no period. */
const UNKNOWN_PERIOD = 60_000

/** One node, as its messages tell. */
export class WatchedNode {
  readonly name: string
  link: StatusWord | undefined
  /** When `link` turned, ms since 1970; undefined where it was so before anybody looked. */
  turnedAt: number | undefined
  readonly sensors = new Map<string, StatusWord>()
  state: State | undefined
  /** When the latest sample came. */
  seenAt: number | undefined
  /** Samples that have not come. */
  missing = 0
  invalid = 0
  latest: Record<string, Statistics> | undefined
  private readonly window: number | undefined
  private readonly rolling = new Map<string, RollingStatistics>()
  private period = UNKNOWN_PERIOD
  private told = false

  constructor(name: string, window: number | undefined) {
    this.name = name
    this.window = window
  }

  /** Whether a status is news. */
  turns(link: StatusWord, retained: boolean, now: number): boolean {
    if (this.link === link) return false
    this.turnedAt = retained && this.link === undefined ? undefined : now
    this.link = link
    return true
  }

  /** A sample has come. */
  sample(state: State, now: number): Sampled {
    const missing = this.missingBefore(state)
    this.missing += missing
    const joins = this.state !== undefined && this.state.boot === state.boot && state.seq === this.state.seq + 1
    const anomalies: Anomaly[] = []
    if (this.window !== undefined) this.latest = this.measure(state, joins, missing, anomalies)
    this.state = state
    this.seenAt = now
    this.told = false
    return { missing, statistics: this.latest, anomalies }
  }

  /** Whether it is late for its next sample, once until it speaks again. */
  fallsSilent(now: number): boolean {
    if (this.told || !this.overdue(now)) return false
    this.told = true
    return true
  }

  overdue(now: number): boolean {
    return this.link === STATUS_ONLINE && this.seenAt !== undefined && now - this.seenAt > Math.max(PERIODS * this.period, PATIENCE)
  }

  private missingBefore({ boot, seq, uptime }: State): number {
    const before = this.state
    if (!before || before.boot !== boot || seq <= before.seq) return 0
    this.period = Math.max(0, uptime - before.uptime) / (seq - before.seq)
    return seq - before.seq - 1
  }

  private measure(state: State, joins: boolean, missing: number, anomalies: Anomaly[]): Record<string, Statistics> {
    const result: Record<string, Statistics> = {}
    for (const key of Object.keys(state.quality)) {
      const value = readingOf(state, key)
      const rolling = this.statisticsOf(key)
      if (!joins) rolling.breakOff(missing)
      if (value === null) {
        rolling.breakOff(0)
        continue
      }
      result[key] = rolling.add(value)
      const anomaly = anomalyOf(key, value, result[key])
      if (anomaly) anomalies.push(anomaly)
    }
    return result
  }

  private statisticsOf(key: string): RollingStatistics {
    let rolling = this.rolling.get(key)
    if (!rolling) {
      const decimals = key === 'co2' ? 0 : key === 'humidity' ? HUMIDITY_DECIMALS : TEMPERATURE_DECIMALS
      rolling = new RollingStatistics(this.window ?? 0, 10 ** -decimals)
      this.rolling.set(key, rolling)
    }
    return rolling
  }
}

/** The value that a key of `quality` speaks of; null unless it is good. */
export function readingOf(state: State, key: string): number | null {
  if (state.quality[key] !== 'ok') return null
  if (key === 'co2' || key === 'temperature' || key === 'humidity') return state[key] ?? null
  return state.probes?.[key] ?? null
}

function anomalyOf(key: string, value: number, { z, surprise }: Statistics): Anomaly | undefined {
  if (surprise !== null && Math.abs(surprise) > SURPRISE_LIMIT) return { key, value, by: 'forecast', score: surprise }
  if (z !== null && Math.abs(z) > Z_LIMIT) return { key, value, by: 'z-score', score: z }
  return undefined
}
