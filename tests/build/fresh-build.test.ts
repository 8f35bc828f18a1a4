import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { freshBuild, isStale } from '../../build/fresh-build.mjs'
import { pruneDist } from '../../build/prune-dist.mjs'
import { projectPath } from '../../cli/project-path.ts'

const FOLDERS = ['drivers', 'contract', 'firmware', 'host-sim', 'broker', 'gateways', 'tools', 'cli', 'bench', 'build']
const FILES = ['rollup.config.mjs', 'package.json', 'tsconfig.json', 'tsconfig.build.json', 'tsconfig.device.json']
const PRODUCTS = ['dist/firmware.min.js', 'dist/firmware.map.json', 'dist/boot.min.js', 'dist/boot-code.min.js', 'dist/node/cli/cli.js']

let project = ''

function write(path: string, seconds: number, text = ''): void {
  const file = join(project, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  utimesSync(file, seconds, seconds)
}

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'breva-fresh-'))
  for (const folder of FOLDERS) {
    write(`${folder}/deep/source.ts`, 1000)
    for (const path of [`${folder}/deep`, folder]) utimesSync(join(project, path), 1000, 1000)
  }
  for (const file of FILES) write(file, 1000)
  for (const file of PRODUCTS) write(file, 2000)
})

afterEach(() => { rmSync(project, { recursive: true, force: true }) })

describe('dist/', () => {
  it('is fresh when every product is younger than every source', () => {
    expect(isStale(project)).toBe(false)
  })

  it.each([...FOLDERS.map(folder => `${folder}/deep/source.ts`), ...FILES])('is stale when %s is younger', path => {
    write(path, 3000)
    expect(isStale(project)).toBe(true)
  })

  it.each(FOLDERS)('is stale when a file of %s was deleted, or has another name', folder => {
    const deep = join(project, folder, 'deep')
    renameSync(join(deep, 'source.ts'), join(deep, 'renamed.ts'))
    expect(isStale(project)).toBe(true)
    utimesSync(deep, 1000, 1000)
    expect(isStale(project)).toBe(false)
    rmSync(join(deep, 'renamed.ts'))
    expect(isStale(project)).toBe(true)
  })

  it.each(PRODUCTS)('is stale without %s, and when that is older than a source', path => {
    rmSync(join(project, path))
    expect(isStale(project)).toBe(true)
    write(path, 500)
    expect(isStale(project)).toBe(true)
  })

  it('cannot be judged when a source of the list is gone', () => {
    rmSync(join(project, 'broker'), { recursive: true })
    expect(() => isStale(project)).toThrow('broker')
  })

  it('is built where it is stale, and only there', () => {
    const said: string[] = []
    write('package.json', 1000, JSON.stringify({ scripts: { build: 'node -e "require(\'fs\').writeFileSync(\'built\', \'\')"' } }))
    freshBuild(text => said.push(text), project)
    expect(said).toEqual([])
    write('cli/cli.ts', 3000)
    freshBuild(text => said.push(text), project)
    expect(said).toEqual(['The sources are newer than dist/: building ...\n'])
    expect(() => cpSync(join(project, 'built'), join(project, 'copy'))).not.toThrow()
  })
})

describe('what was compiled from a source that is gone', () => {
  it('leaves dist/node, and the rest stays', () => {
    write('cli/cli.ts', 1000)
    for (const file of ['cli/cli.js.map', 'cli/old.js', 'cli/old.js.map', 'gone/deep/file.js']) write(`dist/node/${file}`, 2000)
    expect(pruneDist(project).sort()).toEqual(['cli/old.js', 'cli/old.js.map', 'gone/deep/file.js'])
    expect(pruneDist(project)).toEqual([])
  })

  it('is nowhere in this checkout', () => {
    expect(pruneDist(projectPath(''))).toEqual([])
  })
})
