import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type * as Commander from 'commander'
import { FAILURE } from '../../cli/exit-code.ts'
import { installLine, optionalLibrary } from '../../cli/optional-library.ts'

describe('a library that an installation may lack', () => {
  it('is handed over where it is there', async () => {
    expect(await optionalLibrary<typeof Commander>('commander', 'Tests')).toHaveProperty('Command')
  })

  it('is named with the one line that installs it where it is missing', async () => {
    const missing = optionalLibrary('a-package-that-nobody-has', 'Reports')
    await expect(missing).rejects.toMatchObject({
      exitCode: FAILURE,
      message: 'Reports need the package a-package-that-nobody-has, which is not installed. Install it with: npm install --no-save a-package-that-nobody-has'
    })
  })

  it('is not called missing where something else is, or where it fails', async () => {
    const broken = Object.assign(new Error('Cannot find package \'its-own-part\' imported from elsewhere'), { code: 'ERR_MODULE_NOT_FOUND' })
    await expect(optionalLibrary('serialport', 'Serial ports', () => Promise.reject(broken))).rejects.toThrow(
      'Serial ports need the package serialport, which does not load (Cannot find package \'its-own-part\' imported from elsewhere). Install it with: npm install --no-save serialport@13')
  })
})

describe('the line that installs a library', () => {
  let folder = ''

  beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'breva-line-')) })

  afterEach(() => { rmSync(folder, { recursive: true, force: true }) })

  function installed(path: string, description: object = { optionalDependencies: { serialport: '^13.0.0' }, peerDependencies: { pg: '>=8.11 <9' } }): string {
    const root = join(folder, path)
    mkdirSync(root, { recursive: true })
    writeFileSync(join(root, 'package.json'), JSON.stringify(description))
    return root
  }

  it('leaves package.json of a checkout alone', () => {
    expect(installLine('serialport', installed('checkout'))).toBe('npm install --no-save serialport@13')
  })

  it('goes beside a package that was installed for all', () => {
    expect(installLine('serialport', installed('lib/node_modules/breva'))).toBe('npm install --global serialport@13')
  })

  it('goes into the project that has Breva', () => {
    installed('project', {})
    expect(installLine('pg', installed('project/node_modules/breva'))).toBe('npm install pg@8')
  })
})
