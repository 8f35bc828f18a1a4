import { Command } from 'commander'
import { CommandError } from '../../cli/command-error.ts'
import { choosePort } from '../console/choose-port.ts'
import { commandLine, imageArguments, writeImage } from './espruino-image.ts'
import type { LinkListener } from '../console/link.ts'
import { listPorts, type PortEntry } from '../console/list-ports.ts'
import { DESK } from '../console/desk.ts'
import { flash } from './flash.ts'
import { readFlashOptions, type FlashArguments, type FlashOptions } from './flash-options.ts'
import { FlashOutput, flashSentence, type FlashResult } from './flash-output.ts'
import { applicationHash, type FlashJob } from './flash-plan.ts'
import { SIMULATED, type StartSimulatedPort } from '../console/simulated-port.ts'

const EXAMPLES = `
Examples:
  breva flash --settings node.json                         the application and its settings
  breva flash --port sim --settings node.json              all of it with a simulated board
  breva flash --port /dev/ttyUSB0                          a new application; the settings stay
  breva flash --port tcp://192.168.1.9:2217 --dry-run      only look at a board behind a serial server
  breva flash --firmware espruino-esp32 --settings node.json    first Espruino, then the rest

The former application stays on the board until the new one is complete and verified. If anything goes wrong before that,
the board starts the former one. Where the board has the same application already, nothing is written.`

const PROMPT_TIME = 5000
/** After esptool the board formats its Storage. */
const FIRST_PROMPT_TIME = 30000

/** `breva flash`. `simulated` is what `--port sim` is plugged into: this folder knows no simulator. */
export function flashCommand(simulated: StartSimulatedPort): Command {
  return new Command('flash')
    .option('--port <port>', 'serial port, tcp://host:port of a serial server, or sim for a simulated board (default: the only serial port of this machine)')
    .option('--baud <rate>', 'speed of the serial port', '115200')
    .option('--settings <file>', 'write these settings too (JSON, docs/settings.md)')
    .option('--bundle <file>', 'application to write (default: dist/firmware.min.js)')
    .option('--firmware <folder>', 'first put Espruino itself on the board with esptool; the folder holds bootloader.bin, partitions_espruino.bin and espruino_esp32.bin')
    .option('--erase', 'erase all of Storage first, settings included; needs --settings')
    .option('--dry-run', 'look at the board and say what would be written')
    .option('--timeout <seconds>', 'how long to wait for the node\'s first line after its restart', '60')
    .option('--json', 'print the result as one JSON object')
    .option('--quiet', 'print errors only')
    .option('--verbose', 'print the ports of this machine and what esptool says')
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', EXAMPLES)
    .action(async (given: FlashArguments) => {
      const output = new FlashOutput(given.json ? 'json' : given.quiet ? 'quiet' : 'text', given.verbose === true)
      try {
        const options = readFlashOptions(given)
        const dryRun = given.dryRun === true
        const result = options.port === SIMULATED ? await flashSimulated(options, dryRun, output, simulated) : await run(options, dryRun, output)
        output.result(result, flashSentence(result))
      } catch (error) {
        if (error instanceof CommandError) output.failure(error)
        throw error
      }
    })
}

/** The same plan, upload and verification, with a board that is gone afterwards. */
async function flashSimulated({ job, firmware, baud, firstLine }: FlashOptions, dryRun: boolean, output: FlashOutput, start: StartSimulatedPort): Promise<FlashResult> {
  const settings = job.settings && JSON.parse(job.settings.toString('utf8')) as { sensors?: object }
  const board = await start(settings?.sensors)
  try {
    const desk = { ...DESK, open: (_port: string, speed: number, listener: LinkListener) => DESK.open(board.port, speed, listener) }
    const result = await flash({ port: SIMULATED, baud, dryRun, patience: { prompt: PROMPT_TIME, firstLine } }, job, output, desk)
    result.notes.push('the board was simulated, and is gone: nothing was written anywhere')
    if (firmware !== undefined) result.notes.push('the image is whole; the simulated board has Espruino already, so esptool was not called')
    return result
  } finally {
    await board.stop()
  }
}

async function run(options: FlashOptions, dryRun: boolean, output: FlashOutput): Promise<FlashResult> {
  const { job, firmware, baud, firstLine } = options
  let port = options.port
  if (port === undefined) {
    const ports = await listPorts().catch((error: CommandError) => {
      if (!dryRun) throw error
      output.detail(error.message)
      return [] as PortEntry[]
    })
    for (const { path, description } of ports) output.detail(`port ${path}${description === undefined ? '' : `  ${description}`}`)
    if (ports.length === 0) output.detail('no serial port was found')
    if (ports.length === 0 && dryRun) return planWithoutBoard(job, firmware, '<port>')
    port = choosePort(ports, 'flash')
  }
  if (firmware !== undefined && dryRun) return planWithoutBoard(job, firmware, port)
  if (firmware !== undefined) {
    output.step(`Putting Espruino on the board: ${commandLine('esptool', imageArguments(firmware, port, 5))}`)
    await writeImage(firmware, port, process.env['PATH'] ?? '', text => output.raw(text))
  }
  const prompt = firmware === undefined ? PROMPT_TIME : FIRST_PROMPT_TIME
  return await flash({ port, baud, dryRun, patience: { prompt, firstLine } }, job, output)
}

function planWithoutBoard(job: FlashJob, firmware: string | undefined, port: string): FlashResult {
  const notes = ['no board was looked at']
  if (firmware !== undefined) notes.push(`first, ${commandLine('esptool', imageArguments(firmware, port, 5))}`)
  if (job.erase) notes.push('all of Storage would be erased first')
  return {
    result: 'planned',
    port: null,
    board: null,
    espruino: null,
    application: { file: null, bytes: job.application.length, hash: applicationHash(job.application) },
    written: [],
    node: null,
    start: null,
    firstLine: null,
    notes,
    seconds: 0
  }
}
