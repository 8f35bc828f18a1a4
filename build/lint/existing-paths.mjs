import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/**
 * What a pattern names for certain: `firmware/espruino` of `firmware/espruino/*.ts`.
 * @param {string} pattern
 */
function fixedPart(pattern) {
  const parts = pattern.split('/')
  const wild = parts.findIndex(part => /[*{[?]/.test(part))
  return (wild < 0 ? parts : parts.slice(0, wild)).join('/')
}

/**
 * The patterns as they are. Throws when one of them speaks of a file or folder that is gone: a rule for it would hold for
 * nothing, and nobody would notice.
 * @template {string[]} Patterns
 * @param {string} list what the patterns are listed as, for the message
 * @param {Patterns} patterns paths from the project's root, with wild cards or without
 * @param {string[]} planned those that are still to come
 * @returns {Patterns}
 */
export function existingPaths(list, patterns, planned = []) {
  for (const pattern of planned) {
    if (existsSync(path.join(ROOT, pattern))) throw new Error(`${list} says that ${pattern} is still to come, and it is there; take it off that list`)
  }
  for (const pattern of patterns) {
    if (!planned.includes(pattern) && !existsSync(path.join(ROOT, fixedPart(pattern)))) throw new Error(`${list} lists ${pattern}, which is gone; write its new place, or take it off the list`)
  }
  return patterns
}
