import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, posix, sep } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { projectPath } from '../../cli/project-path.ts'
import { packedTarball } from '../support/packed-tarball.ts'

interface Manifest {
  private?: boolean
  scripts?: Record<string, string>
  dependencies: Record<string, string>
  optionalDependencies: Record<string, string>
  bundleDependencies: string[]
  allowScripts?: Record<string, boolean>
}

interface Lock {
  packages: Record<string, { resolved?: string, hasInstallScript?: boolean, dev?: boolean, os?: string[], cpu?: string[], inBundle?: boolean }>
}

const manifest = JSON.parse(readFileSync(projectPath('package.json'), 'utf8')) as Manifest
const lock = JSON.parse(readFileSync(projectPath('package-lock.json'), 'utf8')) as Lock
/** Path in node_modules and what the lock says of it, the project itself left out. */
const locked = Object.entries(lock.packages).filter(([path]) => path !== '')

describe('the tarball', () => {
  let folder = ''
  let files: string[] = []
  const own = (): string[] => files.filter(file => !file.startsWith('node_modules/'))

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'breva-pack-'))
    const tarball = await packedTarball(join(folder, 'project'))
    execFileSync('tar', ['-xzf', tarball, '-C', folder])
    files = readdirSync(join(folder, 'package'), { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => join(entry.parentPath, entry.name).slice(join(folder, 'package').length + 1).split(sep).join('/'))
  })

  afterAll(() => { rmSync(folder, { recursive: true, force: true }) })

  it('holds the program, what a board is flashed with, and the pages that messages name', () => {
    expect(own()).toEqual(expect.arrayContaining([
      '.env.example', 'LICENSE', 'README.md', 'bin/breva.js', 'bin/node-version.js', 'bin/package.json', 'bin/start.js', 'dist/boot-code.min.js', 'dist/boot.min.js',
      'dist/boot.map.json', 'dist/firmware.map.json', 'dist/firmware.min.js', 'dist/node/cli/cli.js', 'docs/flashing.md', 'docs/settings.md', 'package.json'
    ]))
  })

  it('holds no test, no measurement, no source and no map of one', () => {
    expect(own().filter(file => /(^|\/)(tests?|bench)\/|\.(ts|mjs|map)$|\.test\.js$/.test(file))).toEqual([])
    expect(own().filter(file => file.startsWith('dist/') && !/^dist\/(node\/.*\.js|[^/]+\.min\.js|[^/]+\.map\.json|settings\.schema\.json)$/.test(file))).toEqual([])
  })

  it('holds every file of ours that one of its files imports', () => {
    const missing = own().filter(file => file.endsWith('.js') && file.startsWith('dist/node/')).flatMap(file => {
      const text = readFileSync(join(folder, 'package', file), 'utf8')
      return [...text.matchAll(/(?:from |import\()'(\.[^']+)'/g)].map(([, target]) => posix.join(posix.dirname(file), target)).filter(target => !files.includes(target))
    })
    expect(missing).toEqual([])
  })

  it('holds every page that a message names', () => {
    const named = own().filter(file => file.startsWith('dist/node/')).flatMap(file => {
      const code = readFileSync(join(folder, 'package', file), 'utf8').replace(/\/\*[^]*?\*\//g, '').replace(/\/\/.*/g, '')
      return code.match(/docs\/[a-z-]+\.md/g) ?? []
    })
    expect(named.length).toBeGreaterThan(0)
    expect([...new Set(named)].filter(page => !files.includes(page))).toEqual([])
  })

  it('holds everything that a page of it links to', () => {
    const links = own().filter(file => file.endsWith('.md')).flatMap(page => {
      const text = readFileSync(join(folder, 'package', page), 'utf8').replace(/```[^]*?```|`[^`]*`/g, '')
      return [...text.matchAll(/\]\(([^)\s#]+)[^)\s]*\)/g)].filter(([, link]) => !/^[a-z]+:/i.test(link))
        .map(([, link]) => posix.normalize(posix.join(posix.dirname(page), decodeURI(link))))
    })
    expect(links.length).toBeGreaterThan(50)
    expect([...new Set(links)].filter(target => !files.some(file => file === target || file.startsWith(target.replace(/\/?$/, '/'))))).toEqual([])
  })

  it('has no script of its own, and still may not be published', () => {
    const packed = JSON.parse(readFileSync(join(folder, 'package/package.json'), 'utf8')) as Manifest
    expect(packed.scripts).toBe(undefined)
    expect(packed.private).toBe(true)
    expect(packed.dependencies).toEqual(manifest.dependencies)
    expect(packed.optionalDependencies).toEqual(manifest.optionalDependencies)
  })

  it('brings the serial port library with the bindings of every common system', () => {
    const bindings = files.filter(file => file.endsWith('.node')).map(file => file.split('/').at(-2))
    expect(bindings).toEqual(expect.arrayContaining(['linux-x64', 'linux-arm64', 'linux-arm', 'darwin-x64+arm64', 'win32-x64']))
  })
})

describe('what is installed with it', () => {
  it('needs no script but those that allowScripts names', () => {
    const names = locked.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path.replace(/^.*node_modules\//, ''))
    expect(names).toEqual(Object.keys(manifest.allowScripts ?? {}))
  })

  it('has an install script only inside the tarball', () => {
    expect(locked.filter(([, { hasInstallScript, dev, inBundle }]) => hasInstallScript && !dev && !inBundle)).toEqual([])
    expect(manifest.bundleDependencies.filter(name => !(name in manifest.optionalDependencies))).toEqual([])
  })

  it('has native packages for nobody: what is for one system alone is a tool of the checkout', () => {
    expect(locked.filter(([, { os, cpu, dev }]) => (os ?? cpu) !== undefined && !dev).map(([path]) => path)).toEqual([])
  })

  it('names no registry', () => {
    expect(locked.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([])
  })
})
