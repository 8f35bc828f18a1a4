import path from 'node:path'
import { scriptMap } from './script-map.mjs'
import { sourceLocator } from './source-locator.mjs'

/**
 * Rollup plugin, behind the check of a script: writes the map of a flashed script beside it, and nothing of the source
 * map that Rollup made on the way.
 * @param {string} file what Rollup writes
 * @param {string | undefined} target the map's file; without one there is none
 * @param {import('./naming.mjs').Naming} naming
 * @returns {import('rollup').Plugin}
 */
export function writeScriptMap(file, target, naming) {
  return {
    name: 'script-map',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        for (const output of Object.values(bundle)) {
          if (output.type !== 'chunk') continue
          if (output.sourcemapFileName) delete bundle[output.sourcemapFileName]
          if (!target) continue
          const map = scriptMap(path.basename(file), output.code, naming, sourceLocator(output.map))
          this.emitFile({ type: 'asset', fileName: path.basename(target), source: JSON.stringify(map) + '\n' })
        }
      }
    }
  }
}
