import type { BoardError, Frame } from './board-error.ts'
import { functionAt, placeAt, type MappedScript } from './script-map.ts'

/** A frame with what it is in the sources; `source` and `at` are null where nobody can tell. */
export interface ExplainedFrame extends Frame {
  source: string | null
  /** `file:line`. */
  at: string | null
  /** The group and the number in it, of a folded function. */
  folded: { group: string, number: number } | null
}

export interface ExplainedError {
  message: string
  /** The message with the long names behind the short ones. */
  explained: string
  frames: ExplainedFrame[]
}

/** What a script is called in a board's Storage. */
const STORED: Record<string, string> = { 'app.a': 'firmware.min.js', 'app.b': 'firmware.min.js', '.boot0': 'boot.min.js', '.bootcde': 'boot-code.min.js' }

interface Spot {
  script: MappedScript
  offset: number
}

/** The offset of a line and column, both from 1, in the part of a script that begins at `start`. */
function offsetOf(code: string, start: number, { line, column }: Frame): number {
  let from = start
  for (let left = line; left > 1; left--) from = code.indexOf('\n', from) + 1 || code.length
  return from + column - 1
}

/** The excerpt as it stands in a script, and how far into that the place is: the interpreter cuts long lines with dots. */
function uncut({ text, at }: { text: string, at: number }): { text: string, at: number } {
  const head = text.startsWith('...') ? 3 : 0
  return { text: text.slice(head, text.endsWith('...') ? -3 : undefined), at: at - head }
}

function agrees({ script, offset }: Spot, frame: Frame): boolean {
  if (!frame.excerpt) return true
  const { text, at } = uncut(frame.excerpt)
  return script.code.startsWith(text, offset - at)
}

/** Where a frame may be: by its file, else by its function's name, else by the text that the interpreter shows. */
function spots(frame: Frame, scripts: MappedScript[]): Spot[] {
  if (frame.file) {
    const script = scripts.find(one => one.script === STORED[frame.file])
    // The board's file may be of another build than the map: the fallback is.
    return script ? [{ script, offset: offsetOf(script.code, 0, frame) }].filter(spot => agrees(spot, frame)) : []
  }
  const named = scripts.flatMap(script => script.functions
    .filter(({ name, number }) => name === frame.function && name !== '' && number === undefined)
    .map(({ start, end }) => ({ script, offset: offsetOf(script.code, start, frame), end }))
    .filter(({ offset, end }) => offset <= end))
  const fitting = named.filter(spot => agrees(spot, frame))
  if (fitting.length > 0 || !frame.excerpt) return fitting
  const { text, at } = uncut(frame.excerpt)
  return scripts.flatMap(script => {
    const first = script.code.indexOf(text)
    return first < 0 || script.code.includes(text, first + 1) ? [] : [{ script, offset: first + at }]
  })
}

function explainFrame(frame: Frame, scripts: MappedScript[]): ExplainedFrame {
  const found = spots(frame, scripts)
  if (found.length !== 1) return { ...frame, source: null, at: null, folded: null }
  const [{ script, offset }] = found
  const inside = functionAt(script, offset)
  const folded = inside?.number === undefined ? null : { group: inside.name, number: inside.number }
  // What stands outside of all functions belongs to the script itself.
  return { ...frame, source: inside?.source || inside?.name || script.script, at: placeAt(script, offset) || inside?.at || null, folded }
}

/** The message with what its short names stand for: a variable where one is not defined, else a member. */
function explainMessage(message: string, scripts: MappedScript[]): string {
  const variables = /is not defined/.test(message)
  return message.replace(/(["'])([\w$]+)\1/g, (quoted: string, _mark: string, name: string) => {
    const kinds = scripts.flatMap(({ names, members }) => variables ? [names, members] : [members, names])
    const long = kinds.find(kind => Object.hasOwn(kind, name) && kind[name] !== name)?.[name]
    return long ? `${quoted} (${long})` : quoted
  })
}

/** What an error of a board says of the sources. */
export function explainError(error: BoardError, scripts: MappedScript[]): ExplainedError {
  const frames = error.frames.map(frame => explainFrame(frame, scripts))
  // In a file of another build short names stand for something else.
  const ours = frames.every(({ file, source }) => source !== null || !Object.hasOwn(STORED, file))
  return { message: error.message, explained: ours ? explainMessage(error.message, scripts) : error.message, frames }
}
