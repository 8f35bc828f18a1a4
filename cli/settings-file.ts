import { readFileSync } from 'node:fs'
import { readSettings, type NodeSettings } from '../contract/settings.ts'
import { CommandError } from './command-error.ts'
import { USAGE } from './exit-code.ts'
import { printable } from './printable.ts'
import { ProblemFinder, withByteStrings } from './settings/find-problems.ts'
import { SettingsDocument } from './settings/settings-document.ts'
import type { SettingsProblem } from './settings/settings-problem.ts'

/** More than any node could hold. */
const LARGEST = 64 * 1024

/** What a settings file is worth. */
export interface CheckedSettings {
  /** As the firmware reads them, texts as UTF-8 bytes; undefined where there is an error among the problems. */
  settings: NodeSettings | undefined
  /** In the order of the file. */
  problems: SettingsProblem[]
}

/**
 * Reads a node's settings as the firmware does, and says all that is wrong with them, or will be on a board. `node` is the name where the file has none.
 * Throws a `CommandError` for a file that cannot be read.
 */
export function checkSettingsFile(path: string, node: string): CheckedSettings {
  return checkSettingsText(text(path), node)
}

/** As `checkSettingsFile`, of a text that is not in a file yet. */
export function checkSettingsText(content: string, node: string): CheckedSettings {
  const document = new SettingsDocument(content)
  const problems = document.problems()
  const parsed = problems.some(problem => problem.path === '') ? undefined : parse(document, problems)
  if (parsed) problems.push(...new ProblemFinder(document, parsed.value, node).find())
  problems.sort((a, b) => a.line - b.line || a.column - b.column)
  if (!parsed || problems.some(({ level }) => level === 'error')) return { settings: undefined, problems: problems.filter(({ level }) => level !== 'note') }
  const settings = readSettings(parsed.value, node)
  if (typeof settings === 'string') throw new Error(`the firmware refuses what the check lets pass: ${settings}`)
  return { settings, problems }
}

/** As `checkSettingsFile`, and throws a `CommandError` that names every error by line, field, value and range, and never a secret. */
export function readSettingsFile(path: string, node: string): NodeSettings {
  const { settings, problems } = checkSettingsFile(path, node)
  if (!settings) throw refusal(path, problems)
  return settings
}

/** Problems as lines of text, each with line and column. */
export function problemLines(problems: readonly SettingsProblem[]): string[] {
  const places = problems.map(({ line, column }) => `${line}:${column}`)
  const width = Math.max(0, ...places.map(({ length }) => length))
  return problems.map(({ level, message }, i) => `  ${places[i].padEnd(width)}  ${level === 'error' ? '' : `${level}: `}${printable(message)}`)
}

/** That a file with these problems cannot be used. */
export function refusal(path: string, problems: readonly SettingsProblem[]): CommandError {
  return new CommandError(`The settings file ${printable(path)} cannot be used:\n${problemLines(problems).join('\n')}\ndocs/settings.md has an example, and explains every setting.`, USAGE)
}

function parse(document: SettingsDocument, problems: SettingsProblem[]): { value: unknown } | undefined {
  try {
    return { value: withoutSchema(withByteStrings(document.text)) }
  } catch {
    problems.push({ level: 'error', path: '', line: 1, column: 1, message: 'this is not JSON: check commas, quotes and brackets' })
    return undefined
  }
}

/** `$schema` at the top tells an editor how the file is made. No board gets to see it. */
function withoutSchema(value: unknown): unknown {
  if (typeof value === 'object' && value !== null && '$schema' in value && typeof value.$schema === 'string') delete value.$schema
  return value
}

function text(path: string): string {
  let bytes: Buffer
  try {
    bytes = readFileSync(path)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    const reason = code === 'ENOENT' ? 'does not exist' : code === 'EACCES' ? 'may not be read by this user' : `cannot be read (${code})`
    throw unreadable(path, `${reason}; check the path`)
  }
  if (bytes.length > LARGEST) throw unreadable(path, `has ${bytes.length} bytes and a settings file has at most ${LARGEST}; check the path`)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw unreadable(path, 'is not UTF-8; save it in that encoding')
  }
}

function unreadable(path: string, problem: string): CommandError {
  return new CommandError(`The settings file ${printable(path)} ${problem}. An example is in docs/settings.md.`, USAGE)
}
