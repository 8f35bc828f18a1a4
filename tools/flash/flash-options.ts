import { readFileSync } from 'node:fs'
import vm from 'node:vm'
import { CommandError } from '../../cli/command-error.ts'
import { guardScripts } from '../../cli/node-scripts.ts'
import { USAGE } from '../../cli/exit-code.ts'
import { projectPath } from '../../cli/project-path.ts'
import { readSettingsFile } from '../../cli/settings-file.ts'
import { printable } from '../../cli/printable.ts'
import { readWhole } from '../../cli/whole-number.ts'
import { checkPort, readBaud } from '../console/port-options.ts'
import { checkImage } from './espruino-image.ts'
import type { FlashJob } from './flash-plan.ts'

/** The options of `breva flash` as commander hands them over. */
export interface FlashArguments {
  port?: string
  baud: string
  settings?: string
  bundle?: string
  firmware?: string
  erase?: boolean
  dryRun?: boolean
  json?: boolean
  quiet?: boolean
  verbose?: boolean
  timeout: string
}

export interface FlashOptions {
  port: string | undefined
  baud: number
  /** ms for the node's first line. */
  firstLine: number
  firmware: string | undefined
  job: FlashJob
}

/** Espruino's Storage could hold more, but only one such application and none to fall back to. */
const LARGEST_BUNDLE = 400 * 1024
/** Stands for the name of a node that gets its own from its MAC address. */
const UNNAMED = '0-unnamed-0'

/** Checks everything that can be checked without a board. Throws a CommandError. */
export function readFlashOptions(given: FlashArguments): FlashOptions {
  const baud = readBaud(given.baud)
  const firstLine = readWhole('--timeout', given.timeout, 1, 600) * 1000
  const port = given.port
  checkPort(port)
  if (given.firmware !== undefined && port?.startsWith('tcp://')) {
    throw new CommandError('--firmware needs a serial port: esptool puts the board into its loader over the wires of the USB cable. Plug the board into this machine.', USAGE)
  }
  if (given.erase && given.settings === undefined) {
    throw new CommandError('--erase erases the settings of the node as well; give them with --settings <file>.', USAGE)
  }
  if (given.firmware !== undefined) checkImage(given.firmware)
  const { guard, bootCode } = guardScripts()
  return {
    port,
    baud,
    firstLine,
    firmware: given.firmware,
    job: {
      application: readBundle(given.bundle ?? projectPath('dist/firmware.min.js'), given.bundle === undefined),
      guard: Buffer.from(guard, 'latin1'),
      bootCode: Buffer.from(bootCode, 'latin1'),
      settings: given.settings === undefined ? undefined : settingsJson(given.settings),
      erase: given.erase === true
    }
  }
}

function readBundle(file: string, own: boolean): Buffer {
  let bytes: Buffer
  try {
    bytes = readFileSync(file)
  } catch (error) {
    const hint = own ? 'Build it with: npm run build' : 'Check the path.'
    throw new CommandError(`The firmware bundle ${printable(file)} cannot be read (${(error as NodeJS.ErrnoException).code}). ${hint}`, USAGE)
  }
  if (bytes.length === 0 || bytes.length > LARGEST_BUNDLE) {
    throw new CommandError(`The firmware bundle ${printable(file)} has ${bytes.length} bytes; it takes 1 to ${LARGEST_BUNDLE}. Build it with: npm run build`, USAGE)
  }
  try {
    new vm.Script(bytes.toString('latin1'))
  } catch (error) {
    throw new CommandError(`The firmware bundle ${printable(file)} is not a script: ${printable((error as Error).message)}. Build it with: npm run build`, USAGE)
  }
  return bytes
}

/** The settings as UTF-8 JSON, without the name that stood in for one that is missing. */
function settingsJson(file: string): Buffer {
  const settings: Partial<ReturnType<typeof readSettingsFile>> = readSettingsFile(file, UNNAMED)
  if (settings.node === UNNAMED) delete settings.node
  return Buffer.from(JSON.stringify(settings), 'latin1')
}
