import { parse } from 'acorn'
import { fullAncestor } from 'acorn-walk'
import { Scopes } from './check/scopes.mjs'
import { pieces } from './edits.mjs'
import { SELDOM } from './seldom-called.mjs'

/**
 * Makes a class of which a script makes one object that very object: `let station={onSample(a){...}}` instead of a class,
 * its prototype, and an object that refers to it. Two steps: `holdSingles` before the script is minified, so that Terser
 * still sees classes, and `singleObjects` when all else is done.
 */

/**
 * @typedef {import('acorn').AnyNode} AnyNode
 * @typedef {import('acorn').ClassDeclaration} ClassDeclaration
 * @typedef {import('acorn').MethodDefinition} MethodDefinition
 * @typedef {import('acorn').NewExpression} NewExpression
 * @typedef {import('./edits.mjs').Edit} Edit
 * @typedef {import('./edits.mjs').Piece} Piece
 */

/** How the names begin of what was the constructor of such a class. It is folded as all seldom called methods are. */
export const MAKER = `${SELDOM}New`

/** @param {string} code */
const read = code => parse(code, { ecmaVersion: 2022, allowReturnOutsideFunction: true })

/**
 * Whether a constructor ends where its text ends: a `return` of its own would leave before the object is handed back.
 * @param {MethodDefinition} method
 */
function returns({ value }) {
  let found = false
  fullAncestor(value, (node, _state, ancestors) => {
    if (node.type === 'ReturnStatement' && !ancestors.slice(1).some(each => /Function/.test(each.type))) found = true
  })
  return found
}

/** @param {AnyNode} node */
const isFunction = ({ type }) => /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(type)

/**
 * @param {AnyNode} node
 * @param {AnyNode | undefined} parent
 */
const isCalledAtOnce = (node, parent) => parent?.type === 'CallExpression' && parent.callee === node

/**
 * Whether a class is only looked into: `Class.member`.
 * @param {AnyNode | undefined} parent
 * @param {AnyNode} use
 */
function isLook(parent, use) {
  return parent?.type === 'MemberExpression' && parent.object === use && parent.property.type === 'Identifier' && !parent.computed && parent.property.name !== 'prototype'
}

/** What a script says of its classes: which of them make one object at most. */
class Singles {
  /** @type {Map<AnyNode, AnyNode[]>} */
  #ancestors = new Map()
  /** @type {Map<AnyNode, AnyNode[]>} */
  #uses = new Map()
  #program

  /** @param {import('acorn').Program} program */
  constructor(program) {
    this.#program = program
    fullAncestor(program, (node, _state, ancestors) => {
      this.#ancestors.set(/** @type {AnyNode} */ (node), /** @type {AnyNode[]} */ (ancestors.slice(0, -1)))
    })
    for (const { node, binding } of new Scopes(program).references) {
      if (binding) this.#uses.set(binding.node, [...this.#uses.get(binding.node) ?? [], node])
    }
  }

  /**
   * The classes of the top level with one object, and where it is made.
   * @returns {[ClassDeclaration, NewExpression][]}
   */
  found() {
    return this.#program.body.flatMap(node => {
      if (node.type !== 'ClassDeclaration' || !this.#isPlain(node)) return []
      const made = this.#madeOnce(node, [])
      return made ? [/** @type {[ClassDeclaration, NewExpression]} */ ([node, made])] : []
    })
  }

  /**
   * Methods and a constructor, and nothing else that an object literal could not have.
   * @param {ClassDeclaration} node
   */
  #isPlain({ superClass, body }) {
    if (superClass) return false
    const names = new Set()
    for (const each of body.body) {
      if (each.type !== 'MethodDefinition' || each.computed || each.key.type !== 'Identifier') return false
      if (each.kind === 'constructor' ? returns(each) : each.kind !== 'method') return false
      names.add(each.key.name)
    }
    return names.size === body.body.length
  }

  /**
   * The one place where a class is made an object of, if that place is passed once at most. All other uses must be calls of
   * its own functions, or looks at its members.
   * @param {ClassDeclaration | import('acorn').AnonymousClassDeclaration} node
   * @param {AnyNode[]} asked functions and classes on the way here
   * @returns {NewExpression | undefined}
   */
  #madeOnce(node, asked) {
    /** @type {NewExpression[]} */
    const made = []
    for (const use of this.#usesOf(node)) {
      const parent = this.#around(use).at(-1)
      if (parent?.type === 'NewExpression' && parent.callee === use) made.push(parent)
      else if (!isLook(parent, use)) return undefined
    }
    return made.length === 1 && this.#once(made[0], [...asked, node]) ? made[0] : undefined
  }

  /** @param {{ id: AnyNode | null }} declaration */
  #usesOf({ id }) {
    return (id && this.#uses.get(id)) ?? []
  }

  /**
   * What a node is in, from the program on.
   * @param {AnyNode} node
   */
  #around(node) {
    return this.#ancestors.get(node) ?? []
  }

  /**
   * Whether a script passes a place once at most: it is in no loop, and in functions that are called at one such place.
   * @param {AnyNode} node
   * @param {AnyNode[]} asked
   * @returns {boolean}
   */
  #once(node, asked) {
    const around = this.#around(node)
    const loop = around.findLastIndex(({ type }) => /^(For|ForOf|ForIn|While|DoWhile)Statement$/.test(type))
    const within = around.findLastIndex((each, index) => isFunction(each) && !isCalledAtOnce(each, around[index - 1]))
    if (loop > within) return false
    const called = around.at(within)
    if (within < 0 || !called) return true
    return called.type === 'FunctionDeclaration' ? this.#calledOnce(called, asked) : this.#constructsOnce(around.slice(within - 3, within), asked)
  }

  /**
   * @param {AnyNode[]} around a class, its body and a member, of whose function this is asked
   * @param {AnyNode[]} asked
   */
  #constructsOnce([owner, , member], asked) {
    if (owner.type !== 'ClassDeclaration' || member.type !== 'MethodDefinition' || member.kind !== 'constructor') return false
    return !asked.includes(owner) && this.#madeOnce(owner, asked) !== undefined
  }

  /**
   * @param {import('acorn').FunctionDeclaration | import('acorn').AnonymousFunctionDeclaration} node
   * @param {AnyNode[]} asked
   */
  #calledOnce(node, asked) {
    const [use, ...others] = this.#usesOf(node)
    if (asked.includes(node) || !use || others.length > 0) return false
    const parent = this.#around(use).at(-1)
    return parent?.type === 'CallExpression' && parent.callee === use && this.#once(parent, [...asked, node])
  }
}

/**
 * A class as the object that was made of it: its methods become its own functions, and its constructor one of them. That one
 * names the class once more, so that Terser never finds it used in one place only, and moves it there.
 * @param {ClassDeclaration} node
 * @param {string} mark
 * @returns {Edit[]}
 */
function asObject({ id, body }, mark) {
  const methods = body.body.flatMap(each => each.type === 'MethodDefinition' ? [each] : [])
  const maker = methods.find(({ kind }) => kind === 'constructor')
  const edits = methods.filter(each => !each.static && each !== maker).map(({ start }) => ({ start, end: start, text: 'static ' }))
  if (!maker) return [...edits, { start: body.start + 1, end: body.start + 1, text: `static ${mark}(){return ${id.name}} ` }]
  const { key, value } = maker
  return [...edits, { start: key.start, end: key.end, text: `static ${mark}` }, { start: value.end - 1, end: value.end - 1, text: `;return ${id.name}` }]
}

/**
 * Makes functions of their classes of the methods of those of which there is one object, and calls them where it is made.
 * To be done before the script is minified.
 * @param {string} code
 * @param {import('./naming.mjs').Naming} [naming] takes note of what the constructors were called
 * @returns {Piece[]}
 */
export function holdSingles(code, naming) {
  const edits = new Singles(read(code)).found().flatMap(([node, made], index) => {
    const mark = MAKER + index
    naming?.marks.set(mark, { name: `${node.id.name}.constructor`, at: '' })
    const call = { start: made.start, end: made.callee.start, text: '' }
    return [...asObject(node, mark), call, { start: made.callee.end, end: made.callee.end, text: code.endsWith(')', made.end) ? `.${mark}` : `.${mark}()` }]
  })
  return pieces(code, edits)
}

/**
 * Takes the groups that make single objects away where the function ends in which the script starts, if it has one.
 * @param {import('acorn').Program} program
 * @param {string[]} names
 * @returns {Edit[]}
 */
export function dropped(program, names) {
  const last = program.body.at(-1)
  const call = last?.type === 'ExpressionStatement' && last.expression.type === 'UnaryExpression' ? last.expression.argument : undefined
  if (call?.type !== 'CallExpression' || call.callee.type !== 'FunctionExpression' || names.length === 0) return []
  const end = call.callee.body.end - 1
  return [{ start: end, end, text: names.map(name => `;delete global.${name}`).join('') }]
}

/**
 * Classes of the top level that have only functions of their own as objects with these functions.
 * @param {string} code
 * @returns {Piece[]}
 */
export function singleObjects(code) {
  /** @type {Edit[]} */
  const edits = []
  for (const node of read(code).body) {
    if (node.type !== 'ClassDeclaration' || node.superClass) continue
    const members = node.body.body
    if (!members.every(each => each.type === 'MethodDefinition' && each.static && each.kind === 'method')) continue
    edits.push({ start: node.start, end: node.id.start, text: 'let ' }, { start: node.id.end, end: node.body.start, text: '=' })
    for (const [index, each] of members.entries()) edits.push({ start: each.start, end: each.start + 'static '.length, text: index > 0 ? ',' : '' })
    edits.push({ start: node.end, end: node.end, text: ';' })
  }
  return pieces(code, edits)
}
