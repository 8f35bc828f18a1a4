import ts from 'typescript'
import { place } from './syntax.mjs'

/**
 * True where a function's own `arguments` are used; those of functions within are theirs.
 * @param {ts.Node} node
 * @returns {ts.Node | undefined}
 */
function ownArguments(node) {
  if (ts.isIdentifier(node) && node.text === 'arguments' && !(ts.isPropertyAccessExpression(node.parent) && node.parent.name === node)) return node
  if ((ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node) || ts.isMethodDeclaration(node)) && node.body) return undefined
  return ts.forEachChild(node, ownArguments)
}

/** @param {ts.ParameterDeclaration} parameter */
function faultOf(parameter) {
  if (parameter.dotDotDotToken) return 'is a rest parameter'
  if (!ts.isIdentifier(parameter.name)) return 'is taken apart'
  return parameter.initializer ? 'has a default value' : undefined
}

/**
 * Stops the build at what a folded function cannot have: its group's parameters stand for its own, one for each name.
 * @param {ts.FunctionDeclaration | ts.MethodDeclaration} declaration
 */
export function checkFoldable(declaration) {
  const name = declaration.name?.getText()
  const way = `write plain names, or tag ${name} @hot, so that it is not folded`
  for (const parameter of declaration.parameters) {
    const fault = faultOf(parameter)
    if (fault) throw new Error(`${place(parameter)}: '${parameter.getText()}' of ${name} ${fault}; ${way}`)
  }
  const used = declaration.body && ts.forEachChild(declaration.body, ownArguments)
  if (used) throw new Error(`${place(used)}: ${name} uses 'arguments', which are its group's once it is folded; ${way}`)
}
