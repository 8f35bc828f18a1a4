import { execFileSync } from 'node:child_process'
import { accessSync, constants, existsSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { CommandError } from '../../cli/command-error.ts'
import { FAILURE, USAGE } from '../../cli/exit-code.ts'
import { printable } from '../../cli/printable.ts'
import { answersFrom, ask, confirm, NoMoreAnswers, QUESTIONS, SENSORS, type Answers } from './questions.ts'

/** Nobody else may read it: it holds passwords. */
const MODE = 0o600

type Tell = (text: string) => void

/** Asks for a node's settings and writes them. What there is already is left alone. */
export async function newSettings(file: string): Promise<void> {
  if (existsSync(file)) throw new CommandError(`The file ${printable(file)} is there already, and is left as it is. Name another one, or check it with: breva settings check ${printable(file)}`, USAGE)
  refuseFolder(file)
  const settings = await answered(file)
  try {
    writeFileSync(file, `${JSON.stringify(settings, null, 2)}\n`, { mode: MODE, flag: 'wx' })
  } catch (error) {
    throw new CommandError(`The file ${printable(file)} cannot be written (${(error as NodeJS.ErrnoException).code}); check the path.`, FAILURE)
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

async function answered(file: string): Promise<object> {
  let muted = false
  const echo = new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (!muted) process.stderr.write(chunk)
      done()
    }
  })
  const lines = createInterface({ input: process.stdin, output: echo, terminal: process.stdin.isTTY })
  const tell: Tell = text => { process.stderr.write(`${text}\n`) }
  // Ctrl-C leaves no file and no half of one.
  lines.on('SIGINT', () => {
    tell('')
    lines.close()
  })
  try {
    tell(`A few questions, then ${printable(file)} is written. Ctrl-C ends without a file.`)
    return await interview(answersFrom(lines, on => { muted = on }, text => { process.stderr.write(text) }), tell)
  } catch (error) {
    if (error instanceof NoMoreAnswers) throw new CommandError('There was no answer to the last question, so nothing was written.', FAILURE)
    throw error
  } finally {
    lines.close()
  }
}

/** All questions, one after the other. Resolves to the settings. */
export async function interview(answers: Answers, tell: Tell): Promise<object> {
  const settings: Record<string, unknown> = {}
  for (const question of QUESTIONS) {
    if (question.after !== undefined && valueAt(settings, question.after) === undefined) continue
    const value = await ask(question, answers, tell)
    if (value !== undefined) put(settings, question.path, value)
  }
  let pins = ','
  while (settings['sensors'] === undefined) {
    for (const { sensor, asks, pins: wires } of SENSORS) {
      if (!await confirm(asks, answers, tell)) continue
      for (const wire of wires) {
        const value = await ask(wire, answers, tell, pins)
        pins += `${value},`
        put(settings, `sensors.${sensor}.${wire.path.split('.')[2]}`, value)
      }
    }
    if (settings['sensors'] === undefined) tell('  A node needs one sensor at least.')
  }
  return settings
}

function valueAt(settings: Record<string, unknown>, path: string): unknown {
  return path.split('.').reduce<unknown>((group, step) => (group as Record<string, unknown> | undefined)?.[step], settings)
}

function put(settings: Record<string, unknown>, path: string, value: unknown): void {
  const steps = path.split('.')
  const name = steps.pop() ?? ''
  let group = settings
  for (const step of steps) group = (group[step] ??= {}) as Record<string, unknown>
  group[name] = value
}

/** Whether the file lies in a git working tree that does not ignore it. */
function isTracked(file: string): boolean {
  const folder = dirname(resolve(file))
  const git = (...given: string[]): boolean => {
    try {
      execFileSync('git', ['-C', folder, ...given], { stdio: 'ignore' })
      return true
    } catch {
      return false
    }
  }
  return git('rev-parse', '--is-inside-work-tree') && !git('check-ignore', '-q', resolve(file))
}
