import { performance } from 'node:perf_hooks'
import { type FaultCount, FaultSummary } from './fault-summary.ts'
import { type Failure, type SeedResult, tortureNode } from './torture-seed.ts'
import type { TortureOptions } from './torture-options.ts'
import type { FirmwareMaker } from './node-port.ts'

/** What is printed with `--json`. */
export interface TortureResult {
  seeds: number
  hours: number
  /** Nodes that have lived to their end; fewer than were asked for where the run was interrupted. */
  lived: number
  violations: number
  samples: number
  /** Acknowledged by the broker. */
  delivered: number
  /** Replaced by a newer one, or lost with the power. */
  dropped: number
  timesRealTime: number
  /** What was drawn, by `target:fault`. */
  faults: Record<string, FaultCount>
}

/** One node of one seed: an entry of the work to do. */
export interface Task {
  seed: number
  node: number
}

/** All of them, in order. */
export function tasksOf({ seed, seeds, nodes }: TortureOptions): Task[] {
  return Array.from({ length: seeds * nodes }, (_, i) => ({ seed: seed + Math.floor(i / nodes), node: 1 + i % nodes }))
}

/** Adds up what became of the nodes, in whatever order they are done, and reports each failure as it comes. */
export class TortureSum {
  private readonly options: TortureOptions
  private readonly workers: number
  private readonly report: (failure: Failure) => void
  private readonly began = performance.now()
  private readonly faults = new FaultSummary()
  private readonly result: Omit<TortureResult, 'faults'>
  private shrinking = 0

  /** `workers`: how many work at the same time. */
  constructor(options: TortureOptions, workers: number, report: (failure: Failure) => void) {
    this.options = options
    this.workers = workers
    this.report = report
    this.result = { seeds: options.seeds, hours: options.hours, lived: 0, violations: 0, samples: 0, delivered: 0, dropped: 0, timesRealTime: 0 }
  }

  add({ outcome, failure, shrinking }: SeedResult): void {
    const { result } = this
    result.lived++
    result.samples += outcome.samples
    result.delivered += outcome.delivered
    result.dropped += outcome.dropped
    this.faults.add(outcome.faults, outcome.violation?.time ?? Infinity)
    this.shrinking += shrinking
    if (!failure) return
    result.violations++
    this.report(failure)
  }

  /** What there is so far. */
  get progress(): { lived: number, violations: number } {
    return this.result
  }

  end(): TortureResult {
    const { hours } = this.options
    const seconds = Math.max(0.001, (performance.now() - this.began - this.shrinking / this.workers) / 1000)
    return { ...this.result, timesRealTime: Math.round(this.result.lived * hours * 3600 / seconds), faults: this.faults.byKind() }
  }
}

/** Runs them all, one after the other; `report` is told of every failure, shrunk, as it is found. */
export function runTorture(options: TortureOptions, maker: FirmwareMaker, report: (failure: Failure) => void): TortureResult {
  const sum = new TortureSum(options, 1, report)
  for (const { seed, node } of tasksOf(options)) sum.add(tortureNode(seed, node, options.hours, maker))
  return sum.end()
}
