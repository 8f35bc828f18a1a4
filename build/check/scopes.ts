import type { AnyNode, Identifier } from 'acorn'

/** A declared name: where it can be used from, and in which scope it lives. */
export interface Binding {
  name: string
  node: AnyNode
  /** Offset from which the name has its value. */
  definedAt: number
  scope: Scope
}

/** One scope. `owner` is the function it belongs to, or the program; an immediately called function belongs to its caller. */
export interface Scope {
  parent: Scope | undefined
  node: AnyNode
  owner: AnyNode
  /** True for the names in a `for` header. */
  header: boolean
  bindings: Map<string, Binding>
}

/** An occurrence of a name that is neither its declaration nor a key. */
export interface Reference {
  name: string
  node: Identifier
  scope: Scope
  binding: Binding | undefined
}

type Children = (node: AnyNode) => AnyNode[]

const isFunction = (node: AnyNode): boolean => /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type)

/** A node's direct children, in the order of the text. */
const children: Children = node => {
  const found: AnyNode[] = []
  for (const value of Object.values(node) as unknown[]) {
    const list: unknown[] = Array.isArray(value) ? value : [value]
    for (const one of list) if (one && typeof (one as AnyNode).type === 'string') found.push(one as AnyNode)
  }
  return found.sort((a, b) => a.start - b.start)
}

/** Names declared by a parameter or declarator, patterns included. */
function declaredNames(pattern: AnyNode): Identifier[] {
  if (pattern.type === 'Identifier') return [pattern]
  if (pattern.type === 'Property') return declaredNames(pattern.value)
  if (pattern.type === 'AssignmentPattern') return declaredNames(pattern.left)
  if (/Pattern$|^RestElement$/.test(pattern.type)) return children(pattern).flatMap(declaredNames)
  return []
}

/** Every scope's names and every reference of a program. */
export class Scopes {
  readonly root: Scope
  readonly references: Reference[] = []
  private readonly declarations = new Set<AnyNode>()

  constructor(program: AnyNode) {
    this.root = { parent: undefined, node: program, owner: program, header: false, bindings: new Map() }
    this.walk(program, this.root, undefined)
    for (const reference of this.references) reference.binding = Scopes.resolve(reference.scope, reference.name)
  }

  private static resolve(scope: Scope | undefined, name: string): Binding | undefined {
    return scope && (scope.bindings.get(name) ?? Scopes.resolve(scope.parent, name))
  }

  private declare(scope: Scope, identifier: Identifier, definedAt: number): void {
    this.declarations.add(identifier)
    scope.bindings.set(identifier.name, { name: identifier.name, node: identifier, definedAt, scope })
  }

  private inner(parent: Scope, node: AnyNode, owner: AnyNode, header: boolean): Scope {
    return { parent, node, owner, header, bindings: new Map() }
  }

  private scopeOf(node: AnyNode, scope: Scope, parent: AnyNode | undefined): Scope {
    if (isFunction(node)) {
      const called = parent?.type === 'CallExpression' && parent.callee === node
      return this.inner(scope, node, called ? scope.owner : node, false)
    }
    if (/^For(Of|In)?Statement$/.test(node.type)) return this.inner(scope, node, scope.owner, true)
    if (/^(BlockStatement|SwitchStatement|CatchClause)$/.test(node.type)) return this.inner(scope, node, scope.owner, false)
    return scope
  }

  private walk(node: AnyNode, outer: Scope, parent: AnyNode | undefined): void {
    const scope = this.scopeOf(node, outer, parent)
    switch (node.type) {
      case 'FunctionDeclaration':
      case 'ClassDeclaration':
        if (node.id) this.declare(outer, node.id, node.start)
        break
      case 'FunctionExpression':
        if (node.id) this.declare(scope, node.id, node.start)
        break
      case 'VariableDeclaration': {
        const header = parent && /^For(Of|In)Statement$/.test(parent.type) ? parent.start : undefined
        for (const one of node.declarations) for (const name of declaredNames(one.id)) this.declare(scope, name, header ?? one.end)
        break
      }
      case 'CatchClause':
        if (node.param) for (const name of declaredNames(node.param)) this.declare(scope, name, node.start)
        break
      case 'Identifier':
        if (!this.declarations.has(node) && !Scopes.isKey(node, parent)) this.references.push({ name: node.name, node, scope, binding: undefined })
        break
      default:
    }
    if (isFunction(node)) {
      for (const parameter of (node as AnyNode & { params: AnyNode[] }).params) for (const name of declaredNames(parameter)) this.declare(scope, name, node.start)
    }
    for (const child of children(node)) this.walk(child, scope, node)
  }

  private static isKey(node: Identifier, parent: AnyNode | undefined): boolean {
    if (!parent) return false
    if (parent.type === 'MemberExpression') return parent.property === node && !parent.computed
    if (parent.type === 'Property') return parent.key === node && parent.value !== node && !parent.computed
    if (parent.type === 'MethodDefinition' || parent.type === 'PropertyDefinition') return parent.key === node && !parent.computed
    return /^(LabeledStatement|BreakStatement|ContinueStatement|MetaProperty|ExportSpecifier|ImportSpecifier|ImportDefaultSpecifier|ImportNamespaceSpecifier)$/.test(parent.type)
  }
}
