import { execFileSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { projectPath } from '../../cli/project-path.ts'

const SOURCES = ['drivers', 'contract', 'firmware', 'host-sim', 'broker', 'tools', 'cli', 'bench', 'build', 'rollup.config.mjs', 'package.json', 'tsconfig.json', 'tsconfig.build.json', 'tsconfig.device.json']
const PRODUCTS = ['dist/firmware.min.js', 'dist/boot.min.js', 'dist/boot-code.min.js', 'dist/node/cli/cli.js']

function newest(path: string): number {
  const state = statSync(path)
  if (!state.isDirectory()) return state.mtimeMs
  return Math.max(0, ...readdirSync(path).map(name => newest(join(path, name))))
}

function oldest(): number {
  try {
    return Math.min(...PRODUCTS.map(file => statSync(projectPath(file)).mtimeMs))
  } catch {
    return 0
  }
}

/** Before any test: `dist/` is what the sources say now, so that no test speaks of yesterday's bundle. */
export default function freshBuild(): void {
  if (oldest() > Math.max(...SOURCES.map(path => newest(projectPath(path))))) return
  execFileSync('npm', ['run', 'build'], { cwd: projectPath(''), stdio: ['ignore', 'ignore', 'inherit'] })
}
