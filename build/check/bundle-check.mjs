import { parse } from 'acorn'
import { fullAncestor } from 'acorn-walk'
import { isKnownMember, isMissingMember } from './known-names.mjs'
import { checkScopes } from './scope-rules.mjs'
import { checkSyntax } from './syntax-rules.mjs'

/**
 * @typedef {import('acorn').AnyNode} AnyNode
 * @typedef {import('acorn').MemberExpression} MemberExpression
 * @typedef {import('./finding.mjs').Finding} Finding
 * @typedef {import('./finding.mjs').Report} Report
 */

/**
 * The text of a member's name, or undefined for a computed one.
 * @param {MemberExpression} node
 */
function memberName(node) {
  if (!node.computed) return node.property.type === 'Identifier' ? node.property.name : undefined
  return node.property.type === 'Literal' && typeof node.property.value === 'string' ? node.property.value : undefined
}

/** @param {MemberExpression} node */
function ownerName(node) {
  return node.object.type === 'Identifier' ? node.object.name : undefined
}

/**
 * Names that the script itself gives to members: methods, keys of object literals, and what it assigns.
 * @param {AnyNode[]} nodes
 */
function ownNames(nodes) {
  /** @type {Set<string>} */
  const names = new Set()
  for (const node of nodes) {
    if ((node.type === 'MethodDefinition' || node.type === 'Property') && node.key.type === 'Identifier') names.add(node.key.name)
    if (node.type === 'Property' && node.key.type === 'Literal') names.add(String(node.key.value))
    if (node.type === 'AssignmentExpression' && node.left.type === 'MemberExpression') names.add(memberName(node.left) ?? '')
    // A member of `global`, where it is at the top level.
    if (node.type === 'FunctionDeclaration' && node.id) names.add(node.id.name)
  }
  return names
}

/**
 * @param {AnyNode[]} nodes
 * @param {string[]} outside
 * @param {Report} report
 * @returns {string[]} the names of `outside` that it uses
 */
function checkMembers(nodes, outside, report) {
  const own = ownNames(nodes)
  /** @type {Set<string>} */
  const used = new Set()
  for (const node of nodes) {
    if (node.type !== 'MemberExpression') continue
    const name = memberName(node)
    if (name === undefined || name === 'prototype') continue
    if (outside.includes(name)) used.add(name)
    if (isMissingMember(ownerName(node), name)) report('missing-member', node, `.${name} does not exist on 2v29`)
    else if (!own.has(name) && !outside.includes(name) && !isKnownMember(name) && ownerName(node) !== 'Object') report('unknown-member', node, `.${name} is neither defined here nor known to work`)
  }
  return [...used]
}

/**
 * Everything in a script that Espruino 2v29 cannot run or runs wrongly, in the order of the text. Made for the bundles
 * as flashed: Terser may write what nobody typed.
 * @param {string} code
 * @param {string[]} outside names that come from elsewhere: fields of the settings file, globals that an earlier script
 *   left. One that the script does not use is a finding itself
 * @returns {Finding[]}
 */
export function checkBundle(code, outside) {
  /** @type {Finding[]} */
  const findings = []
  const program = parse(code, { ecmaVersion: 'latest', sourceType: 'module', locations: true, allowReturnOutsideFunction: true })
  /** @type {Report} */
  const report = (rule, node, text) => {
    findings.push({ rule, line: node.loc?.start.line ?? 0, column: node.loc?.start.column ?? 0, text })
  }
  code.split('\n').forEach((line, index) => {
    for (let i = 0; i < line.length; i++) {
      if (line.charCodeAt(i) > 126) findings.push({ rule: 'non-ascii', line: index + 1, column: i, text: `character ${line.charCodeAt(i).toString(16)}` })
    }
  })
  /** @type {AnyNode[]} */
  const nodes = []
  fullAncestor(program, (each, _state, ancestors) => {
    const node = /** @type {AnyNode} */ (each)
    nodes.push(node)
    checkSyntax(node, /** @type {AnyNode[]} */ (ancestors), code, report)
  })
  const members = checkMembers(nodes, outside, report)
  const globals = checkScopes(program, outside, nodes.filter(node => node.type === 'CallExpression' || node.type === 'NewExpression'), report)
  for (const name of outside) {
    if (!members.includes(name) && !globals.includes(name)) findings.push({ rule: 'stale-list', line: 0, column: 0, text: `'${name}' is listed as coming from outside, and nothing uses it` })
  }
  return findings.sort((a, b) => a.line - b.line || a.column - b.column)
}
