import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { projectPath } from '../../cli/project-path.ts'
import { cells, projectFiles } from '../support/documents.ts'

const FILES = projectFiles().filter(path => /^tests\/.*\.test\.ts$/.test(path) && !path.startsWith('tests/docs/'))

/** The page's pairs of a fault's number and a test file, in its order. */
function listed(): { fault: string, file: string }[] {
  let fault = ''
  return readFileSync(projectPath('docs/faults.md'), 'utf8').split('\n').filter(line => line.startsWith('| ') && line.includes('`tests/')).map(line => {
    const [number, , file] = cells(line)
    fault = number || fault
    return { fault, file: file.replaceAll('`', '') }
  })
}

/** The numbers in the names of a file's tests. */
function numbersIn(file: string): string[] {
  return [...readFileSync(projectPath(file), 'utf8').matchAll(/['"` ](F\d\d)\b/g)].map(([, number]) => number)
}

describe('the page of faults', () => {
  it('names for each fault only files that have a test of it', () => {
    expect(listed().length).toBeGreaterThan(100)
    expect(listed().filter(({ fault, file }) => !FILES.includes(file) || !numbersIn(file).includes(fault))).toEqual([])
  })

  it('leaves out no fault that a test is named after', () => {
    const tested = new Set(FILES.flatMap(numbersIn))
    expect([...tested].sort()).toEqual([...new Set(listed().map(({ fault }) => fault))].sort())
  })
})
