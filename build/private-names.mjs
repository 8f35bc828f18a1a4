import ts from 'typescript'
import { shortNames } from './short-names.mjs'
import { collectWords, place, visit } from './syntax.mjs'

/**
 * Renames everything declared `private` to names of at most three characters. The compiler's symbols say which
 * occurrence is private, so a public member of the same name elsewhere keeps its name. What the compiler cannot
 * resolve is reported instead of guessed.
 */

/** @param {ts.Node} node */
function isPrivate(node) {
  return ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some(modifier => modifier.kind === ts.SyntaxKind.PrivateKeyword)
}

/**
 * Private declarations by node, with their names.
 * @param {readonly ts.SourceFile[]} files
 * @param {import('./asserted-names.mjs').Asserted} asserted
 */
function collectDeclarations(files, asserted) {
  /** @type {Map<ts.Node, string>} */
  const declarations = new Map()
  for (const file of files) {
    visit(file, node => {
      if (!isPrivate(node) || ts.isConstructorDeclaration(node)) return
      const name = ts.getNameOfDeclaration(/** @type {ts.Declaration} */ (node))
      if (!name || !ts.isIdentifier(name)) throw new Error(`${place(node)}: a private member needs a plain name`)
      if (!asserted.keeps(node)) declarations.set(node, name.text)
    })
  }
  return declarations
}

/**
 * @param {ts.Program} program
 * @param {readonly ts.SourceFile[]} files
 * @param {import('./asserted-names.mjs').Asserted} asserted members that must not be renamed
 * @returns {{ find: (identifier: ts.Identifier) => string | undefined, renamed: Map<string, string> }} the new name of a private occurrence
 */
export function privateNames(program, files, asserted) {
  const checker = program.getTypeChecker()
  const declarations = collectDeclarations(files, asserted)
  const names = new Set(declarations.values())
  const words = collectWords(files)
  const series = shortNames('', name => asserted.names.has(name) || (words.has(name) && !names.has(name)))
  const renamed = new Map([...names].sort().map((name, index) => [name, series.get(index)]))

  /** @param {ts.Symbol | undefined} symbol */
  const isPrivateSymbol = symbol => (symbol?.declarations ?? []).some(declaration => declarations.has(declaration))

  for (const file of files) {
    visit(file, node => {
      const key = ts.isElementAccessExpression(node) ? node.argumentExpression : undefined
      if (key && ts.isStringLiteralLike(key) && isPrivateSymbol(checker.getSymbolAtLocation(key))) {
        throw new Error(`${place(node)}: a private member is reached by its text, which the build renames`)
      }
      if (ts.isPropertyAccessExpression(node) && names.has(node.name.text) && !checker.getSymbolAtLocation(node.name)) {
        throw new Error(`${place(node)}: '${node.name.text}' is private in some class and untyped here; give the object a type`)
      }
    })
  }
  /** @param {ts.Identifier} identifier */
  const find = identifier => {
    if (!names.has(identifier.text)) return undefined
    const shorthand = ts.isShorthandPropertyAssignment(identifier.parent)
    const symbol = shorthand ? checker.getShorthandAssignmentValueSymbol(identifier.parent) : checker.getSymbolAtLocation(identifier)
    return isPrivateSymbol(symbol) ? renamed.get(identifier.text) : undefined
  }
  return { find, renamed }
}
