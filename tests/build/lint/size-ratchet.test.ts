import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { ESLint, Linter } from 'eslint'
import { describe, expect, it } from 'vitest'
import list from '../../../build/lint/size-ratchet.json' with { type: 'json' }
import { loweredSizes } from '../../../build/lint/lowered-sizes.mjs'
import { sizeMeasure, sizeRatchet } from '../../../build/lint/size-ratchet.mjs'

type Entry = Record<string, Record<string, number>>

const ROOT = path.resolve(import.meta.dirname, '../../..')
const linter = new Linter({ cwd: ROOT })

function lint(text: string, sizes: Record<string, Entry>): string[] {
  const config = { plugins: { breva: { rules: { sizes: sizeRatchet } } }, rules: { 'breva/sizes': ['error', sizes] } } as Linter.Config
  return linter.verify(text, config, { filename: path.join(ROOT, 'folder/file.js') }).map(({ message }) => message)
}

function measured(text: string): Entry {
  let entry: Entry = {}
  const measure = sizeMeasure((found: Entry) => { entry = found })
  linter.verify(text, { plugins: { breva: { rules: { measure: measure } } }, rules: { 'breva/measure': 'error' } })
  return entry
}

/** A function of so many lines and ways. */
function written(lines: number, ways = 1, name = 'long'): string {
  return `function ${name}(a) {\n${'  if (a) a++\n'.repeat(ways - 1)}${'  a++\n'.repeat(lines - ways - 1)}}\n`
}

/** The comment right above the function of an entry such as `Static method 'read'`, in one line; '' where there is none. */
function docstringOf(text: string, entry: string): string {
  const name = /'(\w+)'/.exec(entry)?.[1] ?? ''
  const above = new RegExp(`/\\*\\*((?:(?!\\*/)[^])*)\\*/\\n *(?:(?:export|private|static|function) )*${name}\\(`).exec(text)
  return (above?.[1] ?? '').replaceAll(/\s*\n\s*\*\s?/g, ' ')
}

/** Whether such a comment tags a hot function and says, beside the tag, why that is in one piece. */
function givesReason(docstring: string): boolean {
  const reason = /\bIn one piece\b[^.]*?, (?:as|since) ([^.]*)\./.exec(docstring)?.[1] ?? ''
  return docstring.includes('@hot') && reason.length > '@hot'.length
}

describe('the ratchet of sizes', () => {
  it('lets pass a file of 250 lines, a function of 40 and twelve ways through it', () => {
    expect(lint(`${written(40, 12)}${'a++\n'.repeat(209)}a++`, {})).toEqual([])
  })

  it('refuses a line more, a longer function and one way more, comments and blank lines counted', () => {
    expect(lint(`${'// nothing\n\n'.repeat(125)}a++`, {})).toEqual(['The file has 251 lines; 250 are the most.'])
    expect(lint(written(41), {})).toEqual([`Function 'long' has 41 lines; 40 are the most.`])
    expect(lint(written(40, 13), {})).toEqual([`Function 'long' has 13 ways through it; 12 are the most.`])
  })

  it('lets a listed function be as large as the list says, and no larger', () => {
    const sizes = { 'folder/file.js': { functions: { "Function 'long'": 50 } } }
    expect(lint(written(50), sizes)).toEqual([])
    expect(lint(written(51), sizes)).toEqual([`Function 'long' has 51 lines, and had 50: what is beyond the limits may not grow.`])
  })

  it('wants the list lowered as soon as a function has become smaller, or small enough', () => {
    const sizes = { 'folder/file.js': { functions: { "Function 'long'": 50 } } }
    expect(lint(written(49), sizes)).toEqual([`Function 'long' has 49 lines now, and not 50: \`npm run lint:ratchet\` lowers the list.`])
    expect(lint(written(40), sizes)).toEqual([`Function 'long' no longer has 50 lines: \`npm run lint:ratchet\` takes it from the list.`])
  })

  it('lets no other function of a listed file, and no other file, use the number', () => {
    const sizes = { 'folder/file.js': { functions: { "Function 'long'": 50 } }, 'folder/other.js': { functions: { "Function 'late'": 50 } } }
    expect(lint(written(50) + written(45, 1, 'late'), sizes)).toEqual([`Function 'late' has 45 lines; 40 are the most.`])
  })

  it('tells two functions of one name apart by their order', () => {
    const text = `{ ${written(45)} }\n{ ${written(42)} }`
    expect(measured(text)).toEqual({ functions: { "Function 'long'": 45, "Function 'long' #2": 42 } })
    expect(lint(text, { 'folder/file.js': measured(text) })).toEqual([])
  })
})

describe('lowering the list', () => {
  const before = { a: { functions: { f: 60, g: 50 }, lines: { 'The file': 300 } }, b: { complexity: { f: 20 } } }

  it('takes what has become smaller and leaves out what is small enough', () => {
    expect(loweredSizes(before, file => (file === 'a' ? { functions: { f: 55 }, lines: { 'The file': 300 } } : {})))
      .toEqual({ a: { functions: { f: 55 }, lines: { 'The file': 300 } } })
  })

  it('raises nothing and adds nothing', () => {
    expect(loweredSizes(before, () => ({ functions: { f: 70, g: 50, h: 99 }, lines: { 'The file': 400 }, complexity: { f: 21, g: 30 } }))).toEqual(before)
  })

  it('keeps what it had of a file that is gone', () => {
    expect(loweredSizes(before, () => undefined)).toEqual(before)
  })
})

describe('the list of what is larger', () => {
  it('speaks of files that are there', () => {
    expect(Object.keys(list).filter(file => !existsSync(path.join(ROOT, file)))).toEqual([])
  })

  it('holds for every folder of the product and for none of the tests', async () => {
    const eslint = new ESLint({ cwd: ROOT })
    const folders = ['drivers', 'contract', 'firmware', 'host-sim', 'broker', 'monitor', 'gateways', 'tools', 'up', 'cli', 'bench', 'build', 'tests']
    const severities = await Promise.all(folders.map(async folder => {
      const config = await eslint.calculateConfigForFile(path.join(ROOT, folder, 'any.ts')) as { rules: Record<string, [number, unknown]> }
      return config.rules['breva/size-ratchet']
    }))
    expect(severities.map(([severity]) => severity)).toEqual([...folders.slice(0, -1).map(() => 2), 0])
    expect(severities[0][1]).toEqual(list)
  })

  it('holds nothing of a node but hot functions, each with the reason for its size', () => {
    const entries = Object.entries(list as Record<string, Entry>).filter(([file]) => /^(?:drivers|firmware|contract)\//.test(file))
    const found = entries.flatMap(([file, entry]) => Object.values(entry).flatMap(Object.keys).map(name => [file, name]))
    expect(found.length).toBeGreaterThan(0)
    expect(found.filter(([file, name]) => !givesReason(docstringOf(readFileSync(path.join(ROOT, file), 'utf8'), name)))).toEqual([])
  })

  it('does not take for a reason what stands above another function, nor the tag alone', () => {
    const reason = '/** Does it. In one piece, as every sample passes here. @hot */\n'
    expect(givesReason(docstringOf(`${reason}function long(a) {`, "Function 'long'"))).toBe(true)
    expect(givesReason(docstringOf(`${reason}function other() {}\nfunction long(a) {`, "Function 'long'"))).toBe(false)
    expect(givesReason(docstringOf('/** Does it. @hot */\nfunction long(a) {', "Function 'long'"))).toBe(false)
    expect(givesReason(docstringOf('/** In one piece, as every sample passes here. */\nfunction long(a) {', "Function 'long'"))).toBe(false)
  })
})
