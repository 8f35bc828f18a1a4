import { availableParallelism } from 'node:os'
import { Command } from 'commander'
import { CommandError } from '../../cli/command-error.ts'
import { counted } from '../../cli/counted.ts'
import { FAILURE } from '../../cli/exit-code.ts'
import { ProgressLine } from '../../cli/progress-line.ts'
import { RunEnding } from '../../cli/run-ending.ts'
import { readTortureOptions, type TortureArguments, type TortureOptions } from './torture-options.ts'
import { describeFailure, failureReport, type FailureReport } from './failure-report.ts'
import { describeResult } from './describe-result.ts'

const EXAMPLES = `
Examples:
  breva torture --seeds 20 --hours 24
  breva torture --seeds 1 --seed 17 --hours 24        one seed again, with the same messages at the same times
  breva torture --seeds 100 --hours 2 --json
  breva torture --seeds 5 --hours 24 --bundle         what is flashed, instead of the source it is made from

A failure is printed on stderr with its seed, what the seed has drawn, and the fewest faults that still cause it. The exit code is then 1.
Ctrl-C ends the run and prints what there is by then.`

/** `breva torture`. */
export function tortureCommand(): Command {
  return new Command('torture')
    .option('--seeds <count>', 'number of seeds', '20')
    .option('--hours <time>', 'how long every node lives', '24')
    .option('--seed <number>', 'the first seed', '1')
    .option('--nodes <count>', 'nodes for each seed, each with a broker of its own', '1')
    .option('--workers <count>', 'nodes that live at the same time, each on a core', String(availableParallelism()))
    .option('--bundle', 'run dist/firmware.min.js in the sandbox instead of the source')
    .option('--json', 'print the result as JSON')
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', EXAMPLES)
    .action((given: TortureArguments) => torture(readTortureOptions(given)))
}

async function torture(options: TortureOptions): Promise<void> {
  const { runTortureWorkers } = await import('./torture-workers.ts')
  const asked = options.seeds * options.nodes
  const failures: FailureReport[] = []
  const line = new ProgressLine(process.stderr, process.env, () => performance.now())
  const ending = new RunEnding()
  const result = await runTortureWorkers(options, {
    report: failure => {
      line.clear()
      failures.push(failureReport(failure))
      process.stderr.write(describeFailure(failure))
    },
    progress: (lived, violations) => { line.say(`${lived} of ${counted(asked, 'node')} lived ${options.hours} h, ${violations} broke a promise`) }
  }, ending.signal)
  ending.release()
  line.clear()
  process.stdout.write(`${options.json ? JSON.stringify({ ...result, failures }) : describeResult(result, asked)}\n`)
  const again = `breva torture --seeds 1 --seed <its seed> --hours ${options.hours}${options.bundle ? ' --bundle' : ''}`
  if (result.violations > 0) throw new CommandError(`${result.violations} of ${counted(result.lived, 'node')} broke a promise. Repeat one with: ${again}`, FAILURE)
}
