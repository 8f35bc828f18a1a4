import { readFileSync } from 'node:fs'
import { OUTSIDE_NAMES } from './check/outside-names.mjs'
import { checkedScript } from './checked-script.mjs'
import { deviceSource } from './device-source.mjs'
import { minify } from './minify.mjs'
import { Naming } from './naming.mjs'
import { runOnce } from './run-once.mjs'
import { writeScriptMap } from './write-script-map.mjs'

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
/** @type {Record<string, import('./bundle-sizes.mjs').Sizes>} */
export const LIMITS = JSON.parse(readFileSync(new URL('bundle-limits.json', import.meta.url), 'utf8'))

/** Private names and numbers are still as they were written in the readable scripts, which are not flashed. */
const READABLE = ['integer-as-float', 'length-assignment']

/**
 * One script of a node. `prefix` stands before its top-level names; `kept` are members used from outside, of a script
 * that is a whole program; `once` are modules that are done with once it has started.
 * @typedef {{ name: string, entry: string, prefix: string, kept?: string[], once?: string[] }} NodeScript
 */

/** @param {string} name */
const scriptMapFile = name => `dist/${name}.map.json`

/** Where a script's text goes, readable or as flashed. @type {(name: string, flashed: boolean) => string} */
export const scriptFile = (name, flashed) => `dist/${name}${flashed ? '.min' : ''}.js`

/**
 * Every file that the build writes of a script.
 * @param {string} name
 */
export const scriptProducts = name => [scriptFile(name, false), scriptFile(name, true), scriptMapFile(name)]

/**
 * How Rollup makes a script of a node. The output is a plain script: no wrapper, no exports, classes and functions at
 * the top level. What is written has been checked.
 * @param {NodeScript} script
 * @param {boolean} flashed minified and folded
 * @param {{ file: string, code: string }[]} scope the flashed scripts so far, which share one global scope
 * @returns {import('rollup').RollupOptions & { plugins: import('rollup').Plugin[], output: import('rollup').OutputOptions }}
 */
export function nodeScript({ name, entry, prefix, kept, once }, flashed, scope) {
  const file = scriptFile(name, flashed)
  const naming = new Naming()
  const source = deviceSource({
    configFile: 'tsconfig.device.json', entry, supplied: { FIRMWARE_VERSION: JSON.stringify(version) }, shorten: flashed, kept, once, folders: ['drivers', 'contract', 'firmware'], naming
  })
  const demands = { outside: OUTSIDE_NAMES[name] ?? [], ignored: flashed ? [] : READABLE, limits: LIMITS[file] }
  return {
    input: entry,
    plugins: [
      source,
      ...once ? [runOnce(once)] : [],
      ...flashed ? minify(prefix, naming) : [],
      checkedScript(file, scriptProducts(name), demands, flashed ? scope : undefined),
      writeScriptMap(file, flashed ? scriptMapFile(name) : undefined, naming)
    ],
    output: { file, format: 'es', generatedCode: { preset: 'es2015' }, sourcemap: 'hidden' },
    onwarn(warning) {
      throw new Error(warning.message)
    }
  }
}
