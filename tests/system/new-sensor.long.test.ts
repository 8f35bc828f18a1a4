import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CheckoutCopy } from '../support/checkout-copy.ts'

/** Two builds, a type check and a sweep, on a busy machine. */
const LIMIT = 600_000
const FILES = [
  'drivers/zx81/zx81.ts', 'drivers/zx81/zx81-wire.ts', 'drivers/zx81/zx81-judge.ts', 'drivers/zx81/zx81-settings.ts', 'host-sim/parts/zx81-part.ts',
  'tests/drivers/zx81/zx81.test.ts', 'tests/drivers/zx81/zx81-wire.test.ts', 'tests/drivers/zx81/zx81-judge.test.ts', 'tests/host-sim/parts/zx81-part.test.ts'
]
const CHANGED = [
  'contract/settings.ts', 'firmware/station/assemble-node.ts', 'host-sim/scenario/scenario.ts', 'host-sim/scenario/sensor-kinds.ts', 'host-sim/torture/sensor-truths.ts',
  'tools/settings/questions.ts', 'tests/adding-a-sensor.test.ts', 'tests/drivers/every-sensor.test.ts', 'tests/contract/settings.test.ts'
]

describe('breva new sensor', () => {
  let copy: CheckoutCopy

  beforeAll(() => { copy = new CheckoutCopy() }, LIMIT)
  afterAll(() => { copy.remove() })

  function breva(...words: string[]): { status: number | null, stdout: string, stderr: string } {
    return spawnSync(process.execPath, [join(copy.root, 'bin/breva.js'), 'new', 'sensor', ...words], { cwd: copy.root, encoding: 'utf8' })
  }

  /** What a tool of the project prints; throws with it where the tool fails. */
  function tool(name: string, ...words: string[]): string {
    const run = spawnSync(process.execPath, [join(copy.root, 'node_modules', name), ...words], { cwd: copy.root, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } })
    if (run.status !== 0) throw new Error(`${name} ended with ${run.status}\n${run.stdout}${run.stderr}`)
    return run.stdout
  }

  const content = (path: string): string => readFileSync(join(copy.root, path), 'utf8')

  it('lists the files with --dry-run, and writes none', () => {
    const before = CHANGED.map(content)
    const { status, stdout } = breva('zx81', '--dry-run')
    expect(status).toBe(0)
    for (const path of FILES) expect(stdout).toContain(`would create ${path}\n`)
    for (const path of CHANGED) expect(stdout).toContain(`would change ${path}\n`)
    expect(FILES.filter(path => existsSync(join(copy.root, path)))).toEqual([])
    expect(CHANGED.map(content)).toEqual(before)
  })

  it('takes everything back where the bundle would be too large, and says by how much', () => {
    // Whatever room there is in this version.
    const limits = content('build/bundle-limits.json')
    const { bytes } = (JSON.parse(content('dist/bundle-sizes.json')) as Record<string, { bytes: number }>)['dist/firmware.min.js']
    writeFileSync(join(copy.root, 'build/bundle-limits.json'), limits.replace(/"bytes": \d+/, `"bytes": ${bytes}`))
    const kept = [...CHANGED, 'build/bundle-limits.json', 'dist/firmware.min.js', 'dist/bundle-sizes.json']
    const before = kept.map(content)
    const { status, stdout, stderr } = breva('zx81')
    expect(status).toBe(1)
    expect(stdout).toBe('')
    expect(stderr).toMatch(new RegExp(`${bytes} bytes before, \\d+ with the sensor \\(\\+\\d+\\); build/bundle-limits\\.json says ${bytes}, \\d+ more than it allows`))
    expect(stderr).toContain('--raise-limit')
    expect(existsSync(join(copy.root, 'drivers/zx81'))).toBe(false)
    expect(kept.map(content)).toEqual(before)
    writeFileSync(join(copy.root, 'build/bundle-limits.json'), limits)
  }, LIMIT)

  it('writes a sensor that passes type check, lint and its tests at once, with --raise-limit', () => {
    const { status, stdout, stderr } = breva('zx81', '--raise-limit')
    expect(stderr).not.toContain('breva:')
    expect(status).toBe(0)
    for (const path of FILES) expect(stdout).toContain(`created ${path}\n`)
    expect(stdout).toMatch(/bytes before, \d+ with the sensor/)
    tool('typescript/bin/tsc', '--noEmit')
    tool('typescript/bin/tsc', '--noEmit', '--project', 'tsconfig.device.json')
    tool('eslint/bin/eslint.js', ...FILES, ...CHANGED)
    // Without the build of everything that the project's own set-up begins with.
    writeFileSync(join(copy.root, 'zx.config.ts'), 'export default { test: { include: [\'tests/**/*.test.ts\'], testTimeout: 120_000, setupFiles: \'tests/support/must-expect.ts\' } }\n')
    const places = ['tests/drivers/zx81', 'tests/host-sim/parts/zx81-part.test.ts', 'tests/adding-a-sensor.test.ts', 'tests/contract/settings.test.ts', 'tests/docs', 'tests/tools/settings', 'tests/build/emitted-bundles.test.ts']
    expect(tool('vitest/vitest.mjs', 'run', '--config', 'zx.config.ts', ...places)).toMatch(/Tests +\d+ passed/)
    expect(tool('vitest/vitest.mjs', 'run', '--config', 'zx.config.ts', 'tests/drivers/every-sensor.test.ts', '-t', 'zx81|sweep knows')).toMatch(/Tests +\d+ passed/)
  }, LIMIT)

  it('overwrites nothing: the same name is refused', () => {
    const { status, stderr } = breva('zx81', '--raise-limit')
    expect(status).toBe(2)
    expect(stderr).toContain('drivers/zx81 is there already, and nothing is overwritten')
  })

  it('says in a package without sources what to do instead', () => {
    for (const path of ['tools', 'firmware', 'tests']) rmSync(join(copy.root, path), { recursive: true })
    const { status, stderr } = breva('zx82')
    expect(status).toBe(1)
    expect(stderr).toContain('git clone')
    expect(execFileSync(process.execPath, [join(copy.root, 'bin/breva.js'), '--version'], { encoding: 'utf8' })).toMatch(/^\d/)
  })
})
