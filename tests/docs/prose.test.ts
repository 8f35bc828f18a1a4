import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { projectPath } from '../../cli/project-path.ts'
import { cells, documents, projectFiles, withoutCode } from '../support/documents.ts'

/** Turns that make a reader guess. Each has a plain one: who? what? when? */
const RIDDLES = [
  /\bwhoever\b/i, /\bwhat(ever)? never\b/i, /\bnever was\b/i, /\bbefall/i, /\bfor want of\b/i, /\bin vain\b/i, /\bcome about\b/i, /\bcame about\b/i, /\bby turns\b/i, /\bmade anew\b/i,
  /\b(is|are) not there\b/i, /\bnought\b/i, /\bat all events\b/i, /\bgoes astray\b/i
]

/** Longer cells are read by scrolling; they become rows, or text below the table. */
const WIDEST = 200
const README_LINES = 150

function found(path: string, text: string): string[] {
  return text.split('\n').flatMap((line, at) => RIDDLES.filter(riddle => riddle.test(line)).map(riddle => `${path}:${at + 1}: ${riddle.exec(line)![0]}`))
}

describe('the prose', () => {
  it('there are pages to look at', () => {
    expect(documents().length).toBeGreaterThan(20)
  })

  it(`the README has at most ${README_LINES} lines`, () => {
    expect(readFileSync(projectPath('README.md'), 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(README_LINES)
  })

  it(`no cell of a table has more than ${WIDEST} characters`, () => {
    const wide = documents().flatMap(({ path, text }) => withoutCode(text).split('\n').flatMap((line, at) =>
      line.startsWith('|') && cells(line).some(cell => cell.length > WIDEST) ? [`${path}:${at + 1}: ${Math.max(...cells(line).map(cell => cell.length))}`] : []))
    expect(wide).toEqual([])
  })

  it('every row of a table has as many cells as its head', () => {
    const uneven = documents().flatMap(({ path, text }) => {
      let columns = 0
      return withoutCode(text).split('\n').flatMap((line, at) => {
        if (!line.startsWith('|')) columns = 0
        else if (columns === 0) columns = cells(line).length
        else if (cells(line).length !== columns) return [`${path}:${at + 1}: ${cells(line).length} cells, the head has ${columns}`]
        return []
      })
    })
    expect(uneven).toEqual([])
  })

  it('no page speaks in riddles', () => {
    expect(documents().flatMap(({ path, text }) => found(path, withoutCode(text)))).toEqual([])
  })

  it('no comment, message or name of a test speaks in riddles', () => {
    const sources = projectFiles().filter(path => /\.(ts|mjs|js)$/.test(path) && path !== 'tests/docs/prose.test.ts')
    expect(sources.length).toBeGreaterThan(300)
    expect(sources.flatMap(path => found(path, readFileSync(projectPath(path), 'utf8')))).toEqual([])
  })
})
