import { CommandError } from '../../cli/command-error.ts'
import { USAGE } from '../../cli/exit-code.ts'

/** The command line of `breva torture`, checked. */
export interface TortureOptions {
  seeds: number
  hours: number
  /** The first. */
  seed: number
  /** For each seed. */
  nodes: number
  /** How many live at the same time. */
  workers: number
  /** What is flashed runs, and not the source. */
  bundle: boolean
  json: boolean
}

/** What commander hands over: every value still text. */
export interface TortureArguments {
  seeds: string
  hours: string
  seed: string
  nodes: string
  workers: string
  bundle?: boolean
  json?: boolean
}

/** Throws a `CommandError` with USAGE. */
export function readTortureOptions(given: TortureArguments): TortureOptions {
  return {
    seeds: number('--seeds', given.seeds, 1, 1_000_000, true),
    hours: number('--hours', given.hours, 0.1, 10_000, false),
    seed: number('--seed', given.seed, 0, 0x7fffffff, true),
    nodes: number('--nodes', given.nodes, 1, 500, true),
    workers: number('--workers', given.workers, 1, 64, true),
    bundle: given.bundle === true,
    json: given.json === true
  }
}

function number(option: string, text: string, least: number, most: number, whole: boolean): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN
  if (value >= least && value <= most && (!whole || Number.isInteger(value))) return value
  throw new CommandError(`${option} is '${text.slice(0, 40)}' and must be a ${whole ? 'whole ' : ''}number from ${least} to ${most}, as in ${option} ${whole ? 20 : 24}.`, USAGE)
}
