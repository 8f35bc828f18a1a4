import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { KeptFiles } from '../../../tools/new/kept-files.ts'

let root = ''

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'breva-kept-'))
  mkdirSync(join(root, 'dist'))
  writeFileSync(join(root, 'dist/bundle.js'), 'built')
  writeFileSync(join(root, 'list.ts'), 'one')
})

afterEach(() => { rmSync(root, { recursive: true, force: true }) })

describe('planned files are written, or all of it is taken back', () => {
  it('with the build that was there and the folders that were not', () => {
    const files = new KeptFiles(root, [{ path: 'drivers/x/x.ts', before: undefined, after: 'x' }, { path: 'list.ts', before: 'one', after: 'two' }])
    files.write()
    writeFileSync(join(root, 'dist/bundle.js'), 'built anew')
    expect(readFileSync(join(root, 'list.ts'), 'utf8')).toBe('two')
    files.takeBack()
    expect(readdirSync(root).sort()).toEqual(['dist', 'list.ts'])
    expect(readFileSync(join(root, 'list.ts'), 'utf8')).toBe('one')
    expect(readFileSync(join(root, 'dist/bundle.js'), 'utf8')).toBe('built')
  })

  it('also where the file system refuses one in the middle, which the error names with what to do', () => {
    const files = new KeptFiles(root, [
      { path: 'list.ts', before: 'one', after: 'two' }, { path: 'drivers/x/x.ts', before: undefined, after: 'x' }, { path: 'list.ts/y.ts', before: undefined, after: 'y' }
    ])
    expect(() => { files.write() }).toThrow('Nothing was changed: the file list.ts/y.ts cannot be written: a part of its path is a file. Check the path.')
    files.takeBack()
    expect(readdirSync(root).sort()).toEqual(['dist', 'list.ts'])
    expect(readFileSync(join(root, 'list.ts'), 'utf8')).toBe('one')
  })
})
