import ts from 'typescript'
import { isAmbient, visit } from './syntax.mjs'

/**
 * Members that are true or false and are only ever asked which of both hold 1 and 0 where a constant is put in: the
 * interpreter keeps a small number beside the member's name, and a boolean in a variable of its own.
 */

/**
 * @param {ts.Node} node
 * @returns {node is ts.PropertySignature | ts.PropertyDeclaration}
 */
function isField(node) {
  return ts.isPropertySignature(node) || ts.isPropertyDeclaration(node)
}

/**
 * What a member's value goes into: `asked` where nothing but its truth matters, `kept` and a name where it is put into
 * that member, else undefined.
 * @param {ts.Node} node
 * @returns {'asked' | 'written' | { kept: string } | undefined}
 */
function useOf(node) {
  const parent = node.parent
  if (ts.isParenthesizedExpression(parent)) return useOf(parent)
  if (ts.isPrefixUnaryExpression(parent)) return parent.operator === ts.SyntaxKind.ExclamationToken ? 'asked' : undefined
  if (ts.isIfStatement(parent) || ts.isWhileStatement(parent) || ts.isDoStatement(parent)) return 'asked'
  if (ts.isForStatement(parent)) return parent.condition === node ? 'asked' : undefined
  if (ts.isConditionalExpression(parent)) return parent.condition === node ? 'asked' : undefined
  return ts.isBinaryExpression(parent) ? useIn(parent, node) : undefined
}

/**
 * @param {ts.BinaryExpression} parent
 * @param {ts.Node} node one of its sides
 */
function useIn(parent, node) {
  const kind = parent.operatorToken.kind
  if (kind === ts.SyntaxKind.AmpersandAmpersandToken || kind === ts.SyntaxKind.BarBarToken) return useOf(parent)
  if (kind !== ts.SyntaxKind.EqualsToken) return undefined
  if (parent.left === node) return 'written'
  return ts.isPropertyAccessExpression(parent.left) && ts.isExpressionStatement(parent.parent) ? { kept: parent.left.name.text } : undefined
}

/**
 * Names of members that are declared as `boolean` wherever they are declared, and never otherwise.
 * @param {ts.TypeChecker} checker
 * @param {readonly ts.SourceFile[]} files
 * @param {ReadonlySet<string>} fixed
 */
function candidates(checker, files, fixed) {
  /** @type {Map<string, boolean>} */
  const found = new Map()
  for (const file of files) {
    visit(file, node => {
      if (!isField(node) && !ts.isMethodSignature(node) && !ts.isMethodDeclaration(node)) return
      const name = node.name.getText()
      const flag = isField(node) && !node.questionToken && !isAmbient(node) && (checker.getTypeAtLocation(node).flags & ts.TypeFlags.Boolean) !== 0
      found.set(name, flag && (found.get(name) ?? true))
    })
  }
  return new Set([...found].flatMap(([name, flag]) => flag && !fixed.has(name) ? [name] : []))
}

/**
 * The members that a constant is put into, if it is put into nothing else.
 * @param {ts.Node} constant
 * @returns {string[] | undefined}
 */
function targets(constant) {
  const parent = constant.parent
  if (ts.isPropertyAssignment(parent)) return [parent.name.getText()]
  /** @type {string[]} */
  const names = []
  let at = parent
  let from = constant
  while (ts.isBinaryExpression(at) && at.operatorToken.kind === ts.SyntaxKind.EqualsToken && at.right === from) {
    if (!ts.isPropertyAccessExpression(at.left)) return undefined
    names.push(at.left.name.text)
    from = at
    at = at.parent
  }
  return ts.isExpressionStatement(at) && names.length > 0 ? names : undefined
}

/**
 * @param {ts.Program} program
 * @param {readonly ts.SourceFile[]} files
 * @param {ReadonlySet<string>} fixed members that others may look at
 * @returns {(node: ts.Node) => string | undefined} what takes the place of a `true` or `false`
 */
export function flags(program, files, fixed) {
  const checker = program.getTypeChecker()
  const names = candidates(checker, files, fixed)
  /** @type {{ name: string, kept: string }[]} */
  const moves = []
  for (const file of files) {
    visit(file, node => {
      if (ts.isElementAccessExpression(node) || ts.isBindingElement(node) || ts.isShorthandPropertyAssignment(node)) {
        const key = ts.isElementAccessExpression(node) ? node.argumentExpression : node.name
        if (ts.isIdentifier(key) || ts.isStringLiteralLike(key)) names.delete(key.text)
      }
      if (!ts.isPropertyAccessExpression(node) || !names.has(node.name.text)) return
      const use = useOf(node)
      if (use === undefined) names.delete(node.name.text)
      else if (typeof use === 'object') moves.push({ name: node.name.text, kept: use.kept })
    })
  }
  for (let before = -1; before !== names.size;) {
    before = names.size
    for (const { name, kept } of moves) if (!names.has(kept)) names.delete(name)
  }
  return node => {
    if (node.kind !== ts.SyntaxKind.TrueKeyword && node.kind !== ts.SyntaxKind.FalseKeyword) return undefined
    const put = targets(node)
    if (!put?.every(name => names.has(name))) return undefined
    return node.kind === ts.SyntaxKind.TrueKeyword ? '1' : '0'
  }
}
