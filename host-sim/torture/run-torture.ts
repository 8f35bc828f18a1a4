import { performance } from 'node:perf_hooks'
import type { Fault } from '../board/fault.ts'
import { Random } from '../random.ts'
import { findScenario, scenarioNames } from '../scenario/find-scenario.ts'
import { planNodes, type NodePlan } from '../scenario/node-plan.ts'
import { shrink } from './shrink.ts'
import { Torment, type Outcome } from './torment.ts'
import type { TortureOptions } from './torture-options.ts'
import type { FirmwareMaker } from './node-port.ts'

/** A violation, and the fewest faults found that still bring it about. */
export interface Failure {
  seed: number
  /** From 1. */
  node: number
  outcome: Outcome
  faults: readonly Fault[]
}

/** What is printed with `--json`. */
export interface TortureResult {
  seeds: number
  hours: number
  violations: number
  samples: number
  /** Acknowledged by the broker. */
  delivered: number
  /** Replaced by a newer one, or lost with the power. */
  dropped: number
  timesRealTime: number
}

/** Node `number` (from 1) of a seed: any node of any scenario. */
function planOf(seed: number, number: number): NodePlan {
  const random = new Random(seed).split(`torture ${number}`)
  const names = scenarioNames()
  const scenario = findScenario(names[random.below(names.length)])
  const index = random.below(scenario.nodes.length)
  const plan = planNodes(scenario, index + 1, random.below(0x7fffffff))[index]
  // Some so quick that they fill the flash in one outage.
  return random.chance(0.1) ? { ...plan, period: 3 } : plan
}

/** The whole life of one node; `faults` undefined: those its seed draws. */
export function tormentNode(seed: number, number: number, hours: number, faults: readonly Fault[] | undefined, maker: FirmwareMaker): Outcome {
  const duration = hours * 3_600_000
  return new Torment(planOf(seed, number), duration, faults, maker).run(duration)
}

/** Runs them all; `report` is told of every failure, shrunk, as it is found. */
export function runTorture(options: TortureOptions, maker: FirmwareMaker, report: (failure: Failure) => void): TortureResult {
  const began = performance.now()
  const result = { seeds: options.seeds, hours: options.hours, violations: 0, samples: 0, delivered: 0, dropped: 0, timesRealTime: 0 }
  let shrinking = 0
  for (let seed = options.seed; seed < options.seed + options.seeds; seed++) {
    for (let node = 1; node <= options.nodes; node++) {
      const outcome = tormentNode(seed, node, options.hours, undefined, maker)
      result.samples += outcome.samples
      result.delivered += outcome.delivered
      result.dropped += outcome.dropped
      const violation = outcome.violation
      if (!violation) continue
      result.violations++
      const from = performance.now()
      const faults = shrink(outcome.faults.filter(fault => fault.start <= violation.time), entries => {
        const again = tormentNode(seed, node, violation.time / 3_600_000 + 0.5, entries, maker)
        return again.violation?.invariant === violation.invariant
      })
      report({ seed, node, outcome, faults })
      shrinking += performance.now() - from
    }
  }
  const seconds = Math.max(0.001, (performance.now() - began - shrinking) / 1000)
  result.timesRealTime = Math.round(options.seeds * options.nodes * options.hours * 3600 / seconds)
  return result
}
