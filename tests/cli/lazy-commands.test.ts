import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { projectPath } from '../../cli/project-path.ts'
import { BrevaProcess } from '../support/breva-process.ts'

const WATCHED = pathToFileURL(projectPath('tests/support/imported-packages.mjs')).href

let folder = ''

beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'breva-lazy-')) })

afterEach(() => { rmSync(folder, { recursive: true, force: true }) })

/** The packages that one command line loads. */
async function imported(...commandLine: string[]): Promise<string[]> {
  const file = join(folder, 'imported')
  const breva = new BrevaProcess(commandLine, { NODE_OPTIONS: `--import=${WATCHED}`, BREVA_IMPORTED: file })
  expect(await breva.exit(), breva.stderr).toBe(0)
  return existsSync(file) ? [...new Set(readFileSync(file, 'utf8').trim().split('\n'))].sort() : []
}

describe('a command', () => {
  it('is not loaded for the list of commands', async () => {
    expect(await imported('--help')).toEqual(['commander'])
    expect(await imported('--version')).toEqual(['commander'])
  })

  it('is loaded when it is called, and no other one', async () => {
    for (const line of [['settings', '--help'], ['help', 'flash']]) expect(await imported(...line)).toEqual(['commander', 'jsonc-parser', 'leven'])
    const sim = await imported('sim', '--help')
    expect(sim).toContain('zod')
    for (const later of ['aedes', 'mqtt', 'serialport']) expect(sim).not.toContain(later)
  })
})
