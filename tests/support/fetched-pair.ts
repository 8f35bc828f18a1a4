import { mkdirSync, readdirSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { npm, type NpmRun, type Pair } from '../../bench/peers/npm.ts'

/** The newest Node and npm of these major versions, from the registry, below `folder`; or the run of npm that failed. */
export async function fetchedPair(folder: string, node: number, npmVersion: number): Promise<Pair | NpmRun> {
  const program = join(folder, `node${node}`)
  mkdirSync(program, { recursive: true })
  if (!readdirSync(program).includes('package')) {
    const run = await npm(program, ['pack', `node-${process.platform}-${process.arch}@${node}`])
    const tarball = readdirSync(program).find(file => file.endsWith('.tgz'))
    if (tarball === undefined) return run
    execFileSync('tar', ['-xzf', tarball], { cwd: program })
  }
  const manager = join(folder, `npm${npmVersion}`)
  mkdirSync(manager, { recursive: true })
  const run = await npm(manager, ['install', '--prefix', manager, `npm@${npmVersion}`])
  if (run.code !== 0) return run
  return { node: join(program, 'package/bin/node'), npm: join(manager, 'node_modules/npm/bin/npm-cli.js') }
}
