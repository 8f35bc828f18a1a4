import { rmSync } from 'node:fs'
import { scriptProblems } from './check/script-problems.mjs'
import { sourceLocator } from './source-locator.mjs'

/**
 * Rollup plugin, the last of a script's: checks the very text that Rollup is about to write. Whatever stops the build of
 * the script, its products are removed, so that nobody can flash what was not checked.
 * @param {string} file what Rollup writes
 * @param {string[]} products every file that the script has in dist/
 * @param {import('./check/script-problems.mjs').Demands} demands
 * @param {{ file: string, code: string }[]} [scope] takes note of the script for those that share its global scope
 * @returns {import('rollup').Plugin}
 */
export function checkedScript(file, products, demands, scope) {
  const remove = () => {
    for (const product of products) rmSync(product, { force: true })
  }
  return {
    name: 'checked-script',
    buildEnd(error) {
      if (error) remove()
    },
    renderError: remove,
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const chunk = Object.values(bundle).find(output => output.type === 'chunk')
        if (!chunk) throw new Error(`${file}: Rollup wrote no script`)
        const others = scope?.filter(other => other.file !== file)
        const locate = sourceLocator(chunk.map)
        const problems = scriptProblems(file, chunk.code, others ? { ...demands, others } : demands, (line, column) => {
          const source = locate(line, column)
          return source && `${source.file}:${source.line}`
        })
        if (problems.length > 0) {
          remove()
          throw new Error(`${file} must not be flashed, and was removed.\n${problems.join('\n')}`)
        }
        if (scope) scope.splice(0, scope.length, ...(others ?? []), { file, code: chunk.code })
      }
    }
  }
}
