import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { projectPath } from '../../cli/project-path.ts'
import { cells, projectFiles } from '../support/documents.ts'

const PAGE = readFileSync(projectPath('docs/field-cases.md'), 'utf8')
const FILES = projectFiles().filter(path => /^tests\/.*\.test\.ts$/.test(path) && !path.startsWith('tests/docs/'))

const textOf = (file: string): string => readFileSync(projectPath(file), 'utf8')

/** The rows of the page's part with that heading, by the number of the case; a row without a number is of the case above it. */
function rowsOf(heading: string): Map<number, string[][]> {
  const part = PAGE.split(/^## /m).find(text => text.startsWith(heading)) ?? ''
  const rows = new Map<number, string[][]>()
  let number = 0
  for (const line of part.split('\n').filter(text => /^\| (\d|\|)/.test(text))) {
    const [first, ...others] = cells(line)
    number = Number(first) || number
    rows.set(number, [...rows.get(number) ?? [], others])
  }
  return rows
}

/** The test files that the page names for each case. */
const TESTED = new Map([...rowsOf('Closed')].map(([number, rows]) => [number, rows.map(row => row.at(-1)!.replaceAll('`', ''))] as const))
const REPORTS = new Map([...rowsOf('Reports')].map(([number, [[reports]]]) => [number, reports]))

/** Whether a test of that file has the case's number in its name, and its reports, as the page has them. */
function names(file: string, number: number): boolean {
  const text = textOf(file)
  return new RegExp(`field case ${number}, `).test(text) && text.includes(REPORTS.get(number) ?? '')
}

describe('the page of field cases', () => {
  it('names for each case only files that exist, one of them with a test that has its number and its reports in the name', () => {
    expect(TESTED.size).toBe(18)
    expect([...TESTED.values()].flat().filter(file => !FILES.includes(file))).toEqual([])
    expect([...TESTED].filter(([number, files]) => !files.some(file => names(file, number))).map(([number]) => number)).toEqual([])
  })

  it('has each case that a test is named after', () => {
    const tested = new Set(FILES.flatMap(file => [...textOf(file).matchAll(/field case (\d+), /g)].map(([, number]) => Number(number))))
    expect([...tested].sort((a, b) => a - b)).toEqual([...TESTED.keys()].sort((a, b) => a - b))
  })
})
