/**
 * @typedef {import('acorn').AnyNode} AnyNode
 * @typedef {import('./finding.mjs').Report} Report
 */

/** Syntax that 2v29 refuses or runs wrongly, as node types. */
const FORBIDDEN_NODES = new Map([
  ['AssignmentPattern', 'default value'],
  ['RestElement', 'rest element'],
  ['SpreadElement', 'spread'],
  ['ObjectPattern', 'destructuring'],
  ['ArrayPattern', 'destructuring'],
  ['ChainExpression', 'optional chaining'],
  ['AwaitExpression', 'await'],
  ['YieldExpression', 'yield'],
  ['LabeledStatement', 'label'],
  ['TaggedTemplateExpression', 'tagged template'],
  ['MetaProperty', 'new.target or import.meta'],
  ['ImportDeclaration', 'import'],
  ['ImportExpression', 'import()'],
  ['ExportNamedDeclaration', 'export'],
  ['ExportDefaultDeclaration', 'export'],
  ['ExportAllDeclaration', 'export'],
  ['Super', 'super'],
  ['PropertyDefinition', 'class field'],
  ['StaticBlock', 'static block'],
  ['WithStatement', 'with']
])

const FORBIDDEN_OPERATORS = new Set(['**', '**=', '??=', '||=', '&&='])
const ERROR_KINDS = new Set(['Error', 'TypeError', 'SyntaxError', 'ReferenceError', 'RangeError'])

/**
 * What is wrong with a regular expression, or undefined.
 * @param {string} pattern
 * @param {string} flags
 */
function regexFault(pattern, flags) {
  if (/[^gi]/.test(flags)) return `flag in /${flags}`
  const bare = pattern.replace(/\\[^1-9k]/g, '_').replace(/\[(\\.|[^\]])*\]/g, '_')
  if (/\\[1-9k]/.test(bare)) return 'backreference'
  if (/\{/.test(bare)) return 'counted repetition'
  if (/\(\?/.test(bare)) return 'lookahead, lookbehind or special group'
  if (/[+*?]\?/.test(bare)) return 'lazy repetition'
  return undefined
}

/**
 * @param {AnyNode | null | undefined} node
 * @param {string} name
 */
function isName(node, name) {
  return node?.type === 'Identifier' && node.name === name
}

/**
 * True in the body of a function of the top level: a class that takes memory only while the object made of it is in use.
 * @param {AnyNode[]} ancestors
 */
function isOnDemand(ancestors) {
  const [, outer, , statement, maker] = ancestors
  if (outer?.type !== 'FunctionDeclaration') return false
  return ancestors.length === 4 || (ancestors.length === 6 && statement.type === 'ReturnStatement' && maker.type === 'NewExpression')
}

/**
 * True inside of `!function(){...}()` at the top level.
 * @param {AnyNode[]} ancestors
 */
function isRunOnce(ancestors) {
  const [, statement, negation, call] = ancestors
  return statement?.type === 'ExpressionStatement' && negation?.type === 'UnaryExpression' && call?.type === 'CallExpression'
}

/**
 * @param {import('acorn').CallExpression} node
 * @param {Report} report
 */
function checkCall(node, report) {
  const callee = node.callee
  if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return
  const name = callee.property.name
  if (name === 'split' && node.arguments.length > 1) report('ignored-argument', node, 'the limit of split is ignored')
  const second = node.arguments.at(1)
  const replacer = second && !(second.type === 'Literal' && second.value === null)
  if (name === 'stringify' && isName(callee.object, 'JSON') && replacer) report('ignored-argument', node, 'the replacer of JSON.stringify is ignored')
}

/**
 * @param {import('acorn').MemberExpression} node
 * @param {AnyNode | undefined} parent
 * @param {Report} report
 */
function checkMemberExpression(node, parent, report) {
  if (node.property.type === 'PrivateIdentifier') report('syntax', node, '#private name')
  if (node.computed || node.property.type !== 'Identifier') return
  const name = node.property.name
  if (name === 'prototype') report('prototype', node, 'built-in prototypes have no own functions here; write [].slice.call')
  const called = parent?.type === 'CallExpression' && parent.callee === node
  const temporary = node.object.type === 'CallExpression' || node.object.type === 'ObjectExpression'
  if (temporary && !called && name !== 'length') report('temporary-field', node, `.${name} of a temporary object throws when it is undefined`)
}

/**
 * @param {import('acorn').BinaryExpression | import('acorn').AssignmentExpression} node
 * @param {Report} report
 */
function checkOperator(node, report) {
  if (FORBIDDEN_OPERATORS.has(node.operator)) report('syntax', node, `operator ${node.operator}`)
  if (node.type === 'AssignmentExpression' && node.left.type === 'MemberExpression' && isName(node.left.property, 'length')) {
    report('length-assignment', node, 'the length of an array cannot be set')
  }
  if (node.operator === 'instanceof' && node.right.type === 'Identifier' && ERROR_KINDS.has(node.right.name)) {
    report('error-kind', node, 'built-in errors are often not instances of Error')
  }
}

/**
 * @param {import('acorn').Literal} node
 * @param {Report} report
 */
function checkLiteral(node, report) {
  if (node.bigint) report('syntax', node, 'BigInt')
  if (Number.isSafeInteger(node.value) && /^\d+e/.test(node.raw ?? '')) report('integer-as-float', node, `${node.raw} is kept as a float`)
  const fault = node.regex && regexFault(node.regex.pattern, node.regex.flags)
  if (fault) report('regex', node, fault)
}

/**
 * @param {import('acorn').Function} node
 * @param {Report} report
 */
function checkFunction(node, report) {
  if (node.async) report('syntax', node, 'async function')
  if (node.generator) report('syntax', node, 'generator')
}

/**
 * Everything that one node shows by itself.
 * @param {AnyNode} node
 * @param {AnyNode[]} ancestors end with the node
 * @param {string} code
 * @param {Report} report
 */
export function checkSyntax(node, ancestors, code, report) {
  const forbidden = FORBIDDEN_NODES.get(node.type)
  if (forbidden) report('syntax', node, forbidden)
  const parent = ancestors[ancestors.length - 2]
  switch (node.type) {
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      checkFunction(node, report)
      break
    case 'ExpressionStatement':
      // Behind a block that is passed over, such as a catch, the text that a statement begins with is read as empty.
      if (/["'`]/.test(code.charAt(node.start)) && /[}:]\s*$/.test(code.slice(0, node.start))) report('leading-text', node, 'a text is the first thing behind a block')
      break
    case 'ClassExpression':
      if (!isOnDemand(ancestors)) report('syntax', node, 'class made again at every evaluation')
      break
    case 'ClassDeclaration':
      if (node.superClass) report('syntax', node, 'inheritance')
      // The function that the whole script ends with runs once.
      if (!isOnDemand(ancestors) && ancestors.filter(outer => /Function/.test(outer.type)).length > (isRunOnce(ancestors) ? 1 : 0)) report('syntax', node, 'class inside a function')
      break
    case 'BinaryExpression':
    case 'AssignmentExpression':
      checkOperator(node, report)
      break
    case 'UnaryExpression':
      if (node.operator === '-' && node.argument.type === 'Literal' && node.argument.value === 0) report('negative-zero', node, '-0 does not exist')
      break
    case 'Property':
    case 'MethodDefinition':
      if (node.computed) report('syntax', node, 'computed key')
      if (node.key.type === 'PrivateIdentifier') report('syntax', node, '#private name')
      break
    case 'Literal':
      checkLiteral(node, report)
      break
    case 'VariableDeclaration':
      if (node.kind === 'var') report('var', node, 'var is not hoisted')
      break
    case 'SwitchStatement': {
      const place = node.cases.findIndex(one => one.test === null)
      if (place >= 0 && place < node.cases.length - 1) report('default-last', node, 'a case follows default')
      break
    }
    case 'ForStatement':
      if (node.init && /^(async\s+)?function\b/.test(code.slice(node.init.start))) report('for-function', node, 'the first clause of for starts with function')
      break
    case 'ForInStatement':
      if (/^(This|New)Expression$/.test(node.right.type)) report('for-in-instance', node, 'for...in lists class methods too')
      break
    case 'ForOfStatement':
      if (node.await) report('syntax', node, 'for await')
      break
    case 'ReturnStatement':
      if (!node.argument && !/^return[^\S\r\n]*[;}]/.test(code.slice(node.start))) report('return-newline', node, 'return takes the next line with it')
      break
    case 'CallExpression':
      checkCall(node, report)
      break
    case 'MemberExpression':
      checkMemberExpression(node, parent, report)
      break
    default:
  }
}
