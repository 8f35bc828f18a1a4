import path from 'node:path'
import ts from 'typescript'
import { visit } from './syntax.mjs'

/**
 * Functions and methods that may be put together into a few (see fold-seldom.mjs): each takes some four variables of
 * the node's memory for ever, called or not. Left out are those tagged `@hot`, which run with every sample or every
 * message; those that are passed on as values; and those whose name an interface has too, unless they are tagged `@cold`:
 * no object of their class is met through that interface.
 */

/** How the names begin that such functions have until they are folded. */
export const SELDOM = '_seldom'

function isTagged(node, tag) {
  return ts.getJSDocCommentsAndTags(node).some(comment => new RegExp(`@${tag}\\b`).test(comment.getText()))
}

function isCandidate(node) {
  if (!node.body || !node.name || !ts.isIdentifier(node.name) || isTagged(node, 'hot')) return false
  if (ts.isMethodDeclaration(node)) return ts.isClassDeclaration(node.parent) && ts.isSourceFile(node.parent.parent)
  return ts.isFunctionDeclaration(node) && ts.isSourceFile(node.parent)
}

/** The declarations that an occurrence may stand for. */
function declarationsOf(checker, identifier) {
  const symbol = checker.getSymbolAtLocation(identifier)
  const meant = symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
  return meant?.declarations ?? []
}

/** True where the identifier is what is called: `name(...)` or `object.name(...)`. */
function isCalled(identifier) {
  const callee = ts.isPropertyAccessExpression(identifier.parent) && identifier.parent.name === identifier ? identifier.parent : identifier
  return ts.isCallExpression(callee.parent) && callee.parent.expression === callee && !callee.parent.questionDotToken && !callee.questionDotToken
}

/** Names of members of interfaces and of object types: an object of ours may be met through them. */
function interfaceNames(files) {
  const names = new Set()
  for (const file of files) {
    visit(file, node => {
      const member = ts.isPropertySignature(node) || ts.isMethodSignature(node) || ts.isPropertyAssignment(node)
      if (member && ts.isIdentifier(node.name)) names.add(node.name.text)
    })
  }
  return names
}

/**
 * @param {ts.Program} program
 * @param {ts.SourceFile[]} files
 * @param {{ folders: string[], kept: string[], once: string[], removed: Set<ts.Node> }} options where functions may be
 *   folded, names used from outside, modules that run once, and methods that the build leaves out
 * @returns {(identifier: ts.Identifier) => string | undefined} the name that marks an occurrence as one to fold
 */
export function seldomCalled(program, files, { folders, kept, once, removed }) {
  const checker = program.getTypeChecker()
  const started = once.map(name => path.resolve(name))
  const isOurs = ({ fileName }) => folders.some(folder => !path.relative(folder, fileName).startsWith('..')) && !started.includes(path.resolve(fileName))
  const outside = interfaceNames(files)
  const candidates = new Set()
  for (const file of files.filter(isOurs)) {
    visit(file, node => {
      if (!isCandidate(node) || removed.has(node)) return
      const met = kept.includes(node.name.text) || (ts.isMethodDeclaration(node) && outside.has(node.name.text))
      if (met && !isTagged(node, 'cold')) return
      candidates.add(node)
    })
  }
  const texts = new Set([...candidates].map(({ name }) => name.text))
  for (const file of files) {
    visit(file, node => {
      if (!ts.isIdentifier(node) || !texts.has(node.text) || ts.isImportSpecifier(node.parent) || ts.isExportSpecifier(node.parent)) return
      const declarations = declarationsOf(checker, node)
      if (declarations.length === 1 && (declarations[0].name === node || isCalled(node))) return
      for (const declaration of declarations) candidates.delete(declaration)
    })
  }
  const names = new Map([...candidates].map((declaration, index) => [declaration, SELDOM + index]))
  return identifier => texts.has(identifier.text) ? names.get(declarationsOf(checker, identifier)[0]) : undefined
}
