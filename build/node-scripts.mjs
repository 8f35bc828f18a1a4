import { bundleSizes } from './bundle-sizes.mjs'
import { OUTSIDE_NAMES } from './check/outside-names.mjs'
import { LIMITS, nodeScript, scriptFile } from './node-script.mjs'

/**
 * How Rollup makes all scripts of a node, each readable and as flashed, in the order in which they are written. The
 * lists that speak of scripts by their names must not speak of any that is gone.
 * @param {import('./node-script.mjs').NodeScript[]} scripts
 * @returns {ReturnType<typeof nodeScript>[]}
 */
export function nodeScripts(scripts) {
  const names = scripts.map(({ name }) => name)
  const files = names.flatMap(name => [scriptFile(name, false), scriptFile(name, true)])
  for (const name of Object.keys(OUTSIDE_NAMES)) if (!names.includes(name)) throw new Error(`build/check/outside-names.mjs lists the names of '${name}', which is no script; write its new name, or take it off the list`)
  for (const file of Object.keys(LIMITS)) if (!files.includes(file)) throw new Error(`build/bundle-limits.json limits ${file}, which nothing writes; write its new name, or take it off the list`)
  /** @type {{ file: string, code: string }[]} */
  const scope = []
  const options = scripts.flatMap(script => [nodeScript(script, false, scope), nodeScript(script, true, scope)])
  options[options.length - 1].plugins.push(bundleSizes(files, 'dist/bundle-sizes.json'))
  return options
}
