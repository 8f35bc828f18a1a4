import ts from 'typescript'
import { place, visit } from './syntax.mjs'

/**
 * Values known at build time: every `const` that is always the same number, every exported one that is always the same
 * text, and the constants that the build itself supplies. A text that a module keeps to itself is left to the minifier,
 * which writes it where that is shorter.
 */

/** @type {Partial<Record<ts.SyntaxKind, (a: number, b: number) => number>>} */
const BINARY = {
  [ts.SyntaxKind.PlusToken]: (a, b) => a + b,
  [ts.SyntaxKind.MinusToken]: (a, b) => a - b,
  [ts.SyntaxKind.AsteriskToken]: (a, b) => a * b,
  [ts.SyntaxKind.SlashToken]: (a, b) => a / b,
  [ts.SyntaxKind.PercentToken]: (a, b) => a % b,
  [ts.SyntaxKind.BarToken]: (a, b) => a | b,
  [ts.SyntaxKind.AmpersandToken]: (a, b) => a & b,
  [ts.SyntaxKind.CaretToken]: (a, b) => a ^ b,
  [ts.SyntaxKind.LessThanLessThanToken]: (a, b) => a << b,
  [ts.SyntaxKind.GreaterThanGreaterThanToken]: (a, b) => a >> b,
  [ts.SyntaxKind.GreaterThanGreaterThanGreaterThanToken]: (a, b) => a >>> b
}

/** @type {Partial<Record<ts.SyntaxKind, (a: number) => number>>} */
const UNARY = {
  [ts.SyntaxKind.MinusToken]: a => -a,
  [ts.SyntaxKind.PlusToken]: a => a,
  [ts.SyntaxKind.TildeToken]: a => ~a
}

/** @param {ts.Identifier} identifier */
function isDeclarationName(identifier) {
  const parent = identifier.parent
  return (ts.isVariableDeclaration(parent) && parent.name === identifier) || ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)
}

/** @param {ts.Identifier} identifier */
function isTypePosition(identifier) {
  /** @type {ts.Node} */
  let outermost = identifier
  while (ts.isQualifiedName(outermost.parent)) outermost = outermost.parent
  return ts.isPartOfTypeNode(identifier) || ts.isTypeQueryNode(outermost.parent)
}

/**
 * The declaration behind an identifier when it is a `const`, ambient or not, outside of `for` headers.
 * @param {ts.TypeChecker} checker
 * @param {ts.Identifier} identifier
 */
function constantDeclaration(checker, identifier) {
  let symbol = ts.isShorthandPropertyAssignment(identifier.parent)
    ? checker.getShorthandAssignmentValueSymbol(identifier.parent)
    : checker.getSymbolAtLocation(identifier)
  if (symbol && symbol.flags & ts.SymbolFlags.Alias) symbol = checker.getAliasedSymbol(symbol)
  const declaration = symbol?.valueDeclaration
  if (!declaration || !ts.isVariableDeclaration(declaration)) return undefined
  if (!(declaration.parent.flags & ts.NodeFlags.Const)) return undefined
  return ts.isVariableStatement(declaration.parent.parent) ? declaration : undefined
}

/** @typedef {number | string | undefined} Value */

/**
 * Texts are only ever joined, with texts and with whole numbers, which the device writes as the build does.
 * @param {ts.SyntaxKind} operator
 * @param {Value} left
 * @param {Value} right
 * @returns {Value}
 */
function combine(operator, left, right) {
  if (typeof left === 'number' && typeof right === 'number') return BINARY[operator]?.(left, right)
  const joined = operator === ts.SyntaxKind.PlusToken && [left, right].every(value => typeof value === 'string' || Number.isSafeInteger(value))
  return joined ? `${left}${right}` : undefined
}

/**
 * The number or text an expression always has, or undefined.
 * @param {ts.TypeChecker} checker
 * @param {ts.Expression} expression
 * @returns {Value}
 */
function evaluate(checker, expression) {
  if (ts.isNumericLiteral(expression)) return Number(expression.text)
  if (ts.isStringLiteral(expression)) return expression.text
  if (ts.isParenthesizedExpression(expression) || ts.isAsExpression(expression)) return evaluate(checker, expression.expression)
  if (ts.isPrefixUnaryExpression(expression)) {
    const operand = evaluate(checker, expression.operand)
    return typeof operand === 'number' ? UNARY[expression.operator]?.(operand) : undefined
  }
  if (ts.isBinaryExpression(expression)) {
    return combine(expression.operatorToken.kind, evaluate(checker, expression.left), evaluate(checker, expression.right))
  }
  if (ts.isIdentifier(expression)) {
    const initializer = constantDeclaration(checker, expression)?.initializer
    return initializer && evaluate(checker, initializer)
  }
  return undefined
}

/**
 * How a constant's value is written where it is used; undefined where it stays a variable.
 * @param {ts.VariableDeclaration} declaration
 * @param {Value} value
 */
function written(declaration, value) {
  if (typeof value === 'string') return ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Export ? JSON.stringify(value) : undefined
  if (value === undefined || !isFinite(value)) return undefined
  return value < 0 ? `(${value})` : String(value)
}

/**
 * Stops the build at `import * as names`: a constant that is reached as `names.LIMIT` would have its value written behind the dot.
 * @param {readonly ts.SourceFile[]} files
 */
export function checkNamespaces(files) {
  for (const file of files) visit(file, node => {
    if (ts.isNamespaceImport(node)) throw new Error(`${place(node)}: '${node.getText()}' takes a whole module for an object; import the names that are used, one by one`)
  })
}

/**
 * @param {ts.Program} program
 * @param {Record<string, string>} supplied texts that replace ambient constants (`declare const NAME: string`)
 * @param {boolean} inline also put numbers and exported texts where they are used
 * @returns {(identifier: ts.Identifier) => string | undefined} the text that takes an identifier's place
 */
export function constants(program, supplied, inline) {
  const checker = program.getTypeChecker()
  return identifier => {
    if (isDeclarationName(identifier) || isTypePosition(identifier)) return undefined
    const declaration = constantDeclaration(checker, identifier)
    if (!declaration) return undefined
    if (!declaration.initializer) return supplied[identifier.text]
    return inline ? written(declaration, evaluate(checker, declaration.initializer)) : undefined
  }
}
