import { measure } from '../bundle-sizes.mjs'
import { adviceFor } from './advice.mjs'
import { checkBundle } from './bundle-check.mjs'
import { sharedNames } from './top-level-names.mjs'

/**
 * `outside` are names that come from elsewhere; `ignored` are rules that do not hold for a script that is only read;
 * `limits` is the most that it may have; `others` are the scripts that run in the same global scope.
 * @typedef {{ outside: string[], ignored?: string[], limits?: import('../bundle-sizes.mjs').Sizes | undefined, others?: { file: string, code: string }[] }} Demands
 */

/** How much of a script's text a message shows on either side. */
const CONTEXT = 30

/**
 * @param {string} code
 * @param {import('./finding.mjs').Finding} finding
 */
function excerpt(code, { line, column }) {
  const text = code.split('\n')[line - 1] ?? ''
  return `${text.slice(Math.max(0, column - CONTEXT), column)}>>${text.slice(column, column + CONTEXT)}`
}

/**
 * Why a script must not be flashed, each in words for the person who builds it: what, where, and what to write instead.
 * @param {string} file
 * @param {string} code as it is written to `file`
 * @param {Demands} demands
 * @param {(line: number, column: number) => string | undefined} locate the place in the sources, as `file:line`
 * @returns {string[]}
 */
export function scriptProblems(file, code, { outside, ignored = [], limits, others = [] }, locate) {
  const findings = checkBundle(code, outside).filter(({ rule }) => !ignored.includes(rule))
  const problems = findings.map(finding => {
    if (finding.line === 0) return `${file}: ${finding.text} (${finding.rule}).\n  Instead: ${adviceFor(finding)}.`
    const source = locate(finding.line, finding.column)
    const where = `${file}:${finding.line}:${finding.column + 1}`
    return `${source ?? where}: ${finding.text} (${finding.rule}).\n  At ${where}: ${excerpt(code, finding)}\n  Instead: ${adviceFor(finding)}.`
  })
  if (limits) {
    const sizes = measure(code)
    for (const key of /** @type {const} */ (['bytes', 'functions', 'classes'])) {
      if (sizes[key] > limits[key]) problems.push(`${file}: ${sizes[key]} ${key}, and build/bundle-limits.json allows ${limits[key]}.\n  Instead: make it smaller; raise the limit only with a new "npm run bench:device".`)
    }
  }
  for (const { name, files } of sharedNames([...others, { file, code }])) {
    problems.push(`${files.join(' and ')} both declare '${name}' at the top level, and run in one global scope.\n  Instead: give the script a prefix of its own in rollup.config.mjs.`)
  }
  return problems
}
