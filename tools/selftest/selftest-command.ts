import { createInterface } from 'node:readline/promises'
import { Command } from 'commander'
import { CommandError } from '../../cli/command-error.ts'
import { FAILURE, USAGE } from '../../cli/exit-code.ts'
import { printable } from '../../cli/printable.ts'
import { ProgressLine } from '../../cli/progress-line.ts'
import { writeProblem } from '../../cli/write-problem.ts'
import { writeWhole } from '../../cli/write-whole.ts'
import { choosePort } from '../console/choose-port.ts'
import { listPorts } from '../console/list-ports.ts'
import { checkPort, readBaud } from '../console/port-options.ts'
import { SIMULATED, type StartSimulatedPort } from '../console/simulated-port.ts'
import { selftest } from './selftest.ts'
import { readable, stepLine, type SelftestReport, type StepReport } from './selftest-report.ts'
import type { Pins } from './step.ts'

const EXAMPLES = `
Examples:
  breva selftest --port /dev/ttyUSB0                              what can be looked at without anybody's help
  breva selftest --port /dev/ttyUSB0 --sda D21 --scl D22 --one-wire D4    the wires as well
  breva selftest --port tcp://192.168.1.9:2217 --interactive      with the steps that need a person
  breva selftest --port /dev/ttyUSB0 --report board-1             writes board-1.json and board-1.txt
  breva selftest --port sim --sda D21 --scl D22 --one-wire D4     tries all of it with a simulated board

The application goes on running. Settings and secrets are neither read nor written.`

const PROMPT_TIME = 5000

/** The options of `breva selftest` as commander hands them over. */
interface SelftestArguments {
  port?: string
  baud: string
  sda?: string
  scl?: string
  oneWire?: string
  interactive?: boolean
  report?: string
  json?: boolean
}

/** `breva selftest`. `simulated` is what `--port sim` is plugged into: this folder knows no simulator. */
export function selftestCommand(simulated: StartSimulatedPort): Command {
  return new Command('selftest')
    .option('--port <port>', 'serial port, tcp://host:port of a serial server, or sim for a simulated board (default: the only serial port of this machine)')
    .option('--baud <rate>', 'speed of the serial port', '115200')
    .option('--sda <pin>', 'SDA of the SCD30, such as D21')
    .option('--scl <pin>', 'SCL of the SCD30, such as D22')
    .option('--one-wire <pin>', 'wire of the DS18B20 probes, such as D4')
    .option('--interactive', 'ask before steps that disturb, and ask what only a person can see')
    .option('--report <name>', 'write the report to <name>.json and <name>.txt')
    .option('--json', 'print the report as one JSON object')
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', EXAMPLES)
    .action(async (given: SelftestArguments) => { await act(given, simulated) })
}

async function act(given: SelftestArguments, simulated: StartSimulatedPort): Promise<void> {
  checkPort(given.port)
  const baud = readBaud(given.baud)
  const pins = readPins(given)
  const board = given.port === SIMULATED ? await simulated() : undefined
  const port = board?.port ?? given.port ?? choosePort(await listPorts(), 'selftest')
  const progress = new ProgressLine(process.stderr, process.env, () => performance.now())
  const person = given.interactive ? createInterface({ input: process.stdin, output: process.stderr }) : undefined
  try {
    const report = await selftest({
      port, baud, pins, prompt: PROMPT_TIME,
      agrees: async question => person ? (await person.question(`${printable(question)} (y/n) `)).trim().toLowerCase().startsWith('y') : undefined,
      done: step => { say(step, given, progress) }
    })
    progress.clear()
    // First, as it may be all that is left of minutes at a board.
    process.stdout.write(given.json ? `${JSON.stringify(report)}\n` : readable(report))
    if (given.report !== undefined) write(given.report, report)
    const wrong = report.steps.filter(({ result }) => result === 'failed').map(({ name }) => name)
    if (wrong.length > 0) throw new CommandError(`The board does not do what is expected of it: ${wrong.join(', ')}. docs/hardware.md says what that means.`, FAILURE)
  } finally {
    progress.clear()
    person?.close()
    await board?.stop()
  }
}

/** Between the questions to a person each step stands on a line; otherwise the report alone has them all. */
function say(step: StepReport, { json, interactive }: SelftestArguments, progress: ProgressLine): void {
  if (json) return
  if (interactive) process.stderr.write(`${stepLine(step)}\n`)
  else progress.say(stepLine(step))
}

function readPins({ sda, scl, oneWire }: SelftestArguments): Pins {
  for (const [option, pin] of [['--sda', sda], ['--scl', scl], ['--one-wire', oneWire]]) {
    if (pin !== undefined && !/^D\d{1,2}$/.test(pin)) throw new CommandError(`${option} ${printable(pin)} is refused; it takes a pin such as D21.`, USAGE)
  }
  if ((sda === undefined) !== (scl === undefined)) throw new CommandError('--sda and --scl name two wires of one bus; give both.', USAGE)
  return { ...sda !== undefined && scl !== undefined ? { sda, scl } : {}, ...oneWire !== undefined ? { oneWire } : {} }
}

function write(name: string, report: SelftestReport): void {
  for (const [path, text] of [[`${name}.json`, `${JSON.stringify(report, null, 2)}\n`], [`${name}.txt`, readable(report)]] as const) {
    try {
      writeWhole(path, text)
    } catch (error) {
      throw writeProblem('The report', path, error)
    }
  }
}
