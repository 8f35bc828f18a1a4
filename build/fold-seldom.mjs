import { parse } from 'acorn'
import { base, full, recursive } from 'acorn-walk'
import { SELDOM } from './seldom-called.mjs'

/**
 * Puts the functions and methods marked by seldom-called.mjs together into a few functions that take a number first:
 * `x.method(a)` becomes `group(7, x, a)`. The interpreter keeps a handful of variables for each function it knows, and
 * reads over a whole group when one of its members is called: memory is won with time, where time does not matter.
 */

/** A class of which the functions are methods while the rest is minified, so that none is inlined. */
export const HOLDER = '$seldom'
/** The most that a call has to read over, in characters. */
const GROUP = 6400

const isMarked = name => name !== undefined && name.startsWith(SELDOM)

const read = code => parse(code, { ecmaVersion: 2022, allowReturnOutsideFunction: true })

/** `code` with each edit's text in the place of what stands from `start` to `end`. */
function edited(code, edits) {
  return [...edits].sort((a, b) => b.start - a.start || b.end - a.end).reduce((text, { start, end, text: put }) => text.slice(0, start) + put + text.slice(end), code)
}

/** The text of a node with the edits that fall into it. */
function textOf(code, node, edits) {
  const own = edits.filter(({ start, end }) => start >= node.start && end <= node.end)
  return edited(code.slice(node.start, node.end), own.map(({ start, end, text }) => ({ start: start - node.start, end: end - node.start, text })))
}

/** Makes methods of the marked functions. To be done before the script is minified. */
export function holdSeldom(code) {
  const program = read(code)
  const functions = program.body.filter(node => node.type === 'FunctionDeclaration' && isMarked(node.id.name))
  if (functions.length === 0) return code
  const edits = []
  full(program, node => {
    if (node.type === 'CallExpression' && node.callee.type === 'Identifier' && isMarked(node.callee.name)) edits.push({ start: node.start, end: node.start, text: `${HOLDER}.` })
  })
  const methods = functions.map(node => textOf(code, node, edits).replace(/^function\s*/, 'static '))
  const outside = edits.filter(({ start }) => !functions.some(node => start >= node.start && start < node.end))
  return `class ${HOLDER} {\n${methods.join('\n')}\n}\n` + edited(code, [...outside, ...functions.map(({ start, end }) => ({ start, end, text: '' }))])
}

/**
 * The marked methods of the script's classes, with the number of each and the group it goes into. Those with few
 * parameters are together: a group has as many as its member with the most, and each costs a variable.
 */
function distribute(program) {
  const methods = program.body.flatMap(each => each.type === 'ClassDeclaration' ? each.body.body.filter(({ key }) => isMarked(key?.name)) : [])
  const members = new Map()
  let size = Infinity
  let group = -1
  for (const method of methods.sort((a, b) => a.value.params.length - b.value.params.length)) {
    const length = method.end - method.start
    if (size + length > GROUP) {
      size = 0
      group++
    }
    size += length
    members.set(method.key.name, { method, group, number: members.size })
  }
  return members
}

/** Calls of marked methods as calls of their groups. */
function redirected(program, members, nameOf) {
  const edits = []
  full(program, node => {
    if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression' || !isMarked(node.callee.property.name)) return
    const { object, property } = node.callee
    const member = members.get(property.name)
    if (!member) throw new Error(`${property.name} was moved from the top level while the script was minified; tag it @hot, or keep its class where it is`)
    const { group, number } = member
    const argument = node.arguments[0]
    const isFunction = object.name === HOLDER
    edits.push({ start: node.start, end: isFunction ? object.end : node.start, text: `${nameOf(group)}(${number},${isFunction ? '0' : ''}` })
    edits.push({ start: object.end, end: argument ? argument.start : node.end - 1, text: argument ? ',' : '' })
  })
  return edits
}

/** Each `this` of a method's own as the group's second parameter. */
function ownThis(method) {
  const edits = []
  const skip = () => {}
  const visitor = {
    ...base,
    ThisExpression: ({ start, end }) => edits.push({ start, end, text: '$1' }),
    Function: (node, state, go) => { if (node === method.value || node.type === 'ArrowFunctionExpression') base.Function(node, state, go) },
    Class: skip
  }
  recursive(method.value, undefined, visitor)
  return edits
}

/** One member of a group: what it did, where the group is asked for its number. */
function branch(code, { method, number }, edits) {
  const { body, params } = method.value
  const names = params.map(({ name }, index) => `${name}=$${index + 2}`)
  const text = textOf(code, body, [...edits, ...ownThis(method)]).slice(1, -1)
  return `if(${number}===$0){${names.length > 0 ? `let ${names.join(',')};` : ''}${text};return}`
}

/** Folds the marked methods of a minified script. `names` gives the names of the groups. */
export function foldSeldom(code, names) {
  const program = read(code)
  const members = distribute(program)
  const nameOf = group => names.get(group)
  const edits = redirected(program, members, nameOf)
  const groups = []
  for (const member of members.values()) {
    const group = groups[member.group] ??= { text: '', arity: 0 }
    group.text += branch(code, member, edits)
    group.arity = Math.max(group.arity, member.method.value.params.length + 2)
  }
  const removed = [...members.values()].map(({ method: { start, end } }) => ({ start, end, text: '' }))
  const holder = program.body.find(node => node.type === 'ClassDeclaration' && node.id.name === HOLDER)
  if (holder) removed.push({ start: holder.start, end: holder.end, text: '' })
  const outside = [...edits, ...removed].filter(edit => !removed.some(({ start, end }) => edit.start >= start && edit.end <= end && (edit.start > start || edit.end < end)))
  const parameters = arity => Array.from({ length: arity }, (_, index) => `$${index}`).join(',')
  return groups.map(({ text, arity }, group) => `function ${nameOf(group)}(${parameters(arity)}){${text}}`).join('') + edited(code, outside)
}
