import path from 'node:path'

/**
 * Rollup plugin: puts the last modules of a script, which only run while it starts, into a function of their own. On
 * the interpreter what is declared there is gone when it has run; at the top level it would stay for ever.
 * @param {string[]} modules the entry and whatever only it uses
 */
export function runOnce(modules) {
  const once = modules.map(name => path.resolve(name))
  return {
    name: 'run-once',
    renderChunk(_code, chunk) {
      const sources = Object.entries(chunk.modules).map(([id, { code }]) => ({ once: once.includes(id), code: code ?? '' }))
      const part = flag => sources.filter(source => source.once === flag).map(source => source.code).join('\n')
      return { code: `${part(false)}\n!function () {\n${part(true)}\n}()\n`, map: null }
    }
  }
}
