import path from 'node:path'
import ts from 'typescript'
import { checkCold } from './cold-methods.mjs'
import { checkFoldable } from './foldable.mjs'
import { visit } from './syntax.mjs'

/**
 * Functions and methods that may be put together into a few (see fold-seldom.mjs): each takes some four variables of
 * the node's memory for ever, called or not. Left out are those tagged `@hot`, which run with every sample or every
 * message; those that are passed on as values; and those whose name an interface has too, unless they are tagged `@cold`:
 * no object of their class is met through that interface, which cold-methods.mjs checks.
 */

/** @typedef {ts.FunctionDeclaration | ts.MethodDeclaration} Candidate */

/** How the names begin that such functions have until they are folded. */
export const SELDOM = '_seldom'

/**
 * @param {ts.Node} node
 * @param {string} tag
 */
function isTagged(node, tag) {
  return ts.getJSDocCommentsAndTags(node).some(comment => new RegExp(`@${tag}\\b`).test(comment.getText()))
}

/**
 * @param {ts.Node} node
 * @returns {node is Candidate}
 */
function isCandidate(node) {
  if (!ts.isMethodDeclaration(node) && !ts.isFunctionDeclaration(node)) return false
  if (!node.body || !node.name || !ts.isIdentifier(node.name) || isTagged(node, 'hot')) return false
  if (ts.isMethodDeclaration(node)) return ts.isClassDeclaration(node.parent) && ts.isSourceFile(node.parent.parent)
  return ts.isSourceFile(node.parent)
}

/** @param {Candidate} candidate */
const nameOf = candidate => candidate.name?.getText() ?? ''

/**
 * The declarations that an occurrence may stand for.
 * @param {ts.TypeChecker} checker
 * @param {ts.Identifier} identifier
 * @returns {ts.Node[]}
 */
function declarationsOf(checker, identifier) {
  const symbol = checker.getSymbolAtLocation(identifier)
  const meant = symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
  return meant?.declarations ?? []
}

/**
 * True where the identifier is what is called: `name(...)` or `object.name(...)`.
 * @param {ts.Identifier} identifier
 */
function isCalled(identifier) {
  const callee = ts.isPropertyAccessExpression(identifier.parent) && identifier.parent.name === identifier ? identifier.parent : identifier
  return ts.isCallExpression(callee.parent) && callee.parent.expression === callee && !callee.parent.questionDotToken && !('questionDotToken' in callee && callee.questionDotToken)
}

/**
 * Names of members of interfaces and of object types: an object of ours may be met through them.
 * @param {readonly ts.SourceFile[]} files
 */
function interfaceNames(files) {
  /** @type {Set<string>} */
  const names = new Set()
  for (const file of files) {
    visit(file, node => {
      if ((ts.isPropertySignature(node) || ts.isMethodSignature(node) || ts.isPropertyAssignment(node)) && ts.isIdentifier(node.name)) names.add(node.name.text)
    })
  }
  return names
}

/**
 * @param {ts.Program} program
 * @param {readonly ts.SourceFile[]} files
 * @param {{ folders: string[], kept: string[], once: string[], removed: Set<ts.Node>, asserted: import('./asserted-names.mjs').Asserted }} options
 *   where functions may be folded, names used from outside, modules that run once, methods that the build leaves out,
 *   and members that may be met in ways that the compiler cannot see
 * @returns {{ find: (identifier: ts.Identifier) => string | undefined, marked: Map<ts.Node, string> }} the name that marks an occurrence as one to fold
 */
export function seldomCalled(program, files, { folders, kept, once, removed, asserted }) {
  const checker = program.getTypeChecker()
  const started = once.map(name => path.resolve(name))
  /** @param {ts.SourceFile} file */
  const isOurs = ({ fileName }) => folders.some(folder => !path.relative(folder, fileName).startsWith('..')) && !started.includes(path.resolve(fileName))
  const outside = interfaceNames(files)
  /** @type {Set<ts.Node>} */
  const candidates = new Set()
  /** @type {ts.MethodDeclaration[]} */
  const cold = []
  for (const file of files.filter(isOurs)) {
    visit(file, node => {
      if (!isCandidate(node) || removed.has(node)) return
      const isMethod = ts.isMethodDeclaration(node)
      if (isMethod && asserted.keeps(node)) return
      const isCold = isTagged(node, 'cold')
      if (!isCold && (kept.includes(nameOf(node)) || (isMethod && outside.has(nameOf(node))))) return
      if (isCold && isMethod) cold.push(node)
      candidates.add(node)
    })
  }
  checkCold(checker, files, cold)
  const texts = new Set([...candidates].map(candidate => nameOf(/** @type {Candidate} */ (candidate))))
  for (const file of files) {
    visit(file, node => {
      if (!ts.isIdentifier(node) || !texts.has(node.text) || ts.isImportSpecifier(node.parent) || ts.isExportSpecifier(node.parent)) return
      const declarations = declarationsOf(checker, node)
      if (declarations.length === 1 && (ts.getNameOfDeclaration(/** @type {ts.Declaration} */ (declarations[0])) === node || isCalled(node))) return
      for (const declaration of declarations) candidates.delete(declaration)
    })
  }
  for (const candidate of candidates) checkFoldable(/** @type {Candidate} */ (candidate))
  const marked = new Map([...candidates].map((declaration, index) => [declaration, SELDOM + index]))
  return { find: identifier => texts.has(identifier.text) ? marked.get(declarationsOf(checker, identifier)[0]) : undefined, marked }
}
