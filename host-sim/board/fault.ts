import { CommandError } from '../../cli/command-error.ts'
import { USAGE } from '../../cli/exit-code.ts'
import type { FaultTargets } from './fault-target.ts'

/** One entry of a fault schedule: `[node2/]scd30:unplug@20s+10s`. */
export interface Fault {
  /** As it was written. */
  text: string
  /** The node's number from 1; undefined means every node that has the target. */
  node: number | undefined
  target: string
  fault: string
  /** Milliseconds since the node was powered up. */
  start: number
  /** Milliseconds; Infinity when the fault stays. */
  duration: number
}

const EXAMPLE = 'scd30:unplug@20s+10s'
const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }
/** A year: nobody means more. */
const LONGEST = 366 * 24 * UNITS['h']

/**
 * Reads `[nodeN/]target:fault@start[+duration]` with times in ms, s, m or h. `nodes` holds the targets of every node
 * of the run, the first node's first. Throws a `CommandError` of one sentence with what is known and a correct example.
 */
export function parseFault(text: string, nodes: readonly FaultTargets[]): Fault {
  const parts = /^(?:([^/]*)\/)?([^:@+/]+):([^:@+/]+)@([^@+]+)(?:\+([^@+]*))?$/.exec(text)
  if (!parts) throw usage(text, `must read target:fault@start+duration, as in --fault ${EXAMPLE}`)
  const [, prefix, target, fault, start, duration] = parts
  const node = prefix === undefined ? undefined : nodeNumber(text, prefix, nodes.length)
  const candidates = node === undefined ? nodes : [nodes[node - 1]]
  const known = candidates.flatMap(targets => (Object.hasOwn(targets, target) ? [targets[target]] : []))
  if (known.length === 0) {
    const names = [...new Set(candidates.flatMap(targets => Object.keys(targets)))]
    throw usage(text, `names the target '${target}', and there are only ${names.join(', ')}; an example is --fault ${EXAMPLE}`)
  }
  const faults = [...new Set(known.flatMap(candidate => candidate.faults))]
  if (!faults.includes(fault)) {
    throw usage(text, `names the fault '${fault}', and ${target} knows only ${faults.join(', ')}; an example is --fault ${target}:${faults[0]}@20s+10s`)
  }
  return {
    text,
    node,
    target,
    fault,
    start: time(text, 'start', start),
    duration: duration === undefined ? Infinity : time(text, 'duration', duration)
  }
}

function nodeNumber(text: string, prefix: string, count: number): number {
  const digits = /^node([1-9]\d{0,4})$/.exec(prefix)
  const number = digits ? Number(digits[1]) : 0
  if (number >= 1 && number <= count) return number
  const range = count === 1 ? 'node1/ is the only one' : `they go from node1/ to node${count}/`
  throw usage(text, `names the node '${prefix}/', and ${range}; an example is --fault node1/${EXAMPLE}`)
}

function time(text: string, what: string, value: string): number {
  const digits = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h)$/.exec(value)
  const milliseconds = digits ? Number(digits[1]) * UNITS[digits[2]] : NaN
  if (milliseconds <= LONGEST && (milliseconds > 0 || what === 'start')) return milliseconds
  const floor = what === 'start' ? '' : 'more than 0 and '
  throw usage(text, `has the ${what} '${value}', which must be a number with ms, s, m or h, ${floor}at most a year, as in --fault ${EXAMPLE}`)
}

function usage(text: string, problem: string): CommandError {
  return new CommandError(`The fault '${text.slice(0, 80)}' ${problem}.`, USAGE)
}
