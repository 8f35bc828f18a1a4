import { Command } from 'commander'
import { CommandError } from '../../cli/command-error.ts'
import { FAILURE } from '../../cli/exit-code.ts'
import { readTortureOptions, type TortureArguments } from './torture-options.ts'
import { describeFailure, failureReport, type FailureReport } from './failure-report.ts'
import type { FirmwareMaker } from './node-port.ts'

const EXAMPLES = `
Examples:
  breva torture --seeds 20 --hours 24
  breva torture --seeds 1 --seed 17 --hours 24        one seed again, with the same messages at the same times
  breva torture --seeds 100 --hours 2 --json
  breva torture --seeds 5 --hours 24 --bundle         what is flashed, instead of the source it is made from

A failure is printed on stderr with its seed, what the seed has drawn, and the fewest faults that still cause it. The exit code is then 1.`

/** `breva torture`. */
export function tortureCommand(): Command {
  return new Command('torture')
    .option('--seeds <count>', 'number of seeds', '20')
    .option('--hours <time>', 'how long every node lives', '24')
    .option('--seed <number>', 'the first seed', '1')
    .option('--nodes <count>', 'nodes for each seed, each with a broker of its own', '1')
    .option('--bundle', 'run dist/firmware.min.js in the sandbox instead of the source')
    .option('--json', 'print the result as JSON')
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', EXAMPLES)
    .action(async (given: TortureArguments) => {
      const options = readTortureOptions(given)
      const { runTorture } = await import('./run-torture.ts')
      const maker = options.bundle ? await flashed() : (await import('./source-port.ts')).sourceFirmware()
      const failures: FailureReport[] = []
      const result = runTorture(options, maker, failure => {
        failures.push(failureReport(failure))
        process.stderr.write(describeFailure(failure))
      })
      const summary = `${result.seeds} seeds of ${result.hours} h: ${result.violations} violations; ${result.samples} samples, ${result.delivered} delivered, `
        + `${result.dropped} dropped; ${result.timesRealTime} times real time`
      process.stdout.write(`${options.json ? JSON.stringify({ ...result, failures }) : summary}\n`)
      const again = `breva torture --seeds 1 --seed <its seed> --hours ${options.hours}${options.bundle ? ' --bundle' : ''}`
      if (result.violations > 0) throw new CommandError(`${result.violations} of ${options.seeds * options.nodes} nodes broke a promise. Repeat one with: ${again}`, FAILURE)
    })
}

/** What the build has left in `dist/`. */
async function flashed(): Promise<FirmwareMaker> {
  const { bundleFirmware } = await import('./bundle-port.ts')
  const { applicationMembers, nodeScripts } = await import('../../cli/node-scripts.ts')
  const { MemberNames } = await import('./member-names.ts')
  return bundleFirmware(nodeScripts(), new MemberNames(applicationMembers()))
}
