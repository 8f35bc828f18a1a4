// node build/packed-manifest.mjs on|off: `npm pack` takes package.json as it stands in this folder. "on" leaves out what
// serves a checkout alone, "off" puts it back. npm offers the script `prepare` of every tarball that someone installs for
// approval; one without scripts asks nothing.
import { existsSync, readFileSync, renameSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const PROJECT = dirname(dirname(fileURLToPath(import.meta.url)))
const OF_A_CHECKOUT = ['scripts', 'devDependencies', 'allowScripts']

/**
 * The manifest of the tarball.
 * @param {Record<string, unknown>} manifest
 */
export function packedManifest(manifest) {
  return Object.fromEntries(Object.entries(manifest).filter(([key]) => !OF_A_CHECKOUT.includes(key)))
}

/** @param {string} project */
function off(project) {
  const whole = join(project, 'dist/package.whole.json')
  if (existsSync(whole)) renameSync(whole, join(project, 'package.json'))
}

/** @param {string} project */
function on(project) {
  // One that was interrupted has left the short one behind.
  off(project)
  const file = join(project, 'package.json')
  const whole = join(project, 'dist/package.whole.json')
  const text = readFileSync(file, 'utf8')
  const { atime, mtime } = statSync(file)
  writeFileSync(whole, text)
  // What is put back is as old as it was, so that dist/ is not taken for stale.
  utimesSync(whole, atime, mtime)
  writeFileSync(file, JSON.stringify(packedManifest(JSON.parse(text)), null, 2) + '\n')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv[2] === 'on') on(PROJECT)
  else off(PROJECT)
}
