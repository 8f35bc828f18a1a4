import { mkdtempSync, rmSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { installedBreva, isOffline, npm, npmWarnings, type NpmRun } from '../../bench/peers/npm.ts'
import { packedTarball } from '../support/packed-tarball.ts'

/** ms for an install on a busy machine. */
const PATIENCE = 300_000

describe('npm install -g of the tarball', () => {
  let folder = ''
  let install: NpmRun | undefined

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'breva-packaged-'))
    const tarball = await packedTarball(join(folder, 'project'))
    install = await npm(folder, ['install', '--global', '--prefix', join(folder, 'prefix'), tarball])
  }, PATIENCE)

  afterAll(() => { rmSync(folder, { recursive: true, force: true }) }, PATIENCE)

  /** Without a registry there is nothing to look at: skipped by name, but not in CI. */
  function needsRegistry(context: { skip(reason: string): void }): void {
    if (install && isOffline(install) && !process.env['CI']) context.skip('the npm registry cannot be reached')
  }

  function breva(...commandLine: string[]): { status: number | null, stdout: string, stderr: string } {
    const { status, stdout, stderr } = spawnSync(process.execPath, [installedBreva(join(folder, 'prefix')), ...commandLine], { encoding: 'utf8', cwd: folder })
    return { status, stdout, stderr }
  }

  it('warns of nothing', context => {
    needsRegistry(context)
    expect(install?.code, install?.stderr).toBe(0)
    expect(install && npmWarnings(install)).toEqual([])
  })

  it('gives a breva that simulates a node', context => {
    needsRegistry(context)
    const { status, stdout, stderr } = breva('sim', '--seconds', '60', '--speed', '20', '--json')
    expect(status, stderr).toBe(0)
    const events = stdout.trim().split('\n').map(line => JSON.parse(line) as { event: string, states?: number, invalid?: number })
    expect(events.at(-1)).toMatchObject({ event: 'summary', nodes: 1, invalid: 0, unclean: [] })
    expect(events.at(-1)?.states).toBeGreaterThan(0)
  })

  it('gives a breva that reaches serial ports, with no script run', context => {
    needsRegistry(context)
    const { status, stderr } = breva('flash', '--port', '/dev/ttyDoesNotExist')
    expect(stderr).toContain('There is no port /dev/ttyDoesNotExist.')
    expect(status).toBe(3)
  })
})
