import { mkdtempSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeProblem } from '../../cli/write-problem.ts'
import { writeNew, writeWhole } from '../../cli/write-whole.ts'

let folder = ''

beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'breva-whole-')) })

afterEach(() => { rmSync(folder, { recursive: true, force: true }) })

/** What a user reads where the file system does not take the file. */
function problemOf(act: () => void): string {
  try {
    act()
  } catch (error) {
    return writeProblem('The file', 'a.json', error).message
  }
  return 'nothing'
}

describe('a file is written whole or not at all', () => {
  it('in place of another, which a failure leaves as it was, with nothing beside it', () => {
    const path = join(folder, 'a'.repeat(255))
    writeFileSync(path, 'old')
    expect(problemOf(() => { writeWhole(path, 'new') })).toContain('ENAMETOOLONG')
    expect(readFileSync(path, 'utf8')).toBe('old')
    expect(readdirSync(folder)).toHaveLength(1)
  })

  it('in place of another, with nothing beside it', () => {
    const path = join(folder, 'a.json')
    writeWhole(path, 'old')
    writeWhole(path, 'new')
    expect(readFileSync(path, 'utf8')).toBe('new')
    expect(readdirSync(folder)).toEqual(['a.json'])
  })

  it('and a folder of its name is no place for it', () => {
    mkdirSync(join(folder, 'a.json'))
    expect(problemOf(() => { writeWhole(join(folder, 'a.json'), 'new') })).toContain('cannot be written')
    expect(readdirSync(folder)).toEqual(['a.json'])
  })

  it('a new one with its mode, and never over one that is there', () => {
    const path = join(folder, 'a.json')
    writeNew(path, 'first', 0o600)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(() => { writeNew(path, 'second') }).toThrow('EEXIST')
    expect(readFileSync(path, 'utf8')).toBe('first')
  })
})

describe('what the file system says becomes a sentence with a next step', () => {
  it.each([
    ['ENOSPC', 'The file a.json cannot be written: the disk is full. Make room, and run the command again.'],
    ['EROFS', 'The file a.json cannot be written: this user may not write there. Name another file, or run the command as a user who may.'],
    ['ENOENT', 'The file a.json cannot be written: its folder does not exist. Make it first, or name another file.'],
    ['ENOTDIR', 'The file a.json cannot be written: a part of its path is a file. Check the path.'],
    ['EMFILE', 'The file a.json cannot be written: EMFILE. Check the path.']
  ])('%s', (code, sentence) => {
    expect(writeProblem('The file', 'a.json', Object.assign(new Error(code), { code })).message).toBe(sentence)
  })

  it('for a folder that is missing, as the system really says it', () => {
    writeFileSync(join(folder, 'b'), '')
    expect(problemOf(() => { writeWhole(join(folder, 'nowhere', 'a.json'), 'text') })).toContain('its folder does not exist')
    expect(problemOf(() => { writeNew(join(folder, 'b', 'a.json'), 'text') })).toContain('a part of its path is a file')
  })
})
