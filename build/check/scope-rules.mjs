import { isAllowedGlobal, isInterpreterGlobal } from './known-names.mjs'
import { Scopes } from './scopes.mjs'

/**
 * @typedef {import('acorn').AnyNode} AnyNode
 * @typedef {import('./finding.mjs').Report} Report
 * @typedef {import('./scopes.mjs').Binding} Binding
 * @typedef {import('./scopes.mjs').Reference} Reference
 * @typedef {import('./scopes.mjs').Scope} Scope
 */

/**
 * True when some function between the reference and the binding's scope runs later than the text around it.
 * @param {Reference} reference
 * @param {Binding} binding
 */
function runsLater(reference, binding) {
  return reference.scope.owner !== binding.scope.owner
}

/**
 * @param {Reference} reference
 * @param {Binding} binding
 * @param {Report} report
 */
function checkForHeader(reference, binding, report) {
  if (!binding.scope.header) return
  /** @type {Scope | undefined} */
  let scope = reference.scope
  for (; scope && scope !== binding.scope; scope = scope.parent) {
    if (/Function/.test(scope.node.type)) {
      report('for-capture', reference.node, `closure shares '${reference.name}' of the for header with every turn`)
      return
    }
  }
}

/**
 * @param {Reference} reference
 * @param {Report} report
 */
function checkArguments(reference, report) {
  /** @type {Scope | undefined} */
  let scope = reference.scope
  for (; scope; scope = scope.parent) {
    if (scope.node.type === 'ArrowFunctionExpression') return report('arrow-arguments', reference.node, 'arguments is undefined in an arrow')
    if (/Function/.test(scope.node.type)) return
  }
}

/**
 * For every top-level name, the top-level names mentioned in its definition.
 * @param {Scopes} scopes
 * @param {import('acorn').Program} program
 */
function mentions(scopes, program) {
  /** @type {Map<string, Set<string>>} */
  const result = new Map()
  const definitions = program.body.filter(node => node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration')
  for (const definition of definitions) {
    const inside = scopes.references.filter(one => one.node.start > definition.start && one.node.end < definition.end && one.binding?.scope === scopes.root)
    result.set(definition.id.name, new Set(inside.map(one => one.name)))
  }
  return result
}

/**
 * Everything that calling or constructing `name` may come to need.
 * @param {Map<string, Set<string>>} graph
 * @param {string} name
 * @param {Set<string>} found
 */
function needs(graph, name, found = new Set()) {
  if (found.has(name)) return found
  found.add(name)
  for (const next of graph.get(name) ?? []) needs(graph, next, found)
  return found
}

/**
 * @param {Scopes} scopes
 * @param {import('acorn').Program} program
 * @param {Call[]} calls
 * @param {Report} report
 */
function checkTopLevelUse(scopes, program, calls, report) {
  const graph = mentions(scopes, program)
  const atTop = scopes.references.filter(one => one.scope.owner === program && one.binding?.scope === scopes.root)
  for (const call of calls) {
    const callee = call.callee
    const target = callee.type === 'MemberExpression' ? callee.object : callee
    const reference = atTop.find(one => one.node === target)
    if (!reference) continue
    for (const name of needs(graph, reference.name)) {
      const binding = scopes.root.bindings.get(name)
      if (binding && binding.definedAt > call.start && name !== reference.name) {
        report('use-before-definition', call, `calls ${reference.name}, which needs '${name}', defined below`)
      }
    }
  }
}

/** @typedef {import('acorn').CallExpression | import('acorn').NewExpression} Call */

/**
 * Definition order, captured loop variables, and names that nobody defined.
 * @param {import('acorn').Program} program
 * @param {string[]} outside
 * @param {Call[]} calls the program's call and `new` expressions
 * @param {Report} report
 * @returns {string[]} the names of `outside` that it uses
 */
export function checkScopes(program, outside, calls, report) {
  const scopes = new Scopes(program)
  const used = []
  for (const reference of scopes.references) {
    const { binding, node, name } = reference
    if (!binding) {
      if (outside.includes(name)) used.push(name)
      if (name === 'arguments') checkArguments(reference, report)
      else if (!isAllowedGlobal(name) && !outside.includes(name)) report('global', node, `'${name}' is not a global known to work`)
      continue
    }
    if (node.start < binding.definedAt && !runsLater(reference, binding)) report('use-before-definition', node, `'${name}' is used above its definition`)
    checkForHeader(reference, binding, report)
  }
  for (const binding of scopes.root.bindings.values()) {
    if (isInterpreterGlobal(binding.name)) report('hides-global', binding.node, `'${binding.name}' is a global of the interpreter`)
  }
  checkTopLevelUse(scopes, program, calls, report)
  return used
}
