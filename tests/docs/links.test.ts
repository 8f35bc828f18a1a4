import { existsSync, statSync } from 'node:fs'
import { posix } from 'node:path'
import { describe, expect, it } from 'vitest'
import { projectPath } from '../../cli/project-path.ts'
import { anchors, codeSpans, documents, projectFiles, withoutCode } from '../support/documents.ts'

const PAGES = documents()
const FILES = projectFiles()
const FOLDERS = new Set(FILES.flatMap(path => path.split('/').slice(0, -1).map((_step, at, steps) => steps.slice(0, at + 1).join('/'))))
const ROOTS = new Set([...FOLDERS].filter(folder => !folder.includes('/')))

/** What is wrong with a relative link in the page `from`; undefined for nothing. */
function problem(from: string, link: string): string | undefined {
  const [file, anchor] = link.split('#')
  const target = file === '' ? from : posix.normalize(posix.join(posix.dirname(from), decodeURI(file)))
  if (!existsSync(projectPath(target))) return `${from}: ${link} leads nowhere`
  if (anchor === undefined || statSync(projectPath(target)).isDirectory()) return undefined
  const page = PAGES.find(({ path }) => path === target)
  return page && !anchors(page.text).includes(anchor) ? `${from}: ${link} names no heading of ${target}` : undefined
}

/** Whether a code span means a file or folder of the project. */
function isPath(span: string): boolean {
  if (/[\s<>*{}$:,()]|\.\.\./.test(span)) return false
  return span.includes('/') ? ROOTS.has(span.split('/')[0]) : /^[a-z0-9][\w.-]*\.(ts|mjs|md)$/i.test(span)
}

/** A path from the root or from the page, or a name that some file has. */
function exists(from: string, span: string): boolean {
  const path = span.replace(/\/$/, '')
  if (!span.includes('/')) return FILES.some(file => posix.basename(file) === path)
  return [path, posix.normalize(posix.join(posix.dirname(from), path))].some(candidate => FILES.includes(candidate) || FOLDERS.has(candidate))
}

describe('what the pages point to', () => {
  it('every relative link leads to a file, and every anchor to a heading', () => {
    const links = PAGES.flatMap(({ path, text }) => [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => [path, link] as const))
      .filter(([, link]) => !/^[a-z]+:/i.test(link))
    expect(links.length).toBeGreaterThan(50)
    expect(links.flatMap(([path, link]) => problem(path, link) ?? [])).toEqual([])
  })

  it('every file and folder that is named exists', () => {
    // A decision that was replaced tells of files that are gone.
    const named = PAGES.filter(({ text }) => !text.includes('Replaced by [decision')).flatMap(({ path, text }) => codeSpans(text).filter(isPath).map(span => [path, span] as const))
    expect(named.length).toBeGreaterThan(100)
    expect(named.filter(([path, span]) => !exists(path, span)).map(([path, span]) => `${path}: ${span}`)).toEqual([])
  })

  it('every picture says in words what it shows', () => {
    const pictures = PAGES.flatMap(({ text }) => [...text.matchAll(/!\[([^\]]*)\]\(/g)].map(([, words]) => words))
    expect(pictures.length).toBeGreaterThan(1)
    expect(pictures.filter(words => words.length < 40)).toEqual([])
  })
})
