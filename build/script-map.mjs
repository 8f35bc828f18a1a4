import { createHash } from 'node:crypto'
import { parse, tokenizer } from 'acorn'
import { fullAncestor } from 'acorn-walk'
import { locator } from './edits.mjs'

/**
 * Beside a flashed script: what its short names and numbers stand for, and where its text comes from. `breva explain`
 * reads error texts of a board with it.
 */

/** @typedef {import('acorn').AnyNode} AnyNode */

/**
 * A function of the script: the text between its braces is what the interpreter counts columns in. A branch of a group
 * has a `number`. `name` is the short name, '' where there is none; `source` and `at` say what it is in the sources.
 * @typedef {{ name: string, number?: number, source: string, at: string, start: number, end: number }} MappedFunction
 */

/**
 * `names` and `members` give long names by the short ones of the top level and of members; those in `shared` hold wherever the long one stands. Each of `places` is the offset
 * from which on the text comes from a line of a file, which is an index into `files`, in the order of the offsets.
 * @typedef {{ script: string, sha256: string, names: Record<string, string>, members: Record<string, string>, shared: string[],
 *   functions: MappedFunction[], files: string[], places: [offset: number, file: number, line: number][] }} ScriptMap
 */

/** @typedef {(offset: number) => { name: string | undefined, file: string, line: number } | undefined} Origin */

/**
 * @param {AnyNode} node
 * @returns {[start: number, end: number] | undefined} what the interpreter keeps as a function's text
 */
function bodyOf(node) {
  if (node.type !== 'FunctionDeclaration' && node.type !== 'FunctionExpression' && node.type !== 'ArrowFunctionExpression') return undefined
  return node.body.type === 'BlockStatement' ? [node.body.start + 1, node.body.end - 1] : [node.body.start, node.body.end]
}

/**
 * The name of the object at the top level of which a function is a member.
 * @param {AnyNode[]} ancestors end with the function
 */
function holder(ancestors) {
  const [program, declaration, declarator, object] = ancestors
  if (ancestors.length !== 6 || declarator.type !== 'VariableDeclarator' || declarator.init !== object) return null
  return program.type === 'Program' && declaration.type === 'VariableDeclaration' && declarator.id.type === 'Identifier' ? declarator.id : null
}

/**
 * The identifier that names a function, and the class or the single object of a method.
 * @param {AnyNode[]} ancestors end with the function
 * @returns {{ id?: import('acorn').Identifier | null, owner?: import('acorn').Identifier | null }}
 */
function identity(ancestors) {
  const node = ancestors[ancestors.length - 1]
  const parent = ancestors.at(-2)
  if (node.type === 'FunctionDeclaration') return { id: node.id }
  if (parent?.type === 'MethodDefinition' && parent.key.type === 'Identifier') {
    const owner = ancestors.findLast(one => one.type === 'ClassDeclaration')
    return { id: parent.key, owner: owner?.type === 'ClassDeclaration' ? owner.id : null }
  }
  if (parent?.type === 'Property' && parent.key.type === 'Identifier') return { id: parent.key, owner: holder(ancestors) }
  return {}
}

/**
 * The branches of a group: `if(7==a){...}`.
 * @param {import('acorn').FunctionDeclaration} group
 */
function branches(group) {
  return group.body.body.flatMap(({ type, start, end, ...rest }) => {
    const test = type === 'IfStatement' && 'test' in rest ? rest.test : undefined
    const left = test?.type === 'BinaryExpression' ? test.left : undefined
    return left?.type === 'Literal' ? [{ number: Number(left.value), start, end }] : []
  })
}

/**
 * @param {string} code
 * @param {import('./naming.mjs').Naming} naming
 * @param {Origin} origin
 */
function mapFunctions(code, naming, origin) {
  /** @type {MappedFunction[]} */
  const functions = []
  /** @param {number} offset */
  const placeOf = offset => {
    const found = origin(offset)
    return found ? `${found.file}:${found.line}` : ''
  }
  /** @param {import('acorn').Identifier} id */
  const declared = id => origin(id.start)?.name ?? id.name
  /** @param {import('acorn').Identifier} id */
  const member = id => naming.members.get(id.name) ?? declared(id)
  const groups = new Set(naming.folded.map(({ group }) => group))
  /** @param {import('acorn').FunctionDeclaration} group */
  const mapBranches = group => branches(group).map(({ number, start, end }) => {
    const { mark } = naming.folded.find(one => one.group === group.id.name && one.number === number) ?? { mark: '' }
    const source = naming.marks.get(mark) ?? { name: '', at: '' }
    return { name: group.id.name, number, source: source.name, at: source.at || placeOf(start), start, end }
  })
  fullAncestor(parse(code, { ecmaVersion: 2022 }), (node, _state, ancestors) => {
    const path = /** @type {AnyNode[]} */ (ancestors)
    const body = bodyOf(/** @type {AnyNode} */ (node))
    if (!body) return
    const { id, owner } = identity(path)
    const name = id?.name ?? ''
    const range = { start: body[0], end: body[1] }
    if (groups.has(name) && node.type === 'FunctionDeclaration') {
      functions.push({ name, source: '', at: '', ...range }, ...mapBranches(/** @type {import('acorn').FunctionDeclaration} */ (node)))
      return
    }
    const long = !id ? '' : node.type === 'FunctionDeclaration' ? declared(id) : member(id)
    functions.push({ name, source: owner ? `${declared(owner)}.${long}` : long, at: placeOf(node.start), ...range })
  })
  return functions.sort((a, b) => a.start - b.start || b.end - a.end)
}

/**
 * Long names of what a script declares at its top level, by the short ones. Groups have none.
 * @param {string} code
 * @param {Origin} origin
 */
function mapNames(code, origin) {
  /** @type {Record<string, string>} */
  const names = {}
  for (const node of parse(code, { ecmaVersion: 2022 }).body) {
    const ids = node.type === 'VariableDeclaration' ? node.declarations.map(({ id }) => id) : node.type === 'ClassDeclaration' || node.type === 'FunctionDeclaration' ? [node.id] : []
    for (const id of ids) if (id.type === 'Identifier') {
      const long = origin(id.start)?.name
      if (long) names[id.name] = long
    }
  }
  return names
}

/**
 * @param {string} script the file's name
 * @param {string} code
 * @param {import('./naming.mjs').Naming} naming
 * @param {(line: number, column: number) => { name: string | undefined, file: string, line: number } | undefined} locate
 * @returns {ScriptMap}
 */
export function scriptMap(script, code, naming, locate) {
  const position = locator(code)
  /** @type {Origin} */
  const origin = offset => {
    const [line, column] = position(offset)
    return locate(line + 1, column)
  }
  const names = mapNames(code, origin)
  const functions = mapFunctions(code, naming, origin)
  /** @type {string[]} */
  const files = []
  /** @type {[number, number, number][]} */
  const places = []
  for (const { start } of tokenizer(code, { ecmaVersion: 2022 })) {
    const found = origin(start)
    if (!found) continue
    if (!files.includes(found.file)) files.push(found.file)
    const file = files.indexOf(found.file)
    const last = places.at(-1)
    if (!last || last[1] !== file || last[2] !== found.line) places.push([start, file, found.line])
  }
  return { script, sha256: createHash('sha256').update(code).digest('hex'), names, members: Object.fromEntries(naming.members), shared: [...naming.shared], functions, files, places }
}
