import { Command } from 'commander'
import { CommandError } from '../../cli/command-error.ts'
import { choosePort } from '../console/choose-port.ts'
import { commandLine, imageArguments, writeImage } from './espruino-image.ts'
import { listPorts, type PortEntry } from '../console/list-ports.ts'
import { flash } from './flash.ts'
import { readFlashOptions, type FlashArguments, type FlashOptions } from './flash-options.ts'
import { FlashOutput, flashSentence, type FlashResult } from './flash-output.ts'
import { applicationHash, type FlashJob } from './flash-plan.ts'

const EXAMPLES = `
Examples:
  breva flash --settings node.json                         the application and its settings
  breva flash --port /dev/ttyUSB0                          a new application; the settings stay
  breva flash --port tcp://192.168.1.9:2217 --dry-run      only look at a board behind a serial server
  breva flash --firmware espruino-esp32 --settings node.json    first Espruino, then the rest

The former application stays on the board until the new one is complete and verified. If anything goes wrong before that,
the board starts the former one. Where the board has the same application already, nothing is written.`

const PROMPT_TIME = 5000
/** After esptool the board formats its Storage. */
const FIRST_PROMPT_TIME = 30000

/** `breva flash`. */
export function flashCommand(): Command {
  return new Command('flash')
    .option('--port <port>', 'serial port, or tcp://host:port of a serial server (default: the only serial port of this machine)')
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
        const result = await run(readFlashOptions(given), given.dryRun === true, output)
        output.result(result, flashSentence(result))
      } catch (error) {
        if (error instanceof CommandError) output.failure(error)
        throw error
      }
    })
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
