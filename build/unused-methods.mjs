import ts from 'typescript'
import { visit } from './syntax.mjs'

/**
 * Methods that nothing in the program calls: a driver has its part's whole command set, and a node's application uses
 * some of it. On the interpreter each method takes memory for ever, called or not.
 */

/** @param {ts.MethodDeclaration} method */
function classOf(method) {
  return ts.isClassDeclaration(method.parent) ? method.parent : undefined
}

/**
 * The interfaces that a class names behind `implements`, and their members of that name.
 * @param {ts.TypeChecker} checker
 * @param {ts.MethodDeclaration} method
 */
function promised(checker, method) {
  /** @type {ts.Node[]} */
  const members = []
  for (const clause of classOf(method)?.heritageClauses ?? []) {
    for (const type of clause.types) {
      const member = checker.getTypeAtLocation(type).getProperty(method.name.getText())
      if (member) members.push(...member.declarations ?? [])
    }
  }
  return members
}

/**
 * @param {ts.Program} program
 * @param {readonly ts.SourceFile[]} files
 * @param {string[]} kept names that somebody outside calls
 * @param {import('./asserted-names.mjs').Asserted} asserted members that may be called in ways that the compiler cannot see
 * @returns {Set<ts.Node>}
 */
export function unusedMethods(program, files, kept, asserted) {
  const checker = program.getTypeChecker()
  /** @type {ts.MethodDeclaration[]} */
  const methods = []
  for (const file of files) {
    visit(file, node => {
      if (ts.isMethodDeclaration(node) && classOf(node) && ts.isIdentifier(node.name) && !kept.includes(node.name.text) && !asserted.keeps(node)) methods.push(node)
    })
  }
  /** @type {Set<ts.Node>} */
  const unused = new Set()
  for (;;) {
    /** @type {Set<ts.Node>} */
    const used = new Set()
    /** @param {ts.Node} node */
    const walk = node => {
      if (unused.has(node)) return
      if (ts.isPropertyAccessExpression(node)) {
        for (const declaration of checker.getSymbolAtLocation(node.name)?.declarations ?? []) used.add(declaration)
      }
      ts.forEachChild(node, walk)
    }
    for (const file of files) walk(file)
    const more = methods.filter(method => !unused.has(method) && !used.has(method) && !promised(checker, method).some(member => used.has(member)))
    if (more.length === 0) return unused
    for (const method of more) unused.add(method)
  }
}
