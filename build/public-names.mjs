import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { shortNames } from './short-names.mjs'
import { collectWords, isAmbient, place, visit } from './syntax.mjs'

/**
 * Renames public members of our own classes and interfaces whose names are longer than the four characters that the
 * interpreter keeps beside a value. By name, all over the program: a name is left alone as soon as it is also one of
 * the platform's, of a stored record's or a text's.
 */

/**
 * Members declared in these files are met outside of the script: Espruino's API, its own `OneWire` and `Flash`, and what
 * is in Storage. A file that is gone stops the build.
 */
const OUTSIDE = ['firmware/espruino/platform.ts', 'drivers/hal/one-wire-bus.ts', 'drivers/hal/flash-pages.ts', 'firmware/espruino/start-record.ts', 'contract/settings.ts']

/** What the interpreter keeps in the name's own block. */
const FREE_LENGTH = 4

/**
 * @param {ts.Node} node
 * @returns {node is ts.PropertySignature | ts.MethodSignature | ts.PropertyDeclaration | ts.MethodDeclaration | ts.PropertyAssignment}
 */
function isMember(node) {
  return ts.isPropertySignature(node) || ts.isMethodSignature(node) || ts.isPropertyDeclaration(node) || ts.isMethodDeclaration(node) || ts.isPropertyAssignment(node)
}

/** @param {ts.SourceFile} file */
function isOurs(file) {
  return !file.isDeclarationFile
}

/**
 * A text of the script, or a part of one. The path of an imported module is none: no script has it any more.
 * @param {ts.Node} node
 * @returns {node is ts.StringLiteralLike | ts.TemplateHead | ts.TemplateMiddle | ts.TemplateTail}
 */
function isText(node) {
  if (ts.isStringLiteralLike(node)) return !ts.isImportDeclaration(node.parent) && !ts.isExportDeclaration(node.parent)
  return ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)
}

/** The files of OUTSIDE on this machine. */
function outsideFiles() {
  return OUTSIDE.map(name => {
    const file = fileURLToPath(new URL(`../${name}`, import.meta.url))
    if (!existsSync(file)) throw new Error(`build/public-names.mjs: OUTSIDE lists ${name}, which is gone; write its new place, or take it off the list`)
    return file
  })
}

/**
 * Names of members that are declared here, and the names that must stay as they are.
 * @param {ts.Program} program
 * @param {readonly ts.SourceFile[]} files
 */
function collect(program, files) {
  const checker = program.getTypeChecker()
  /** @type {Set<string>} */
  const declared = new Set()
  /** @type {Set<string>} */
  const fixed = new Set()
  const known = outsideFiles()
  for (const file of files) {
    const outside = known.includes(path.resolve(file.fileName))
    visit(file, node => {
      if (isText(node)) {
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

/**
 * True where an identifier names a member and not a variable.
 * @param {ts.Identifier} identifier
 */
function namesMember(identifier) {
  const parent = identifier.parent
  return (ts.isPropertyAccessExpression(parent) && parent.name === identifier) || (isMember(parent) && parent.name === identifier)
}

/**
 * @param {ts.Program} program
 * @param {readonly ts.SourceFile[]} files
 * @param {Iterable<string>} kept names that somebody outside uses
 * @param {ReadonlySet<string>} taken names that private members have got
 * @param {(identifier: ts.Identifier) => boolean} isPrivate occurrences that are renamed elsewhere
 * @returns {{ find: (identifier: ts.Identifier) => string | undefined, renamed: Map<string, string> }} the new name of an occurrence
 */
export function publicNames(program, files, kept, taken, isPrivate) {
  const { declared, fixed } = collect(program, files)
  for (const name of kept) fixed.add(name)
  const names = [...declared].filter(name => name.length > FREE_LENGTH && !fixed.has(name)).sort()
  const words = collectWords(files)
  const series = shortNames('', name => words.has(name) || taken.has(name))
  const renamed = new Map(names.map((name, index) => [name, series.get(index)]))
  for (const file of files) {
    visit(file, node => {
      if (ts.isShorthandPropertyAssignment(node) && renamed.has(node.name.text)) throw new Error(`${place(node)}: write '${node.name.text}: ${node.name.text}' in full; the build renames the member`)
      const key = ts.isBindingElement(node) ? node.propertyName ?? node.name : undefined
      if (key && ts.isIdentifier(key) && renamed.has(key.text)) throw new Error(`${place(node)}: '${key.text}' is taken apart; the build renames the member`)
    })
  }
  return { find: identifier => namesMember(identifier) && !isPrivate(identifier) ? renamed.get(identifier.text) : undefined, renamed }
}
