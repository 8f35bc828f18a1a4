import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { projectPath } from '../../cli/project-path.ts'
import { npm } from '../../bench/peers/npm.ts'

interface Lock {
  packages: Record<string, { inBundle?: boolean }>
}

const PAGES = ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md', '.env.example']

/** Packs what `npm pack` in the project would, in `folder` and without another build. Returns the tarball's path. */
export async function packedTarball(folder: string): Promise<string> {
  const lock = JSON.parse(readFileSync(projectPath('package-lock.json'), 'utf8')) as Lock
  const bundled = Object.keys(lock.packages).filter(path => lock.packages[path].inBundle)
  for (const path of ['bin', 'dist', 'docs', 'drivers', ...PAGES, 'LICENSE', 'package.json', 'build/packed-manifest.mjs', ...bundled]) {
    if (existsSync(projectPath(path))) cpSync(projectPath(path), join(folder, path), { recursive: true })
  }
  execFileSync(process.execPath, [join(folder, 'build/packed-manifest.mjs'), 'on'])
  const run = await npm(folder, ['pack', '--ignore-scripts'])
  const tarball = readdirSync(folder).find(file => file.endsWith('.tgz'))
  if (tarball === undefined) throw new Error(`npm pack ended with ${String(run.code)}\n${run.stderr}`)
  return join(folder, tarball)
}
