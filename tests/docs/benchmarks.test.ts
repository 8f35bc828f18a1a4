import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { Sizes } from '../../build/bundle-sizes.mjs'
import { projectPath } from '../../cli/project-path.ts'

it('docs/benchmarks.md has the sizes of the scripts that were built; npm run docs:bundle-sizes writes them', () => {
  const sizes = JSON.parse(readFileSync(projectPath('dist/bundle-sizes.json'), 'utf8')) as Record<string, Sizes>
  const page = readFileSync(projectPath('docs/benchmarks.md'), 'utf8')
  const rows = [...page.matchAll(/^\| `(dist\/[^`]+)` \| (\d+) \| (\d+) \| (\d+) \|$/gm)]
  expect(Object.fromEntries(rows.map(([, file, ...counts]) => [file, counts.map(Number)]))).toEqual(
    Object.fromEntries(Object.entries(sizes).map(([file, { bytes, functions, classes }]) => [file, [bytes, functions, classes]])))
})
