import ts from 'typescript'
import { shortNames } from './short-names.mjs'
import { place, visit } from './syntax.mjs'

/**
 * Renames everything declared `private` to names of at most three characters. The compiler's symbols say which
 * occurrence is private, so a public member of the same name elsewhere keeps its name. What the compiler cannot
 * resolve is reported instead of guessed.
 */

function isPrivate(node) {
  return ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some(modifier => modifier.kind === ts.SyntaxKind.PrivateKeyword)
}

/** Private declarations by node, with how often each name occurs. */
function collectDeclarations(files) {
  const declarations = new Map()
  for (const file of files) {
    visit(file, node => {
      if (!isPrivate(node) || ts.isConstructorDeclaration(node)) return
      if (!ts.isIdentifier(node.name)) throw new Error(`${place(node)}: a private member needs a plain name`)
      declarations.set(node, node.name.text)
    })
  }
  return declarations
}

/** Every identifier and every text used as a key in the sources: none of them may be given out again. */
function collectWords(files) {
  const words = new Set()
  for (const file of files) {
    visit(file, node => {
      if (ts.isIdentifier(node) || ts.isStringLiteralLike(node)) words.add(node.text)
    })
  }
  return words
}

/**
 * @param {ts.Program} program
 * @param {ts.SourceFile[]} files
 * @returns {(identifier: ts.Identifier) => string | undefined} the new name of a private occurrence
 */
export function privateNames(program, files) {
  const checker = program.getTypeChecker()
  const declarations = collectDeclarations(files)
  const names = new Set(declarations.values())
  const words = collectWords(files)
  const series = shortNames('', name => words.has(name) && !names.has(name))
  const renamed = new Map([...names].sort().map((name, index) => [name, series.get(index)]))

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
  return identifier => {
    if (!names.has(identifier.text)) return undefined
    const shorthand = ts.isShorthandPropertyAssignment(identifier.parent)
    const symbol = shorthand ? checker.getShorthandAssignmentValueSymbol(identifier.parent) : checker.getSymbolAtLocation(identifier)
    return isPrivateSymbol(symbol) ? renamed.get(identifier.text) : undefined
  }
}
