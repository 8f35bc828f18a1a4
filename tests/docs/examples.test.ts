import { describe, expect, it } from 'vitest'
import { exampleBlocks } from '../../build/examples/example-blocks.mjs'
import { documents, type Document } from '../support/documents.ts'

/** Pages with an output that needs what a run of the examples does not have: a machine without a package. */
const EXCUSED = ['docs/packaging.md']

/** The lines where a page shows a command with its output, and nothing runs it. */
function unchecked({ path, text }: Document): string[] {
  const run = exampleBlocks(path, text).map(({ start }) => start)
  return [...text.matchAll(/^```[^\n]*\n([^]*?)^```/gm)].flatMap(match => {
    const [block, body] = match
    const start = match.index + block.indexOf('\n') + 1
    const shown = body.split('\n').some((line, n, lines) => lines[n - 1]?.startsWith('$ ') && !/\\$/.test(lines[n - 1]) && line !== '' && !line.startsWith('$ '))
    return shown && !run.includes(start) ? [`${path}:${text.slice(0, match.index).split('\n').length}`] : []
  })
}

describe('the output of a command in a page', () => {
  it('is made by the examples script, which finds it when it is stale', () => {
    const pages = documents().filter(({ path }) => path === 'README.md' || path.startsWith('docs/'))
    expect(pages.length).toBeGreaterThan(20)
    expect(pages.filter(({ path }) => !EXCUSED.includes(path)).flatMap(unchecked)).toEqual([])
    expect(pages.filter(page => EXCUSED.includes(page.path) && unchecked(page).length > 0).map(({ path }) => path)).toEqual(EXCUSED)
  })

  it('is noticed where it has no mark', () => {
    const block = '```\n$ breva --version\n0.1.0\n```\n'
    expect(unchecked({ path: 'a.md', text: `text\n\n${block}` })).toEqual(['a.md:3'])
    expect(unchecked({ path: 'a.md', text: `<!-- example -->\n${block}` })).toEqual([])
    expect(unchecked({ path: 'a.md', text: '```\n$ breva sim\n$ breva \\\n  watch\n```\n' })).toEqual([])
  })
})
