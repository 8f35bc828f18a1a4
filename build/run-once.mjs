import path from 'node:path'
import { withMap } from './edits.mjs'

/**
 * Rollup plugin: puts the last modules of a script, which only run while it starts, into a function of their own. On
 * the interpreter what is declared there is gone when it has run; at the top level it would stay for ever.
 * A module that the script does not hold stops the build.
 * @param {string[]} modules the entry and whatever only it uses
 * @returns {import('rollup').Plugin}
 */
export function runOnce(modules) {
  const once = modules.map(name => path.resolve(name))
  return {
    name: 'run-once',
    renderChunk(code, chunk) {
      const absent = modules.filter((_name, index) => !(once[index] in chunk.modules))
      if (absent.length > 0) throw new Error(`rollup.config.mjs: STARTING lists ${absent.join(', ')}, which ${chunk.fileName} does not hold; take it off the list, or write its new place`)
      let at = 0
      const sources = Object.entries(chunk.modules).map(([id, { code: text }]) => {
        const from = text ? code.indexOf(text, at) : at
        if (from < 0) throw new Error(`${id} is not in the script as Rollup rendered it`)
        at = from + (text ?? '').length
        return { once: once.includes(id), piece: { text: text ?? '', from } }
      })
      /** @param {boolean} flag */
      const part = flag => sources.filter(source => source.once === flag).flatMap(({ piece }, index) => index > 0 ? [{ text: '\n' }, piece] : [piece])
      return withMap(code, [...part(false), { text: '\n!function () {\n' }, ...part(true), { text: '\n}()\n' }], 'run-once')
    }
  }
}
