import { parse } from 'acorn'
import { base, full, recursive } from 'acorn-walk'
import { Scopes } from './check/scopes.mjs'
import { pieces } from './edits.mjs'
import { callOf, callsByMark, markOf, numberMembers } from './fold-numbers.mjs'
import { dropped, MAKER } from './single-objects.mjs'

/**
 * Puts the functions and methods marked by seldom-called.mjs together into a few functions that take a number first:
 * `x.method(a)` becomes `group(7, x, a)`. The interpreter keeps a handful of variables for each function it knows, and
 * reads over a whole group when one of its members is called: memory is won with time, where time does not matter.
 */

/**
 * @typedef {import('acorn').AnyNode} AnyNode
 * @typedef {import('acorn').MethodDefinition} MethodDefinition
 * @typedef {import('./edits.mjs').Edit} Edit
 * @typedef {import('./edits.mjs').Piece} Piece
 */

/**
 * One folded function: the mark it had, its group and its number there.
 * @typedef {{ mark: string, group: string, number: number }} Folded
 */

/** One to be folded; `own` is how many parameters stand before its own: the number, and the object of a method.
 * @typedef {{ method: MethodDefinition, own: 1 | 2, group: number, number: number }} Member
 */

/** A class of which the functions are methods while the rest is minified, so that none is inlined. */
export const HOLDER = '$seldom'
/** The most that a call has to read over, in characters. */
const GROUP = 6400

/** @param {string} code */
const read = code => parse(code, { ecmaVersion: 2022, allowReturnOutsideFunction: true })

/**
 * Makes methods of the marked functions. To be done before the script is minified.
 * @param {string} code
 * @returns {Piece[]}
 */
export function holdSeldom(code) {
  const program = read(code)
  const functions = program.body.flatMap(node => node.type === 'FunctionDeclaration' && markOf(node.id) ? [node] : [])
  if (functions.length === 0) return pieces(code, [])
  /** @type {Edit[]} */
  const edits = []
  full(program, each => {
    const node = callOf(/** @type {AnyNode} */ (each))
    if (node?.callee.type === 'Identifier' && markOf(node.callee)) edits.push({ start: node.start, end: node.start, text: `${HOLDER}.` })
  })
  for (const { start, id } of functions) edits.push({ start, end: id.start, text: 'static ' })
  const methods = functions.flatMap(({ start, end }) => [...pieces(code, edits, start, end), { text: '\n' }])
  const outside = edits.filter(edit => !functions.some(node => edit.start >= node.start && edit.start < node.end))
  return [{ text: `class ${HOLDER} {\n` }, ...methods, { text: '}\n' }, ...pieces(code, [...outside, ...functions.map(({ start, end }) => ({ start, end, text: '' }))])]
}

/**
 * The marked methods of a class, and the marked functions where it holds them.
 * @param {import('acorn').ClassDeclaration} node
 * @returns {Pick<Member, 'method' | 'own'>[]}
 */
function membersOf({ id, body }) {
  return body.body.flatMap(each => each.type === 'MethodDefinition' && markOf(each.key) ? [{ method: each, own: id.name === HOLDER ? 1 : 2 }] : [])
}

/** @param {Pick<Member, 'method' | 'own'>} member */
const arityOf = ({ method, own }) => method.value.params.length + own

/** What makes a single object runs while the script starts, and never again. @param {Pick<Member, 'method'>} member */
const isMaker = ({ method }) => markOf(method.key)?.startsWith(MAKER) ? 1 : 0

/**
 * The marked methods of the script's classes, with the group that each goes into and its number there. Those with few
 * parameters are together: a group has as many as its member with the most, and each costs a variable. What makes single
 * objects is in groups of its own. In a group those with the most calls have the numbers with the fewest digits.
 * @param {import('acorn').Program} program
 * @returns {Map<string, Member>}
 */
function distribute(program) {
  const methods = program.body.flatMap(each => each.type === 'ClassDeclaration' ? membersOf(each) : [])
  /** @type {Map<string, Member>} */
  const members = new Map()
  let size = Infinity
  let group = -1
  let making = 0
  for (const each of methods.sort((a, b) => isMaker(a) - isMaker(b) || arityOf(a) - arityOf(b))) {
    const { method, own } = each
    const length = method.end - method.start
    if (size + length > GROUP || making < isMaker(each)) {
      size = 0
      group++
    }
    making = isMaker(each)
    size += length
    members.set(markOf(method.key) ?? '', { method, own, group, number: 0 })
  }
  numberMembers(members, callsByMark(program))
  return members
}

/**
 * Calls of marked methods as calls of their groups.
 * @param {import('acorn').Program} program
 * @param {Map<string, Member>} members
 * @param {(group: number) => string} nameOf
 * @returns {Edit[]}
 */
function redirected(program, members, nameOf) {
  /** @type {Edit[]} */
  const edits = []
  full(program, each => {
    const node = callOf(/** @type {AnyNode} */ (each))
    const mark = node?.callee.type === 'MemberExpression' ? markOf(node.callee.property) : undefined
    if (!node || node.callee.type !== 'MemberExpression' || !mark) return
    const { object } = node.callee
    const member = members.get(mark)
    if (!member) throw new Error(`${mark} was moved from the top level while the script was minified; tag it @hot, or keep its class where it is`)
    const { group, number, own } = member
    const argument = node.arguments.at(0)
    edits.push({ start: node.start, end: own === 1 ? object.end : node.start, text: `${nameOf(group)}(${number}${own === 1 ? '' : ','}` })
    edits.push({ start: object.end, end: argument ? argument.start : node.end - 1, text: argument ? ',' : '' })
  })
  return edits
}

/**
 * Each `this` of a method's own as the group's second parameter. `arguments` would be the group's, so that it is refused.
 * @param {MethodDefinition} method
 * @returns {Edit[]}
 */
function ownThis(method) {
  /** @type {Edit[]} */
  const edits = []
  /** @type {import('acorn-walk').RecursiveVisitors<undefined>} */
  const visitor = {
    ...base,
    ThisExpression: ({ start, end }) => { edits.push({ start, end, text: '$1' }) },
    Identifier: node => {
      if (node.name === 'arguments') throw new Error(`${markOf(method.key)} uses 'arguments', which are its group's once it is folded; name the parameters, or tag it @hot`)
    },
    Function: (node, state, go) => {
      if (node === method.value || node.type === 'ArrowFunctionExpression') base.Function?.(node, state, go)
    },
    Class: () => {}
  }
  recursive(method.value, undefined, visitor)
  return edits
}

/**
 * The parameters of a method; each must be a plain name, as the group's own stand for them.
 * @param {MethodDefinition} method
 */
function plainParameters({ key, value }) {
  return value.params.map(parameter => {
    if (parameter.type === 'Identifier') return parameter
    const kind = parameter.type === 'AssignmentPattern' ? 'a default value' : parameter.type === 'RestElement' ? 'a rest parameter' : 'a parameter that is taken apart'
    throw new Error(`${markOf(key)} has ${kind}, which a folded function cannot have; write plain names, or tag it @hot`)
  })
}

/**
 * Each use of a method's parameters as a use of its group's.
 * @param {Member} member
 * @param {Scopes} scopes
 * @returns {Edit[]}
 */
function ownParameters({ method, own }, scopes) {
  const names = plainParameters(method)
  /** @type {Set<AnyNode>} */
  const shorthands = new Set()
  full(method, each => {
    const node = /** @type {AnyNode} */ (each)
    if (node.type === 'Property' && node.shorthand) shorthands.add(node.value)
  })
  return scopes.references.flatMap(({ node, binding }) => {
    const index = names.findIndex(name => name === binding?.node)
    const text = `$${index + own}`
    return index < 0 ? [] : [{ start: node.start, end: node.end, text: shorthands.has(node) ? `${node.name}:${text}` : text }]
  })
}

/**
 * One member of a group: what it did, where the group is asked for its number.
 * @param {string} code
 * @param {Member} member
 * @param {Edit[]} edits
 * @param {Scopes} scopes
 * @returns {Piece[]}
 */
function branch(code, member, edits, scopes) {
  const { method, number } = member
  const { body } = method.value
  const text = pieces(code, [...edits, ...ownThis(method), ...ownParameters(member, scopes)], body.start + 1, body.end - 1)
  const ends = /^(Return|Throw)Statement$/.test(body.body.at(-1)?.type ?? '')
  return [{ text: `if(${number}==$0){`, from: method.start }, ...text, { text: ends ? '}' : ';return}' }]
}

/**
 * Folds the marked methods of a minified script.
 * @param {string} code
 * @param {(group: number) => string} nameOf the names of the groups
 * @returns {{ parts: Piece[], folded: Folded[] }}
 */
export function foldSeldom(code, nameOf) {
  const program = read(code)
  const members = distribute(program)
  const scopes = new Scopes(program)
  const making = [...members.values()].filter(isMaker).map(({ group }) => nameOf(group))
  const edits = [...redirected(program, members, nameOf), ...dropped(program, [...new Set(making)])]
  /** @type {{ text: Piece[], arity: number }[]} */
  const groups = []
  for (const member of members.values()) {
    const group = groups[member.group] ??= { text: [], arity: 0 }
    group.text.push(...branch(code, member, edits, scopes))
    group.arity = Math.max(group.arity, arityOf(member))
  }
  const removed = [...members.values()].map(({ method: { start, end } }) => ({ start, end, text: '' }))
  const holder = program.body.find(node => node.type === 'ClassDeclaration' && node.id.name === HOLDER)
  if (holder) removed.push({ start: holder.start, end: holder.end, text: '' })
  /** @param {Edit} edit */
  const stays = edit => !removed.some(({ start, end }) => edit.start >= start && edit.end <= end && (edit.start > start || edit.end < end))
  /** @param {number} arity */
  const parameters = arity => Array.from({ length: arity }, (_, index) => `$${index}`).join(',')
  return {
    parts: [
      ...groups.flatMap(({ text, arity }, group) => [{ text: `function ${nameOf(group)}(${parameters(arity)}){` }, ...text, { text: '}' }]),
      ...pieces(code, [...edits, ...removed].filter(stays))
    ],
    folded: [...members].map(([mark, { group, number }]) => ({ mark, group: nameOf(group), number }))
  }
}
