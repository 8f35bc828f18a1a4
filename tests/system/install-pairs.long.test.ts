import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { installedBreva, isOffline, npm, npmWarnings } from '../../bench/peers/npm.ts'
import { fetchedPair } from '../support/fetched-pair.ts'
import { packedTarball } from '../support/packed-tarball.ts'
import { SHARE } from '../support/share.ts'

/** npm 12 needs Node 22; npm 8 to 11 support each of the three. */
const NPMS = [8, 9, 10, 11, 12]
const PAIRS = [20, 22, 24].flatMap(node => NPMS.filter(version => node > 20 || version < 12).map((version): [number, number] => [node, version]))
const PATIENCE = 600_000
/** Some 300 MB of downloads: `.ci/long` has the time. */
const WHOLE = SHARE === 1

describe.runIf(WHOLE && process.platform !== 'win32')('npm install -g of the tarball', () => {
  let folder = ''
  let tarball = ''

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'breva-pairs-'))
    tarball = await packedTarball(join(folder, 'project'))
  }, PATIENCE)

  afterAll(() => { rmSync(folder, { recursive: true, force: true }) }, PATIENCE)

  it.for(PAIRS)('warns of nothing under Node %i with npm %i, and gives a breva that runs', { timeout: PATIENCE }, async ([node, version], context) => {
    const pair = await fetchedPair(folder, node, version)
    if ('stderr' in pair) {
      if (isOffline(pair) && !process.env['CI']) context.skip('the npm registry cannot be reached')
      throw new Error(pair.stderr)
    }
    const prefix = join(folder, `prefix-${node}-${version}`)
    const run = await npm(folder, ['install', '--global', '--prefix', prefix, tarball], pair)
    expect(run.code, run.stderr).toBe(0)
    expect(npmWarnings(run)).toEqual([])
    const sim = spawnSync(pair.node, [installedBreva(prefix), 'sim', '--seconds', '60', '--speed', '20', '--quiet'], { encoding: 'utf8' })
    expect(sim.stderr + sim.stdout).toContain('invalid=0')
    expect(sim.status).toBe(0)
    const flash = spawnSync(pair.node, [installedBreva(prefix), 'flash', '--port', '/dev/ttyDoesNotExist'], { encoding: 'utf8' })
    expect(flash.stderr).toContain('There is no port')
  })
})
