import { parse, type AnyNode } from 'acorn'
import { fullAncestor } from 'acorn-walk'
import type { Finding, Report } from './finding.ts'
import { isKnownMember, isMissingMember } from './known-names.ts'
import { checkScopes } from './scope-rules.ts'
import { checkSyntax } from './syntax-rules.ts'

type Member = AnyNode & { type: 'MemberExpression' }

/** The text of a member's name, or undefined for a computed one. */
function memberName(node: Member): string | undefined {
  if (!node.computed) return node.property.type === 'Identifier' ? node.property.name : undefined
  return node.property.type === 'Literal' && typeof node.property.value === 'string' ? node.property.value : undefined
}

function ownerName(node: Member): string | undefined {
  return node.object.type === 'Identifier' ? node.object.name : undefined
}

/** Names that the script itself gives to members: methods, keys of object literals, and what it assigns. */
function ownNames(nodes: AnyNode[]): Set<string> {
  const names = new Set<string>()
  for (const node of nodes) {
    if ((node.type === 'MethodDefinition' || node.type === 'Property') && node.key.type === 'Identifier') names.add(node.key.name)
    if ((node.type === 'Property') && node.key.type === 'Literal') names.add(String(node.key.value))
    if (node.type === 'AssignmentExpression' && node.left.type === 'MemberExpression') names.add(memberName(node.left) ?? '')
  }
  return names
}

function checkMembers(nodes: AnyNode[], outside: string[], report: Report): void {
  const own = ownNames(nodes)
  for (const name of outside) own.add(name)
  for (const node of nodes) {
    if (node.type !== 'MemberExpression') continue
    const name = memberName(node)
    if (name === undefined || name === 'prototype') continue
    if (isMissingMember(ownerName(node), name)) report('missing-member', node, `.${name} does not exist on 2v29`)
    else if (!own.has(name) && !isKnownMember(name) && ownerName(node) !== 'Object') report('unknown-member', node, `.${name} is neither defined here nor known to work`)
  }
}

/**
 * Everything in a script that Espruino 2v29 cannot run or runs wrongly. Made for the bundles as flashed: Terser may
 * write what nobody typed.
 * @param outside names that come from elsewhere: fields of the settings file, globals that an earlier script left
 */
export function checkBundle(code: string, outside: string[]): Finding[] {
  const findings: Finding[] = []
  const program = parse(code, { ecmaVersion: 'latest', sourceType: 'module', locations: true, allowReturnOutsideFunction: true })
  const report: Report = (rule, node, text) => {
    findings.push({ rule, line: node.loc?.start.line ?? 0, column: node.loc?.start.column ?? 0, text })
  }
  for (let i = 0; i < code.length; i++) {
    if (code.charCodeAt(i) > 126) findings.push({ rule: 'non-ascii', line: 0, column: i, text: `byte ${code.charCodeAt(i).toString(16)} at ${i}` })
  }
  const nodes: AnyNode[] = []
  fullAncestor(program, (node, _state, ancestors) => {
    nodes.push(node)
    checkSyntax(node, ancestors, code, report)
  })
  checkMembers(nodes, outside, report)
  checkScopes(program, outside, nodes.filter(node => node.type === 'CallExpression' || node.type === 'NewExpression'), report)
  return findings
}
