import path from 'node:path'
import ts from 'typescript'
import { shortNames } from './short-names.mjs'
import { isAmbient, place, visit } from './syntax.mjs'

/**
 * Renames public members of our own classes and interfaces whose names are longer than the four characters that the
 * interpreter keeps beside a value. By name, all over the program: a name is left alone as soon as it is also one of
 * the platform's, of a stored record's or a text's.
 */

/** Members declared in these files are met outside of the script: Espruino's API, its own `OneWire` and `Flash`, and what is in Storage. */
const OUTSIDE = ['firmware/espruino/platform.ts', 'drivers/hal/one-wire-bus.ts', 'drivers/hal/flash-pages.ts', 'firmware/espruino/start-record.ts', 'contract/settings.ts']

/** What the interpreter keeps in the name's own block. */
const FREE_LENGTH = 4

function isMember(node) {
  return ts.isPropertySignature(node) || ts.isMethodSignature(node) || ts.isPropertyDeclaration(node) || ts.isMethodDeclaration(node) || ts.isPropertyAssignment(node)
}

function isOurs(file) {
  return !file.isDeclarationFile
}

/** Names of members that are declared here, and the names that must stay as they are. */
function collect(program, files) {
  const checker = program.getTypeChecker()
  const declared = new Set()
  const fixed = new Set()
  for (const file of files) {
    const outside = OUTSIDE.some(name => path.resolve(name) === path.resolve(file.fileName))
    visit(file, node => {
      if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
        for (const word of node.text.split(/[^\w$]+/)) fixed.add(word)
      }
      if (isMember(node) && ts.isIdentifier(node.name)) (outside || isAmbient(node) ? fixed : declared).add(node.name.text)
      if (ts.isPropertyAccessExpression(node)) {
        const declarations = checker.getSymbolAtLocation(node.name)?.declarations
        if (!declarations || declarations.some(declaration => !isOurs(declaration.getSourceFile()))) fixed.add(node.name.text)
      }
    })
  }
  return { declared, fixed }
}

/** True where an identifier names a member and not a variable. */
function namesMember(identifier) {
  const parent = identifier.parent
  return (ts.isPropertyAccessExpression(parent) && parent.name === identifier) || (isMember(parent) && parent.name === identifier)
}

/**
 * @param {ts.Program} program
 * @param {ts.SourceFile[]} files
 * @param {string[]} kept names that somebody outside uses
 * @param {(name: string) => boolean} isPrivate names that are renamed elsewhere
 * @returns {(identifier: ts.Identifier) => string | undefined} the new name of an occurrence
 */
export function publicNames(program, files, kept, isPrivate) {
  const { declared, fixed } = collect(program, files)
  for (const name of kept) fixed.add(name)
  const names = [...declared].filter(name => name.length > FREE_LENGTH && !fixed.has(name)).sort()
  const words = new Set()
  for (const file of files) visit(file, node => { if (ts.isIdentifier(node) || ts.isStringLiteralLike(node)) words.add(node.text) })
  // A capital first: private members and variables begin with a small letter.
  const series = shortNames('$', name => words.has(name))
  const renamed = new Map(names.map((name, index) => [name, series.get(index)]))
  for (const file of files) {
    visit(file, node => {
      if (ts.isShorthandPropertyAssignment(node) && renamed.has(node.name.text)) throw new Error(`${place(node)}: write '${node.name.text}: ${node.name.text}' in full; the build renames the member`)
      const key = ts.isBindingElement(node) ? node.propertyName ?? node.name : undefined
      if (key && ts.isIdentifier(key) && renamed.has(key.text)) throw new Error(`${place(node)}: '${key.text}' is taken apart; the build renames the member`)
    })
  }
  return identifier => namesMember(identifier) && !isPrivate(identifier) ? renamed.get(identifier.text) : undefined
}
