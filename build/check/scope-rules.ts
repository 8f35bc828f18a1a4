import type { AnyNode } from 'acorn'
import type { Report } from './finding.ts'
import { isAllowedGlobal, isInterpreterGlobal } from './known-names.ts'
import { Scopes, type Binding, type Reference, type Scope } from './scopes.ts'

/** True when some function between the reference and the binding's scope runs later than the text around it. */
function runsLater(reference: Reference, binding: Binding): boolean {
  return reference.scope.owner !== binding.scope.owner
}

function checkForHeader(reference: Reference, binding: Binding, report: Report): void {
  if (!binding.scope.header) return
  for (let scope: Scope | undefined = reference.scope; scope && scope !== binding.scope; scope = scope.parent) {
    if (/Function/.test(scope.node.type)) {
      report('for-capture', reference.node, `closure shares '${reference.name}' of the for header with every turn`)
      return
    }
  }
}

function checkArguments(reference: Reference, report: Report): void {
  for (let scope: Scope | undefined = reference.scope; scope; scope = scope.parent) {
    if (scope.node.type === 'ArrowFunctionExpression') return report('arrow-arguments', reference.node, 'arguments is undefined in an arrow')
    if (/Function/.test(scope.node.type)) return
  }
}

/** For every top-level name, the top-level names mentioned in its definition. */
function mentions(scopes: Scopes, program: AnyNode & { type: 'Program' }): Map<string, Set<string>> {
  const result = new Map<string, Set<string>>()
  const definitions = program.body.filter(node => node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration')
  for (const definition of definitions) {
    const inside = scopes.references.filter(one => one.node.start > definition.start && one.node.end < definition.end && one.binding?.scope === scopes.root)
    result.set(definition.id.name, new Set(inside.map(one => one.name)))
  }
  return result
}

/** Everything that calling or constructing `name` may come to need. */
function needs(graph: Map<string, Set<string>>, name: string, found = new Set<string>()): Set<string> {
  if (found.has(name)) return found
  found.add(name)
  for (const next of graph.get(name) ?? []) needs(graph, next, found)
  return found
}

function checkTopLevelUse(scopes: Scopes, program: AnyNode & { type: 'Program' }, calls: AnyNode[], report: Report): void {
  const graph = mentions(scopes, program)
  const atTop = scopes.references.filter(one => one.scope.owner === program && one.binding?.scope === scopes.root)
  for (const call of calls) {
    const callee = (call as AnyNode & { callee: AnyNode }).callee
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

/** Definition order, captured loop variables, and names that nobody defined. `calls` are the program's call and `new` expressions. */
export function checkScopes(program: AnyNode & { type: 'Program' }, outside: string[], calls: AnyNode[], report: Report): void {
  const scopes = new Scopes(program)
  for (const reference of scopes.references) {
    const { binding, node, name } = reference
    if (!binding) {
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
}
