import { stripVTControlCharacters } from 'node:util'

/** One line of a stack trace, as the interpreter counts: lines and columns from 1, within `file` or, where it has none, within the function. */
export interface Frame {
  /** '' where the interpreter knows no name. */
  function: string
  /** A file in the board's Storage, or ''. */
  file: string
  line: number
  column: number
  /** The text that the interpreter shows, and how far into it the place is. */
  excerpt?: { text: string, at: number }
}

/** An error as a board prints it, and from where to where it was called. */
export interface BoardError {
  message: string
  frames: Frame[]
}

const AT = /^\s*at (?:(.*) \()?([^\s():]*):(\d+):(\d+)\)?$/
/** As older releases print it: a line names the function that the line before it was in. */
const OLD_AT = /^\s*at line (\d+) col (\d+)(?: in (\S+))?$/
const OLD_CALLED = /^\s*in function "(.*)" called from line (\d+) col (\d+)(?: in (\S+))?$/
const MESSAGE = /^\s*(?:Uncaught\b|(?:\w*Error)\b:?)/

function frame(name: string, file: string | undefined, line: string, column: string): Frame {
  return { function: name, file: file ?? '', line: Number(line), column: Number(column) }
}

/** The frame that a line is, if it is one. An old line about a call also names the function of the frame before. */
function readFrame(text: string, before: Frame | undefined): Frame | undefined {
  const at = AT.exec(text)
  if (at) return frame(at[1] ?? '', at[2], at[3], at[4])
  const old = OLD_AT.exec(text)
  if (old) return frame('', old[3], old[1], old[2])
  const called = OLD_CALLED.exec(text)
  if (!called) return undefined
  if (before) before.function = called[1]
  return frame('', called[4], called[2], called[3])
}

/** The errors in what a board printed; whatever stands around them is left out. */
export function readBoardErrors(text: string): BoardError[] {
  const errors: BoardError[] = []
  // The console's prompt may stand before anything.
  const lines = stripVTControlCharacters(text).split(/\r?\n/).map(line => line.replace(/^>+(?=\S)/, ''))
  lines.forEach((line, index) => {
    const current = errors.at(-1)
    const last = current?.frames.at(-1)
    const found = readFrame(line, last)
    if (found) {
      if (current) current.frames.push(found)
      else errors.push({ message: '', frames: [found] })
    } else if (/^\s*\^\s*$/.test(line) && last) {
      last.excerpt = { text: lines[index - 1], at: line.indexOf('^') }
    } else if (MESSAGE.test(line)) {
      errors.push({ message: line.trim(), frames: [] })
    }
  })
  return errors
}
