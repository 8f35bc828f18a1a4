import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { projectPath } from '../../cli/project-path.ts'
import { MUTANTS } from './mutants.mjs'

const patches: [string, string, string[][]][] = MUTANTS.flatMap(mutant =>
  Object.entries<string[][]>(mutant.patch).map(([file, edits]): [string, string, string[][]] => [mutant.id, file, edits]))

it.each(patches)('%s fits %s: each of its contexts stands there exactly once', (_id, file, edits) => {
  const text = readFileSync(projectPath(file), 'utf8')
  expect(edits.filter(([context]) => text.split(context).length !== 2).map(([context]) => context)).toEqual([])
})
