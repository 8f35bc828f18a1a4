import { Command } from 'commander'
import { CommandError } from '../../cli/command-error.ts'
import { FAILURE } from '../../cli/exit-code.ts'
import { readTortureOptions, type TortureArguments } from './torture-options.ts'
import type { Failure } from './run-torture.ts'

const EXAMPLES = `
Examples:
  breva torture --seeds 20 --hours 24
  breva torture --seeds 1 --seed 17 --hours 24        one seed again, with the same messages at the same times
  breva torture --seeds 100 --hours 2 --json

A failure is printed on stderr with its seed and the fewest faults that still cause it. The exit code is then 1.`

/** `breva torture`. */
export function tortureCommand(): Command {
  return new Command('torture')
    .option('--seeds <count>', 'number of seeds', '20')
    .option('--hours <time>', 'how long every node lives', '24')
    .option('--seed <number>', 'the first seed', '1')
    .option('--nodes <count>', 'nodes for each seed, each with a broker of its own', '1')
    .option('--json', 'print the result as JSON')
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', EXAMPLES)
    .action(async (given: TortureArguments) => {
      const options = readTortureOptions(given)
      const { runTorture } = await import('./run-torture.ts')
      const result = runTorture(options, () => undefined, failure => process.stderr.write(described(failure)))
      const summary = `${result.seeds} seeds of ${result.hours} h: ${result.violations} violations; ${result.samples} samples, ${result.delivered} delivered, `
        + `${result.dropped} dropped; ${result.timesRealTime} times real time`
      process.stdout.write(`${options.json ? JSON.stringify(result) : summary}\n`)
      if (result.violations > 0) throw new CommandError(`${result.violations} of ${options.seeds * options.nodes} nodes broke a promise. Repeat one with: breva torture --seeds 1 --seed <its seed> --hours ${options.hours}`, FAILURE)
    })
}

/** What a person needs in order to see it again. */
function described({ seed, node, outcome, faults }: Failure): string {
  const violation = outcome.violation
  if (!violation) return ''
  return `seed ${seed}, node ${node}, after ${violation.time} ms: ${violation.invariant}: ${violation.message}\n`
    + `  ${faults.length} of ${outcome.faults.length} faults are enough:\n${faults.map(fault => `    ${fault.text}\n`).join('')}`
}
