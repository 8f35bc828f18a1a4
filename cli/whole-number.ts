import { CommandError } from './command-error.ts'
import { USAGE } from './exit-code.ts'
import { printable } from './printable.ts'

/** A whole number of the command line. Throws a `CommandError` with USAGE that names the option and its range. */
export function readWhole(option: string, value: string, least: number, most: number): number {
  const number = /^\d+$/.test(value) ? Number(value) : NaN
  if (number >= least && number <= most) return number
  throw new CommandError(`${option} ${printable(value.slice(0, 40))} is refused; it takes a whole number from ${least} to ${most}.`, USAGE)
}
