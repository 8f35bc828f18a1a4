import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { CommandError } from '../../cli/command-error.ts'
import { FAILURE } from '../../cli/exit-code.ts'
import { answersFrom, ask, confirm, NoMoreAnswers, QUESTIONS, SENSORS, type Answers, type Question } from './questions.ts'

type Tell = (text: string) => void

/** Asks at the terminal, or takes a line of a pipe for each answer. Throws a `CommandError` where the answers end too early. */
export async function askedSettings(introduction: string, questions: readonly Question[] = QUESTIONS): Promise<object> {
  return await atTerminal((answers, tell) => {
    tell(introduction)
    return interview(answers, tell, questions)
  })
}

/** What `talk` makes of the answers that somebody types. Throws a `CommandError` where they end too early. */
export async function atTerminal<T>(talk: (answers: Answers, tell: Tell) => Promise<T>): Promise<T> {
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
    return await talk(answersFrom(lines, on => { muted = on }, text => { process.stderr.write(text) }), tell)
  } catch (error) {
    if (error instanceof NoMoreAnswers) throw new CommandError('There was no answer to the last question, so nothing was written.', FAILURE)
    throw error
  } finally {
    lines.close()
  }
}

/** All questions, one after the other. Resolves to the settings. */
export async function interview(answers: Answers, tell: Tell, questions: readonly Question[] = QUESTIONS): Promise<object> {
  const settings: Record<string, unknown> = {}
  for (const question of questions) {
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
