import { readdirSync, readFileSync } from 'node:fs'
import { projectPath } from '../../cli/project-path.ts'

/** A page of the repository. */
export interface Document {
  /** From the root of the project. */
  path: string
  text: string
}

/** Folders that hold no page of ours. */
const FOREIGN = ['node_modules', 'dist', 'reports', 'coverage']

/** Every file of the project that may be named in a page, from the root. */
export function projectFiles(): string[] {
  const files: string[] = []
  const walk = (folder: string): void => {
    for (const entry of readdirSync(projectPath(folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (entry.name === '.git' || (folder === '' && FOREIGN.includes(entry.name))) continue
      if (entry.isDirectory()) walk(path)
      else files.push(path)
    }
  }
  walk('')
  return files
}

/** Every Markdown page of the project. */
export function documents(): Document[] {
  return projectFiles().filter(path => path.endsWith('.md')).map(path => ({ path, text: readFileSync(projectPath(path), 'utf8') }))
}

/** The text without fenced code, which has rules of its own. Lines keep their numbers. */
export function withoutCode(text: string): string {
  return text.replace(/^```[^]*?^```/gm, block => block.replace(/[^\n]/g, ''))
}

/** The lines of all fenced code. */
export function codeLines(text: string): string[] {
  return [...text.matchAll(/^```[^\n]*\n([^]*?)^```/gm)].flatMap(([, block]) => block.split('\n')).filter(line => line.trim() !== '')
}

/** What stands between single backticks in running text. */
export function codeSpans(text: string): string[] {
  return [...withoutCode(text).matchAll(/`([^`\n]+)`/g)].map(([, span]) => span)
}

/** The cells of one row of a table; an escaped bar belongs to its cell. */
export function cells(row: string): string[] {
  return row.split(/(?<!\\)\|/).slice(1, -1).map(cell => cell.trim())
}

/** The anchors that a reader can jump to, as GitHub makes them of headings. */
export function anchors(text: string): string[] {
  const seen = new Map<string, number>()
  return [...withoutCode(text).matchAll(/^#{1,6} +(.+)$/gm)].map(([, heading]) => {
    const slug = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').trim().toLowerCase().replace(/[^\p{L}\p{N}\p{M}_ -]/gu, '').replace(/ /g, '-')
    const times = seen.get(slug) ?? 0
    seen.set(slug, times + 1)
    return times === 0 ? slug : `${slug}-${times}`
  })
}
