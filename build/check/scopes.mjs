/**
 * @typedef {import('acorn').AnyNode} AnyNode
 * @typedef {import('acorn').Identifier} Identifier
 */

/**
 * A declared name: where it can be used from, and in which scope it lives. It has its value from `definedAt` on.
 * @typedef {{ name: string, node: AnyNode, definedAt: number, scope: Scope }} Binding
 */

/**
 * One scope. `owner` is the function it belongs to, or the program; an immediately called function belongs to its caller.
 * `header` is true for the names in a `for` header.
 * @typedef {{ parent: Scope | undefined, node: AnyNode, owner: AnyNode, header: boolean, bindings: Map<string, Binding> }} Scope
 */

/**
 * An occurrence of a name that is neither its declaration nor a key.
 * @typedef {{ name: string, node: Identifier, scope: Scope, binding: Binding | undefined }} Reference
 */

/** @param {AnyNode} node */
const isFunction = node => /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type)

/**
 * A node's direct children, in the order of the text.
 * @param {AnyNode} node
 * @returns {AnyNode[]}
 */
function children(node) {
  /** @type {AnyNode[]} */
  const found = []
  for (const value of Object.values(node)) {
    for (const one of Array.isArray(value) ? value : [value]) if (one && typeof one.type === 'string') found.push(one)
  }
  return found.sort((a, b) => a.start - b.start)
}

/**
 * Names declared by a parameter or declarator, patterns included.
 * @param {AnyNode} pattern
 * @returns {Identifier[]}
 */
export function declaredNames(pattern) {
  if (pattern.type === 'Identifier') return [pattern]
  if (pattern.type === 'Property') return declaredNames(pattern.value)
  if (pattern.type === 'AssignmentPattern') return declaredNames(pattern.left)
  if (/Pattern$|^RestElement$/.test(pattern.type)) return children(pattern).flatMap(declaredNames)
  return []
}

/** Every scope's names and every reference of a program. */
export class Scopes {
  /** @type {Reference[]} */
  references = []
  /** @type {Set<AnyNode>} */
  #declarations = new Set()

  /** @param {AnyNode} program */
  constructor(program) {
    /** @type {Scope} */
    this.root = { parent: undefined, node: program, owner: program, header: false, bindings: new Map() }
    this.#walk(program, this.root, undefined)
    for (const reference of this.references) reference.binding = Scopes.#resolve(reference.scope, reference.name)
  }

  /**
   * @param {Scope | undefined} scope
   * @param {string} name
   * @returns {Binding | undefined}
   */
  static #resolve(scope, name) {
    return scope && (scope.bindings.get(name) ?? Scopes.#resolve(scope.parent, name))
  }

  /**
   * @param {Scope} scope
   * @param {Identifier} identifier
   * @param {number} definedAt
   */
  #declare(scope, identifier, definedAt) {
    this.#declarations.add(identifier)
    scope.bindings.set(identifier.name, { name: identifier.name, node: identifier, definedAt, scope })
  }

  /**
   * @param {Scope} parent
   * @param {AnyNode} node
   * @param {AnyNode} owner
   * @param {boolean} header
   * @returns {Scope}
   */
  #inner(parent, node, owner, header) {
    return { parent, node, owner, header, bindings: new Map() }
  }

  /**
   * @param {AnyNode} node
   * @param {Scope} scope
   * @param {AnyNode | undefined} parent
   */
  #scopeOf(node, scope, parent) {
    if (isFunction(node)) {
      const called = parent?.type === 'CallExpression' && parent.callee === node
      return this.#inner(scope, node, called ? scope.owner : node, false)
    }
    if (/^For(Of|In)?Statement$/.test(node.type)) return this.#inner(scope, node, scope.owner, true)
    if (/^(BlockStatement|SwitchStatement|CatchClause)$/.test(node.type)) return this.#inner(scope, node, scope.owner, false)
    return scope
  }

  /**
   * @param {AnyNode} node
   * @param {Scope} outer
   * @param {AnyNode | undefined} parent
   */
  #walk(node, outer, parent) {
    const scope = this.#scopeOf(node, outer, parent)
    switch (node.type) {
      case 'FunctionDeclaration':
      case 'ClassDeclaration':
        if (node.id) this.#declare(outer, node.id, node.start)
        break
      case 'FunctionExpression':
        if (node.id) this.#declare(scope, node.id, node.start)
        break
      case 'VariableDeclaration': {
        const header = parent && /^For(Of|In)Statement$/.test(parent.type) ? parent.start : undefined
        for (const one of node.declarations) for (const name of declaredNames(one.id)) this.#declare(scope, name, header ?? one.end)
        break
      }
      case 'CatchClause':
        if (node.param) for (const name of declaredNames(node.param)) this.#declare(scope, name, node.start)
        break
      case 'Identifier':
        if (!this.#declarations.has(node) && !Scopes.#isKey(node, parent)) this.references.push({ name: node.name, node, scope, binding: undefined })
        break
      default:
    }
    if ('params' in node) {
      for (const parameter of node.params) for (const name of declaredNames(parameter)) this.#declare(scope, name, node.start)
    }
    for (const child of children(node)) this.#walk(child, scope, node)
  }

  /**
   * @param {Identifier} node
   * @param {AnyNode | undefined} parent
   */
  static #isKey(node, parent) {
    if (!parent) return false
    if (parent.type === 'MemberExpression') return parent.property === node && !parent.computed
    if (parent.type === 'Property') return parent.key === node && parent.value !== node && !parent.computed
    if (parent.type === 'MethodDefinition' || parent.type === 'PropertyDefinition') return parent.key === node && !parent.computed
    return /^(LabeledStatement|BreakStatement|ContinueStatement|MetaProperty|ExportSpecifier|ImportSpecifier|ImportDefaultSpecifier|ImportNamespaceSpecifier)$/.test(parent.type)
  }
}
