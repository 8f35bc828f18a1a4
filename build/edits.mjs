/**
 * A text made from another by replacing parts of it and by moving them around, with a source map that says where each
 * part was. Everything in the build that changes a text by its offsets does it through these.
 */

/**
 * Puts `text` in the place of what stands from `start` to `end`.
 * @typedef {{ start: number, end: number, text: string }} Edit
 */

/**
 * A part of the new text: what stood at `from` in the old one, or what takes its place; `from` is undefined for what is
 * new. `name` is what the part was called before.
 * @typedef {{ text: string, from?: number, name?: string }} Piece
 */

/** @typedef {[number] | [number, number, number, number] | [number, number, number, number, number]} Segment */

/**
 * The text from `start` to `end` with the edits that fall into it. Of two edits of the same place, the one that
 * replaces more text stands behind the other; of two that only put something in, the one that comes first in `edits`.
 * @param {string} code
 * @param {Edit[]} edits
 * @param {number} start
 * @param {number} end
 * @returns {Piece[]}
 */
export function pieces(code, edits, start = 0, end = code.length) {
  const own = edits.filter(edit => edit.start >= start && edit.end <= end).reverse().sort((a, b) => a.start - b.start || a.end - b.end)
  /** @type {Piece[]} */
  const found = []
  let at = start
  for (const edit of own) {
    if (edit.start < at) throw new Error(`two changes of the same text, at ${edit.start}: ${code.slice(edit.start, edit.start + 40)}`)
    if (edit.start > at) found.push({ text: code.slice(at, edit.start), from: at })
    const old = code.slice(edit.start, edit.end)
    if (edit.text) found.push(/^[\w$]+$/.test(old) ? { text: edit.text, from: edit.start, name: old } : { text: edit.text, from: edit.start })
    at = edit.end
  }
  if (end > at) found.push({ text: code.slice(at, end), from: at })
  return found
}

/**
 * @param {Piece[]} parts
 * @returns {string}
 */
export function textOf(parts) {
  return parts.map(({ text }) => text).join('')
}

/** @param {string} code */
function lineStarts(code) {
  const starts = [0]
  for (let at = code.indexOf('\n'); at >= 0; at = code.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

/**
 * Line and column, both from 0, of offsets that are asked for in any order.
 * @param {string} code
 * @returns {(offset: number) => [line: number, column: number]}
 */
export function locator(code) {
  const starts = lineStarts(code)
  return offset => {
    let low = 0
    let high = starts.length
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if (starts[middle] <= offset) low = middle
      else high = middle
    }
    return [low, offset - starts[low]]
  }
}

/**
 * The new text with its source map as Rollup takes it. Each word of what was kept has an entry of its own.
 * @param {string} code the old text
 * @param {Piece[]} parts
 * @param {string} source the old text's name
 * @returns {{ code: string, map: import('rollup').ExistingRawSourceMap }}
 */
export function withMap(code, parts, source) {
  const locate = locator(code)
  /** @type {string[]} */
  const names = []
  /** @type {Segment[][]} */
  const mappings = [[]]
  let column = 0
  /** @type {(from: number | undefined, name: string | undefined) => Segment} */
  const segment = (from, name) => {
    if (from === undefined) return [column]
    return name === undefined ? [column, 0, ...locate(from)] : [column, 0, ...locate(from), names.push(name) - 1]
  }
  for (const { text, from, name } of parts) {
    const kept = from !== undefined && code.startsWith(text, from)
    for (const { 0: word, index } of text.matchAll(/\n|[\w$]+|[^\w$\n]+/g)) {
      if (index === 0 || kept) mappings[mappings.length - 1].push(segment(from === undefined ? from : kept ? from + index : from, index === 0 ? name : undefined))
      column += word.length
      if (word === '\n') {
        mappings.push([])
        column = 0
      }
    }
  }
  // Rollup takes mappings as lists too, which its types do not say.
  const map = /** @type {import('rollup').ExistingRawSourceMap} */ (/** @type {unknown} */ ({ version: 3, sources: [source], sourcesContent: [code], names, mappings }))
  return { code: textOf(parts), map }
}
