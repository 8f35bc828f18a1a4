import { full } from 'acorn-walk'
import { SELDOM } from './seldom-called.mjs'

/** @typedef {import('acorn').AnyNode} AnyNode */

/** @param {AnyNode | undefined | null} node the name of something */
export const markOf = node => node?.type === 'Identifier' && node.name.startsWith(SELDOM) ? node.name : undefined

/** @param {AnyNode} node */
export const callOf = node => node.type === 'CallExpression' ? node : undefined

/**
 * How often each mark is called.
 * @param {import('acorn').Program} program
 * @returns {Map<string, number>}
 */
export function callsByMark(program) {
  /** @type {Map<string, number>} */
  const found = new Map()
  full(program, each => {
    const callee = callOf(/** @type {AnyNode} */ (each))?.callee
    const mark = callee?.type === 'MemberExpression' ? markOf(callee.property) : undefined
    if (mark) found.set(mark, (found.get(mark) ?? 0) + 1)
  })
  return found
}

/**
 * Numbers the members of each group from 0.
 * @param {Map<string, { group: number, number: number }>} members
 * @param {Map<string, number>} called
 */
export function numberMembers(members, called) {
  /** @type {number[]} */
  const next = []
  const byCalls = [...members].sort(([a], [b]) => (called.get(b) ?? 0) - (called.get(a) ?? 0))
  for (const [, member] of byCalls) {
    const free = next[member.group] ?? 0
    member.number = free
    next[member.group] = free + 1
  }
}
