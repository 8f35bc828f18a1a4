import { performance } from 'node:perf_hooks'
import type { Fault } from '../board/fault.ts'
import { Random } from '../random.ts'
import { findScenario, scenarioNames } from '../scenario/find-scenario.ts'
import { planNodes, type NodePlan } from '../scenario/node-plan.ts'
import type { FirmwareMaker } from './node-port.ts'
import { shrink } from './shrink.ts'
import type { Outcome } from './outcome.ts'
import { Torment } from './torment.ts'

/** A violation, and the fewest faults found that still bring it about. */
export interface Failure {
  seed: number
  /** From 1. */
  node: number
  outcome: Outcome
  faults: readonly Fault[]
}

/** What became of one node of one seed. */
export interface SeedResult {
  outcome: Outcome
  failure: Failure | undefined
  /** Of `outcome`: ms that the search for the fewest faults took. */
  shrinking: number
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

/** The same, and where a promise is broken the fewest faults that do it. */
export function tortureNode(seed: number, node: number, hours: number, maker: FirmwareMaker): SeedResult {
  const outcome = tormentNode(seed, node, hours, undefined, maker)
  const violation = outcome.violation
  if (!violation) return { outcome, failure: undefined, shrinking: 0 }
  const from = performance.now()
  const faults = shrink(outcome.faults.filter(fault => fault.start <= violation.time), entries => {
    const again = tormentNode(seed, node, violation.time / 3_600_000 + 0.5, entries, maker)
    return again.violation?.invariant === violation.invariant
  })
  return { outcome, failure: { seed, node, outcome, faults }, shrinking: performance.now() - from }
}
