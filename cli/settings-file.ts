import { readFileSync } from 'node:fs'
import { readSettings, type NodeSettings } from '../contract/settings.ts'
import { CommandError } from './command-error.ts'
import { USAGE } from './exit-code.ts'
import { printable } from './printable.ts'

/** More than any node could hold. */
const LARGEST = 64 * 1024

/**
 * Reads and checks a node's settings as the firmware does; the strings in the result are UTF-8 bytes. `node` is the
 * name where the file has none. Throws a `CommandError` that names field, value and range, and never a secret.
 */
export function readSettingsFile(path: string, node: string): NodeSettings {
  let parsed: unknown
  try {
    parsed = JSON.parse(text(path), (_key, value: unknown) => typeof value === 'string' ? asBytes(value) : value)
  } catch (error) {
    if (error instanceof CommandError) throw error
    throw refusal(path, `is not JSON${position(error as Error)}; check commas, quotes and brackets there`)
  }
  const settings = readSettings(parsed, node)
  if (typeof settings === 'string') throw refusal(path, `cannot be used: ${fromBytes(settings)}`)
  return settings
}

/** A text as the firmware holds it: its UTF-8 bytes, one a character. */
export function asBytes(value: string): string {
  return Buffer.from(value, 'utf8').toString('latin1')
}

/** The text that those bytes stand for. */
export function fromBytes(value: string): string {
  return Buffer.from(value, 'latin1').toString('utf8')
}

function text(path: string): string {
  let bytes: Buffer
  try {
    bytes = readFileSync(path)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    const reason = code === 'ENOENT' ? 'does not exist' : code === 'EACCES' ? 'may not be read by this user' : `cannot be read (${code})`
    throw refusal(path, `${reason}; check the path`)
  }
  if (bytes.length > LARGEST) throw refusal(path, `has ${bytes.length} bytes and a settings file has at most ${LARGEST}; check the path`)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw refusal(path, 'is not UTF-8; save it in that encoding')
  }
}

/** The parser's message quotes the text around the error, which may be a password: only the place is kept. */
function position(error: Error): string {
  return /(?: at| \(line)[^"']*$/.exec(error.message)?.[0].replace(/ in JSON/, '') ?? ''
}

function refusal(path: string, problem: string): CommandError {
  return new CommandError(`The settings file ${printable(path)} ${printable(problem)}. An example is in docs/settings.md.`, USAGE)
}
