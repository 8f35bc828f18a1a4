import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { CommandError } from './command-error.ts'
import { USAGE } from './exit-code.ts'

/** The file's name in the working folder. */
export const ENV_FILE = '.env'

/** Keys of other programs are none of our business. */
const OURS = 'BREVA_'
/** Larger is no file of settings. */
const LARGEST = 64 * 1024
const READABLE_BY_ALL = 0o004

/** What a `.env` says for Breva: keys that begin with `BREVA_`. */
export interface EnvFile {
  readonly values: ReadonlyMap<string, string>
  /** The line of a key, from 1. */
  lineOf(key: string): number
}

/**
 * Reads `.env` in `folder`, as Node's own `--env-file` does, for the keys that begin with `BREVA_`; undefined where there is none. `warn` hears of a file that this
 * user may not read, and of one with a secret that every user may. Throws a `CommandError` that names line and key, and never a value, where a line would be misread.
 */
export function readEnvFile(folder: string, warn: (message: string) => void): EnvFile | undefined {
  const path = join(folder, ENV_FILE)
  const text = contents(path, warn)
  if (text === undefined) return undefined
  const lines = text.split('\n')
  lines.forEach((line, at) => { check(line, at + 1, lines.slice(at + 1)) })
  const values = new Map<string, string>()
  for (const [key, value = ''] of Object.entries(parseEnv(text))) if (key.startsWith(OURS)) values.set(key, value)
  if (holdsSecret(values) && readableByAll(path)) {
    warn(`every user of this machine can read the password in ${ENV_FILE}. Only you may, after: chmod 600 ${ENV_FILE}`)
  }
  return { values, lineOf: key => lines.findLastIndex(line => assignment(line)?.key === key) + 1 }
}

/** Says what is wrong with a key of the file. */
export function envFileProblem(line: number, problem: string): CommandError {
  return new CommandError(`${ENV_FILE}, line ${line}: ${problem}`, USAGE)
}

function contents(path: string, warn: (message: string) => void): string | undefined {
  try {
    const { size } = statSync(path)
    if (size > LARGEST) {
      warn(`${ENV_FILE} has ${size} bytes, which is no file of settings, and is left out.`)
      return undefined
    }
    return readFileSync(path, 'utf8').replace(/^\ufeff/, '').replaceAll('\r\n', '\n')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'ENOENT' && code !== 'ENOTDIR' && code !== 'EISDIR') warn(`${ENV_FILE} in this folder cannot be read (${code}) and is left out. Check its owner and mode.`)
    return undefined
  }
}

function assignment(line: string): { key: string, value: string } | undefined {
  const match = /^\s*(?:export\s+)?([\w.-]+)\s*=(.*)$/.exec(line)
  return match ? { key: match[1], value: match[2].trim() } : undefined
}

/** Refuses a line of ours of which Node would take a part. */
function check(line: string, number: number, following: string[]): void {
  const bare = /^\s*(?:export\s+)?(BREVA_\w*)\s*(?:[^\w\s=].*|\s\S.*)?$/.exec(line)
  if (bare && !assignment(line)) throw envFileProblem(number, `${bare[1]} is not followed by "=". Write it like ${bare[1]}=value`)
  const { key, value } = assignment(line) ?? { key: '', value: '' }
  if (!key.startsWith(OURS)) return
  const quote = /^["'`]/.exec(value)?.[0]
  if (quote === undefined) {
    if (/\S#/.test(value)) throw envFileProblem(number, `what follows "#" in ${key} would be a comment. Put the value between quotes, like ${key}='value'`)
    return
  }
  const end = value.indexOf(quote, 1)
  if (end < 0 && !following.some(later => later.includes(quote))) throw envFileProblem(number, `the quote that ${key} begins with is not closed.`)
  if (end > 0 && !/^(\s+#.*)?$/.test(value.slice(end + 1))) throw envFileProblem(number, `${key} goes on behind its closing quote. Put it between quotes that it does not contain: ', " or \`.`)
}

function holdsSecret(values: ReadonlyMap<string, string>): boolean {
  return [...values].some(([key, value]) => value !== '' && (/PASSWORD|SECRET|TOKEN/.test(key) || /:\/\/[^/@\s]*:[^/@\s]+@/.test(value)))
}

function readableByAll(path: string): boolean {
  return process.platform !== 'win32' && (statSync(path).mode & READABLE_BY_ALL) !== 0
}
