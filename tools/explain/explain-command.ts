import { readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { Command } from 'commander'
import { CommandError } from '../../cli/command-error.ts'
import { FAILURE, USAGE } from '../../cli/exit-code.ts'
import { printable } from '../../cli/printable.ts'
import { projectPath } from '../../cli/project-path.ts'
import { readBoardErrors } from './board-error.ts'
import { explainError, type ExplainedError, type ExplainedFrame } from './explain-error.ts'
import { readMappedScript, type MappedFunction, type MappedScript } from './script-map.ts'

const EXAMPLES = `
Examples:
  breva explain --file console.txt            what a board printed, from a file
  breva explain < console.txt                 the same from stdin
  breva explain 'Uncaught ReferenceError: "as" is not defined' '    at start (app.a:1:40211)'
  breva explain 'gB 12'                       one folded function, by its group and number

It reads the error text of a board and names functions, files and lines of the sources. The maps in dist/ belong to the
build in dist/. For a board with another build, keep that build's firmware.min.js and firmware.map.json, and give --map.`

interface Given {
  file?: string
  map?: string
  json?: boolean
}

/** `breva explain`. */
export function explainCommand(): Command {
  return new Command('explain')
    .argument('[text...]', 'lines of the error text; without any, and without --file, they are read from stdin')
    .option('--file <file>', 'read the text from a file')
    .option('--map <file>', 'the map of the application on the board, beside its script', projectPath('dist/firmware.map.json'))
    .option('--json', 'print the result as JSON')
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', EXAMPLES)
    .action((lines: string[], given: Given) => explain(lines, given))
}

async function explain(lines: string[], given: Given): Promise<void> {
  const scripts = [given.map ?? '', projectPath('dist/boot.map.json'), projectPath('dist/boot-code.map.json')].map(readMappedScript)
  const input = await inputText(lines, given.file)
  const folded = foldedFunction(input, scripts)
  if (folded) {
    process.stdout.write(given.json ? `${JSON.stringify({ ok: true, group: folded.name, number: folded.number, source: folded.source, at: folded.at })}\n` : `${folded.source}, ${folded.at}\n`)
    return
  }
  const errors = readBoardErrors(input).map(error => explainError(error, scripts))
  if (errors.length === 0) {
    throw new CommandError('There is no error of a board in this text. Copy what the console printed, from the line with "Uncaught" to the last line with "at" and the text below it.', USAGE)
  }
  if (given.json) process.stdout.write(`${JSON.stringify({ ok: true, script: scripts[0].script, sha256: scripts[0].sha256, errors })}\n`)
  else process.stdout.write(errors.map(described).join('\n'))
}

async function inputText(lines: string[], file: string | undefined): Promise<string> {
  if (lines.length > 0 && file !== undefined) throw new CommandError('The text is given twice: as arguments and with --file. Leave one of them out.', USAGE)
  if (lines.length > 0) return lines.join('\n')
  if (file !== undefined) {
    try {
      return readFileSync(file, 'utf8')
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      throw new CommandError(code === 'ENOENT' ? `There is no file ${printable(file)}; check the path.` : `${printable(file)} cannot be read (${code}); check path and mode.`, USAGE)
    }
  }
  if (process.stdin.isTTY) process.stderr.write('Paste what the board printed, then press Ctrl-D on a line of its own.\n')
  return await text(process.stdin)
}

/** The folded function that `group number` names, when that is all the text there is. */
function foldedFunction(input: string, scripts: MappedScript[]): MappedFunction | undefined {
  const asked = /^\s*(_?g[A-Z])[\s(]+(\d+)\)?\s*$/.exec(input)
  if (!asked) return undefined
  const [, group, number] = asked
  const found = scripts.flatMap(({ functions }) => functions).find(one => one.name === group && one.number === Number(number))
  if (!found) throw new CommandError(`${scripts[0].script} has no function ${number} in a group ${group}. Is dist/ the build that is on the board?`, FAILURE)
  return found
}

function described({ explained, frames }: ExplainedError): string {
  const lines = frames.map(frame => `  at ${whereabouts(frame)}\n`)
  const lost = frames.some(({ source }) => source === null)
  const note = lost ? '  Lines without a source are not of this build, or of the console. A board with another build needs the map of that build: --map.\n' : ''
  return `${printable(explained || 'An error without a message')}\n${lines.join('')}${note}`
}

function whereabouts(frame: ExplainedFrame): string {
  const board = `${frame.function ? `${frame.function} ` : ''}${frame.file}:${frame.line}:${frame.column}`
  if (frame.source === null) return printable(board)
  const number = frame.folded ? `, number ${frame.folded.number}` : ''
  return printable(`${frame.source}${frame.at ? `, ${frame.at}` : ''}  (${board}${number})`)
}
