import { parse } from 'acorn'
import { declaredNames } from './scopes.mjs'

/**
 * The names that a script declares at its top level, which is the interpreter's global scope.
 * @param {string} code
 * @returns {string[]}
 */
export function topLevelNames(code) {
  return parse(code, { ecmaVersion: 'latest', sourceType: 'module', allowReturnOutsideFunction: true }).body.flatMap(node => {
    if (node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration') return [node.id.name]
    return node.type === 'VariableDeclaration' ? node.declarations.flatMap(({ id }) => declaredNames(id)).map(({ name }) => name) : []
  })
}

/**
 * Names that more than one script declares: the one that runs later would take the other's away.
 * @param {{ file: string, code: string }[]} scripts
 * @returns {{ name: string, files: string[] }[]}
 */
export function sharedNames(scripts) {
  /** @type {Map<string, string[]>} */
  const owners = new Map()
  for (const { file, code } of scripts) {
    for (const name of new Set(topLevelNames(code))) owners.set(name, [...owners.get(name) ?? [], file])
  }
  return [...owners].filter(([, files]) => files.length > 1).map(([name, files]) => ({ name, files }))
}
