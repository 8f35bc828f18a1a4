import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { importsOf, sourcesOf } from './support/source-imports.ts'

const ROOT = path.resolve(import.meta.dirname, '..')

/** Folders of tests that mirror nothing: whole programs, other people's brokers, the real interpreter, failures reported by others, defects made on purpose. */
const OF_THEIR_OWN = ['system', 'brokers', 'espruino-lane', 'field', 'mutants']
/** About the tree itself. */
const OF_THE_TREE = ['tests/adding-a-sensor.test.ts', 'tests/architecture.test.ts', 'tests/layout.test.ts']

const PRODUCT = ['drivers', 'contract', 'firmware', 'host-sim', 'broker', 'monitor', 'gateways', 'tools', 'up', 'cli', 'bench', 'build']

const tests = sourcesOf('tests').filter(file => file.endsWith('.test.ts'))
const mirroring = tests.filter(file => !OF_THE_TREE.includes(file) && !OF_THEIR_OWN.includes(file.split('/')[1]))

/** The files of the project that are loaded with these, themselves included. */
function loadedWith(files: string[]): Set<string> {
  const loaded = new Set(files)
  for (const file of loaded) {
    if (!/\.(ts|mjs)$/.test(file)) continue
    for (const { target } of importsOf(file)) if (existsSync(path.join(ROOT, target))) loaded.add(target)
  }
  return loaded
}

describe('the folders of tests', () => {
  it('are there, each of those that mirror nothing', () => {
    expect([...OF_THEIR_OWN.map(name => `tests/${name}`), ...OF_THE_TREE].filter(name => !existsSync(path.join(ROOT, name)))).toEqual([])
    expect(mirroring.length).toBeGreaterThan(80)
  })

  it('a test stands in the folder of the product that it tests', () => {
    const homeless = mirroring.filter(file => file.split('/').length < 3 || !existsSync(path.join(ROOT, path.dirname(file.slice('tests/'.length)))))
    expect(homeless).toEqual([])
  })

  it('a test of code runs code of that folder, or has the name of a file there', () => {
    const astray = mirroring.filter(file => {
      const own = file.slice('tests/'.length).replace('.test.ts', '')
      const folder = `${path.posix.dirname(own)}/`
      if (!PRODUCT.includes(own.split('/')[0])) return false
      return !existsSync(path.join(ROOT, `${own}.ts`)) && ![...loadedWith([file])].some(loaded => loaded.startsWith(folder))
    })
    expect(astray).toEqual([])
  })
})

describe('what is emitted into dist', () => {
  it('is the command, the measurements and what they load: no test and nothing that serves tests', () => {
    const config = ts.readConfigFile(path.join(ROOT, 'tsconfig.build.json'), file => ts.sys.readFile(file))
    const { fileNames } = ts.parseJsonConfigFileContent(config.config, ts.sys, ROOT)
    const emitted = loadedWith(fileNames.map(file => path.relative(ROOT, file).split(path.sep).join('/')))
    expect(emitted.size).toBeGreaterThan(150)
    expect([...emitted].filter(file => !PRODUCT.includes(file.split('/')[0]))).toEqual([])
  })
})

describe('the names of files', () => {
  const files = PRODUCT.flatMap(sourcesOf)

  it('are in kebab-case, folders too', () => {
    expect(files.filter(file => !/^([a-z0-9]+(-[a-z0-9]+)*[/.])+(ts|mjs)$/.test(file))).toEqual([])
  })

  it('say what is in them: nothing is for everything, and no file only passes on what others have', () => {
    const vague = /(^|[/-])(utils?|helpers?|common|misc|index|shared|lib)([/.-]|$)/
    expect(files.filter(file => vague.test(file))).toEqual([])
  })

  it('a folder of the product is one that the layout has', () => {
    const other = ['bin', 'docs', 'tests', 'dist', 'node_modules', 'coverage', 'reports']
    const folders = readdirSync(ROOT, { withFileTypes: true }).filter(entry => entry.isDirectory() && !entry.name.startsWith('.')).map(({ name }) => name)
    expect(folders.filter(name => !PRODUCT.includes(name) && !other.includes(name))).toEqual([])
  })
})
