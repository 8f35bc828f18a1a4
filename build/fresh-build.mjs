// node build/fresh-build.mjs: builds where dist/ is older than the sources. `npm start`, `npm run flash` and the tests
// begin with it, so that none of them speaks of yesterday's bundle.
import { execFileSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const PROJECT = dirname(dirname(fileURLToPath(import.meta.url)))
/** What dist/ is made of. A path that is gone fails, so that the list does not age. */
const SOURCES = [
  'drivers', 'contract', 'firmware', 'host-sim', 'broker', 'gateways', 'tools', 'cli', 'bench', 'build',
  'rollup.config.mjs', 'package.json', 'tsconfig.json', 'tsconfig.build.json', 'tsconfig.device.json'
]
const PRODUCTS = ['dist/firmware.min.js', 'dist/firmware.map.json', 'dist/boot.min.js', 'dist/boot-code.min.js', 'dist/node/cli/cli.js']

/**
 * When a file was written, or whatever is the newest in a folder. A folder itself is younger than its files when one was
 * deleted or renamed.
 * @param {string} path
 * @returns {number}
 */
function newest(path) {
  const state = statSync(path)
  if (!state.isDirectory()) return state.mtimeMs
  return Math.max(state.mtimeMs, ...readdirSync(path).map(name => newest(join(path, name))))
}

/** @param {string} file */
function written(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
}

/**
 * Whether some product is missing, or older than some source.
 * @param {string} project
 */
export function isStale(project) {
  return Math.min(...PRODUCTS.map(file => written(join(project, file)))) <= Math.max(...SOURCES.map(path => newest(join(project, path))))
}

/**
 * Builds the project where that is needed; throws where the build fails.
 * @param {(text: string) => void} say
 * @param {string} project
 */
export function freshBuild(say = () => undefined, project = PROJECT) {
  if (!isStale(project)) return
  say('The sources are newer than dist/: building ...\n')
  execFileSync('npm', ['run', 'build'], { cwd: project, stdio: ['ignore', 'ignore', 'inherit'], shell: process.platform === 'win32' })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    freshBuild(text => process.stderr.write(text))
  } catch {
    process.stderr.write('The build failed, and dist/ is older than the sources. "npm run build" shows why.\n')
    process.exitCode = 1
  }
}
