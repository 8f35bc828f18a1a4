import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { shortNames } from './short-names.mjs'
import { collectWords, isAmbient, place, visit } from './syntax.mjs'

/**
 * Renames public members of our own classes and interfaces whose names are longer than the four characters that the
 * interpreter keeps beside a value. By name, all over the program: a name is left alone as soon as it is also one of
 * the platform's or of a stored record's, or may be reached by a text.
 */

/**
 * Members declared in these files are met outside of the script: Espruino's API, its own `OneWire` and `Flash`, what it says of a datagram's sender, and what
 * is in Storage. A file that is gone stops the build.
 */
const OUTSIDE = ['firmware/espruino/platform.ts', 'drivers/hal/one-wire-bus.ts', 'drivers/hal/flash-pages.ts', 'drivers/hal/datagrams.ts', 'firmware/espruino/start-record.ts', 'contract/settings.ts']

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
 * A text, or a part of one, in a file whose texts are taken apart into keys.
 * @param {ts.Node} node
 * @returns {node is ts.StringLiteralLike | ts.TemplateHead | ts.TemplateMiddle | ts.TemplateTail}
 */
function isText(node) {
  return ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)
}

/**
 * Names of our own members of a type and, where it is a union, of its parts.
 * @param {ts.Type} type
 * @returns {string[]}
 */
function ownMembers(type) {
  const parts = type.isUnionOrIntersection() ? type.types : [type]
  return parts.flatMap(part => part.getProperties()).filter(({ declarations = [] }) => declarations.some(each => isOurs(each.getSourceFile()))).map(({ name }) => name)
}

/**
 * What stands before every `as`.
 * @param {ts.Expression} node
 * @returns {ts.Expression}
 */
function innermost(node) {
  return ts.isAsExpression(node) || ts.isParenthesizedExpression(node) ? innermost(node.expression) : node
}

/** The functions of the language that read the names of an object's members. */
const READS_NAMES = /^(JSON\.stringify|Object\.(keys|values|entries|assign))$/

/**
 * Names that a key may be, as far as the compiler knows.
 * @param {ts.Type} type
 * @returns {string[]}
 */
function literals(type) {
  const parts = type.isUnion() ? type.types : [type]
  return parts.flatMap(part => part.isStringLiteral() ? [part.value] : [])
}

/**
 * Members that a key reaches: those that it may name, or all of the object's where the compiler does not know it.
 * @param {ts.TypeChecker} checker
 * @param {ts.Expression} key
 * @param {ts.Expression} object
 */
function reached(checker, key, object) {
  const type = checker.getTypeAtLocation(key)
  return (type.flags & (ts.TypeFlags.String | ts.TypeFlags.Any)) === 0 ? literals(type) : ownMembers(checker.getTypeAtLocation(object))
}

/**
 * The object of which a node may reach every member by a name that the compiler does not see.
 * @param {ts.TypeChecker} checker
 * @param {ts.Node} node
 * @returns {ts.Expression | undefined}
 */
function readByName(checker, node) {
  if (ts.isForInStatement(node)) return node.expression
  if (ts.isAsExpression(node)) return checker.getTypeAtLocation(node).getStringIndexType() ? innermost(node) : undefined
  return ts.isCallExpression(node) && READS_NAMES.test(node.expression.getText()) ? node.arguments.at(0) : undefined
}

/**
 * Members that a node reaches by a text.
 * @param {ts.TypeChecker} checker
 * @param {ts.Node} node
 * @returns {string[]}
 */
function reachedByText(checker, node) {
  if (ts.isElementAccessExpression(node)) return reached(checker, node.argumentExpression, node.expression)
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.InKeyword) return reached(checker, node.left, node.right)
  if (ts.isPropertyAssignment(node) && !ts.isIdentifier(node.name)) {
    return literals(checker.getTypeAtLocation(ts.isComputedPropertyName(node.name) ? node.name.expression : node.name))
  }
  const object = readByName(checker, node)
  return object ? ownMembers(checker.getTypeAtLocation(object)) : []
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
 * The names that a node keeps as they are.
 * @param {ts.TypeChecker} checker
 * @param {ts.Node} node
 * @param {boolean} outside of a file whose members are met outside of the script
 * @returns {string[]}
 */
function kept(checker, node, outside) {
  if (outside && isText(node)) return node.text.split(/[^\w$]+/)
  if (ts.isPropertyAccessExpression(node)) {
    const declarations = checker.getSymbolAtLocation(node.name)?.declarations
    return !declarations || declarations.some(declaration => !isOurs(declaration.getSourceFile())) ? [node.name.text] : []
  }
  return reachedByText(checker, node)
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
      for (const name of kept(checker, node, outside)) fixed.add(name)
      if (isMember(node) && ts.isIdentifier(node.name)) (outside || isAmbient(node) ? fixed : declared).add(node.name.text)
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
 * @param {Iterable<string>} used names that somebody outside uses
 * @param {ReadonlySet<string>} taken names that private members have got
 * @param {(identifier: ts.Identifier) => boolean} isPrivate occurrences that are renamed elsewhere
 * @returns {{ find: (identifier: ts.Identifier) => string | undefined, renamed: Map<string, string> }} the new name of an occurrence
 */
export function publicNames(program, files, used, taken, isPrivate) {
  const { declared, fixed } = collect(program, files)
  for (const name of used) fixed.add(name)
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
