import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { CommandError } from '../../cli/command-error.ts'
import { FAILURE, USAGE } from '../../cli/exit-code.ts'

/**
 * A function of a script, by the offsets of the text between its braces. A branch of a group of folded functions has a
 * `number`. `source` and `at` say what it is in the sources, '' where nobody knows.
 */
export interface MappedFunction {
  name: string
  number?: number
  source: string
  at: string
  start: number
  end: number
}

/** What the build writes beside a flashed script. */
interface ScriptMap {
  script: string
  sha256: string
  /** Long names of the top level by the short ones, and those of members. */
  names: Record<string, string>
  members: Record<string, string>
  functions: MappedFunction[]
  files: string[]
  /** From which offset on the text comes from which line of which file. */
  places: [offset: number, file: number, line: number][]
}

/** A flashed script with its map. */
export interface MappedScript extends ScriptMap {
  code: string
}

/**
 * The script that a map belongs to, with the map. Throws a `CommandError` when one of them is missing, is something
 * else, or when they are of two builds.
 */
export function readMappedScript(file: string): MappedScript {
  let map: ScriptMap
  let code: string
  try {
    map = JSON.parse(readFileSync(file, 'utf8')) as ScriptMap
    code = readFileSync(join(dirname(file), map.script), 'latin1')
  } catch (error) {
    if (error instanceof SyntaxError) throw new CommandError(`${file} is not a map of a script. The build writes one beside each, such as dist/firmware.map.json.`, USAGE)
    throw new CommandError(`${file}, or the script beside it, is missing. Build both with: npm run build`, FAILURE)
  }
  if (createHash('sha256').update(Buffer.from(code, 'latin1')).digest('hex') !== map.sha256) {
    throw new CommandError(`${file} belongs to another build of ${map.script} than the one beside it. Build both with: npm run build`, FAILURE)
  }
  return { ...map, code }
}

/** The innermost function around an offset; a branch of a group rather than the group. */
export function functionAt(script: MappedScript, offset: number): MappedFunction | undefined {
  const around = script.functions.filter(({ start, end }) => start <= offset && offset <= end)
  return around.sort((a, b) => (a.end - a.start) - (b.end - b.start))[0]
}

/** `file:line` of what stands at an offset, '' where it is the build's own. */
export function placeAt(script: MappedScript, offset: number): string {
  const place = script.places.findLast(([start]) => start <= offset)
  return place ? `${script.files[place[1]]}:${place[2]}` : ''
}
