import { accessSync, constants, existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { CommandError } from '../../cli/command-error.ts'
import { USAGE } from '../../cli/exit-code.ts'
import { printable } from '../../cli/printable.ts'
import { writeProblem } from '../../cli/write-problem.ts'
import { writeNew } from '../../cli/write-whole.ts'
import { askedSettings } from './asked-settings.ts'
import { isTracked } from './is-tracked.ts'

/** Nobody else may read it: it holds passwords. */
const MODE = 0o600

/** Asks for a node's settings and writes them. What there is already is left alone. */
export async function newSettings(file: string): Promise<void> {
  if (existsSync(file)) throw new CommandError(`The file ${printable(file)} is there already, and is left as it is. Name another one, or check it with: breva settings check ${printable(file)}`, USAGE)
  refuseFolder(file)
  const settings = await askedSettings(`A few questions, then ${printable(file)} is written. Ctrl-C ends without a file.`)
  try {
    writeNew(file, `${JSON.stringify(settings, null, 2)}\n`, MODE)
  } catch (error) {
    throw writeProblem('The file', file, error)
  }
  process.stdout.write(`wrote ${printable(file)}, which only you can read. Next: breva flash --settings ${printable(file)}\n`)
  if (isTracked(file)) process.stderr.write(`warning: git does not ignore ${printable(file)}, which holds passwords. Add its name to .gitignore\n`)
}

/** Throws before anything is asked where nothing could be written in the end. */
function refuseFolder(file: string): void {
  const folder = dirname(file)
  try {
    accessSync(folder, constants.W_OK)
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code === 'ENOENT' ? `the folder ${printable(folder)} does not exist. Make it first, or name another file.` : `you may not write into ${printable(folder)}. Name another file.`
    throw new CommandError(`${printable(file)} cannot be written: ${reason}`, USAGE)
  }
}
