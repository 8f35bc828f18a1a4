import ts from 'typescript'

/** Numbers known at build time: every `const` with a fixed value, and the constants that the build itself supplies. */

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

/**
 * The number an expression always has, or undefined.
 * @param {ts.TypeChecker} checker
 * @param {ts.Expression} expression
 * @returns {number | undefined}
 */
function evaluate(checker, expression) {
  if (ts.isNumericLiteral(expression)) return Number(expression.text)
  if (ts.isParenthesizedExpression(expression) || ts.isAsExpression(expression)) return evaluate(checker, expression.expression)
  if (ts.isPrefixUnaryExpression(expression)) {
    const operand = evaluate(checker, expression.operand)
    return operand === undefined ? undefined : UNARY[expression.operator]?.(operand)
  }
  if (ts.isBinaryExpression(expression)) {
    const left = evaluate(checker, expression.left)
    const right = evaluate(checker, expression.right)
    return left === undefined || right === undefined ? undefined : BINARY[expression.operatorToken.kind]?.(left, right)
  }
  if (ts.isIdentifier(expression)) {
    const initializer = constantDeclaration(checker, expression)?.initializer
    return initializer && evaluate(checker, initializer)
  }
  return undefined
}

/**
 * @param {ts.Program} program
 * @param {Record<string, string>} supplied texts that replace ambient constants (`declare const NAME: string`)
 * @param {boolean} inline also put numbers where they are used
 * @returns {(identifier: ts.Identifier) => string | undefined} the text that takes an identifier's place
 */
export function constants(program, supplied, inline) {
  const checker = program.getTypeChecker()
  return identifier => {
    if (isDeclarationName(identifier) || isTypePosition(identifier)) return undefined
    const declaration = constantDeclaration(checker, identifier)
    if (!declaration) return undefined
    if (!declaration.initializer) return supplied[identifier.text]
    const value = inline ? evaluate(checker, declaration.initializer) : undefined
    if (value === undefined || !isFinite(value)) return undefined
    return value < 0 ? `(${value})` : String(value)
  }
}
