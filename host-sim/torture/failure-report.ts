import { counted } from '../../cli/counted.ts'
import type { Failure } from './torture-seed.ts'
import type { Drawn } from './outcome.ts'

/** A failure with `--json`: what a person or a program needs in order to see it again. */
export interface FailureReport extends Drawn {
  seed: number
  /** From 1. */
  node: number
  invariant: string
  message: string
  /** ms since power-on. */
  time: number
  /** The fewest found that bring it about, as `--fault` has them. */
  faults: string[]
  /** How many there were. */
  drawnFaults: number
}

export function failureReport({ seed, node, outcome, faults }: Failure): FailureReport {
  const { invariant, message, time } = outcome.violation ?? { invariant: '', message: '', time: 0 }
  return { seed, node, invariant, message, time, ...outcome.drawn, faults: faults.map(fault => fault.text), drawnFaults: outcome.faults.length }
}

/** The same as text. */
export function describeFailure(failure: Failure): string {
  const { seed, node, invariant, message, time, plan, settings, switched, faults, drawnFaults } = failureReport(failure)
  const { world, sensors, ...rest } = plan
  return `seed ${seed}, node ${node}, after ${time} ms: ${invariant}: ${message}\n`
    + `  node: ${JSON.stringify(rest)}\n`
    + `  sensors${switched ? ', each with a switch in its supply' : ''}: ${JSON.stringify(sensors)}\n`
    + `  settings: ${JSON.stringify(settings)}\n`
    + `  world: ${JSON.stringify(world)}\n`
    + `  ${faults.length} of ${counted(drawnFaults, 'fault')} ${faults.length === 1 ? 'is' : 'are'} enough:\n${faults.map(fault => `    ${fault}\n`).join('')}`
}
