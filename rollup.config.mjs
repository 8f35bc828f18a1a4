import { nodeScripts } from './build/node-scripts.mjs'

/** What the sandbox, a console and the listeners of errors call on a running application. */
const USED_FROM_OUTSIDE = ['stop', 'flagged', 'trouble']
/** Modules that are done with once the application has started. */
const STARTING = [
  'firmware/main.ts', 'firmware/station/assemble-node.ts', 'firmware/station/sensor-options.ts', 'contract/settings.ts', 'contract/setting-kinds.ts', 'contract/setting-contradictions.ts', 'firmware/espruino/stored-settings.ts',
  // Kept alive by its own instance, where one is made.
  'firmware/station/sntp.ts', 'firmware/espruino/espruino-datagrams.ts'
]

/**
 * The scripts of a node: the application, the guard that starts before it, and the line that starts the application the
 * guard chose. Each is written readable and as flashed. build/README.md follows one function through it all.
 */
export default nodeScripts([
  { name: 'firmware', entry: 'firmware/main.ts', prefix: '', kept: USED_FROM_OUTSIDE, once: STARTING },
  { name: 'boot', entry: 'firmware/boot.ts', prefix: '_' },
  { name: 'boot-code', entry: 'firmware/boot-code.ts', prefix: '_' }
])
