import { readFileSync } from 'node:fs'
import { bundleSizes } from './build/bundle-sizes.mjs'
import { deviceSource } from './build/device-source.mjs'
import { minify } from './build/minify.mjs'
import { runOnce } from './build/run-once.mjs'

/**
 * The scripts of a node, each readable and as flashed: the application, the guard that starts before it, and the line
 * that starts the application the guard chose.
 * The output is a plain script: no wrapper, no exports, classes and functions at the top level.
 */
const { version } = JSON.parse(readFileSync(new URL('./package.json', import.meta.url), 'utf8'))

/** What the sandbox, a console and the listeners of errors call on a running application. */
const USED_FROM_OUTSIDE = ['stop', 'flagged', 'trouble']
/** Modules that are done with once the application has started. */
const STARTING = [
  'firmware/main.ts', 'firmware/station/assemble-node.ts', 'contract/settings.ts', 'firmware/espruino/stored-settings.ts',
  // Kept alive by its own instance, where one is made.
  'firmware/station/sntp.ts', 'firmware/espruino/espruino-datagrams.ts'
]

function script(entry, file, shorten, kept, plugins) {
  return {
    input: entry,
    plugins: [deviceSource({ configFile: 'tsconfig.device.json', entry, supplied: { FIRMWARE_VERSION: JSON.stringify(version) }, shorten, kept, once: STARTING, folders: ['drivers', 'contract', 'firmware'] }), ...plugins],
    output: { file, format: 'es', generatedCode: { preset: 'es2015' } },
    onwarn(warning) {
      throw new Error(warning.message)
    }
  }
}

const FILES = ['firmware', 'boot', 'boot-code'].flatMap(name => [`dist/${name}.js`, `dist/${name}.min.js`])

export default [
  script('firmware/main.ts', FILES[0], false, USED_FROM_OUTSIDE, [runOnce(STARTING)]),
  script('firmware/main.ts', FILES[1], true, USED_FROM_OUTSIDE, [runOnce(STARTING), minify('')]),
  script('firmware/boot.ts', FILES[2], false, undefined, []),
  script('firmware/boot.ts', FILES[3], true, undefined, [minify('_')]),
  script('firmware/boot-code.ts', FILES[4], false, undefined, []),
  script('firmware/boot-code.ts', FILES[5], true, undefined, [minify('_'), bundleSizes(FILES, 'docs/bundle-sizes.json', 'docs/benchmarks.md')])
]
