import { builtinRules } from 'eslint/use-at-your-own-risk'

/**
 * @typedef {import('eslint').Rule.RuleContext} Context
 * @typedef {import('./lowered-sizes.mjs').Entry} Entry
 * @typedef {(...given: unknown[]) => void} Listener
 * @typedef {{ node: import('eslint').Rule.Node } | { loc: import('eslint').AST.SourceLocation | import('eslint').SourceCode['ast']['loc']['start'] }} Place
 * @typedef {{ heading: Heading, name: string, size: number, place: Place }} Found
 * @typedef {keyof typeof LIMITS} Heading
 */

/** What a file and a function may have at most. */
export const LIMITS = { lines: 250, functions: 40, complexity: 12 }

/**
 * The rules of ESLint's own that measure it, and where in a report each has its number.
 * @type {{ heading: Heading, rule: string, options: object[], number: string, unit: string }[]}
 */
const MEASURES = [
  { heading: 'lines', rule: 'max-lines', options: [{ max: LIMITS.lines }], number: 'actual', unit: 'lines' },
  { heading: 'functions', rule: 'max-lines-per-function', options: [{ max: LIMITS.functions }], number: 'lineCount', unit: 'lines' },
  { heading: 'complexity', rule: 'complexity', options: [{ max: LIMITS.complexity, variant: 'modified' }], number: 'complexity', unit: 'ways through it' }
]

/** What stands for the file itself among names of functions. */
const WHOLE = 'The file'

/**
 * Listeners that add to `found` whatever is beyond the limits: heading, name, size and place. A name's second function has `#2`.
 * @param {Context} context
 * @param {Found[]} found
 */
function measuring(context, found) {
  /** @type {Record<string, Listener[]>} */
  const listeners = {}
  for (const { heading, rule, options, number } of MEASURES) {
    /** @type {Map<string, number>} */
    const names = new Map()
    /** @param {{ data: Record<string, string>, node?: import('eslint').Rule.Node, loc: import('eslint').AST.SourceLocation }} problem */
    const report = ({ data, node, loc }) => {
      const name = data.name ?? WHOLE
      const count = (names.get(name) ?? 0) + 1
      names.set(name, count)
      found.push({ heading, name: count > 1 ? `${name} #${count}` : name, size: Number(data[number]), place: node ? { node, loc } : { loc } })
    }
    const own = builtinRules.get(rule)?.create(Object.create(context, { options: { value: options }, report: { value: report } }))
    for (const [selector, listener] of Object.entries(own ?? {})) (listeners[selector] ??= []).push(/** @type {Listener} */ (listener))
  }
  return listeners
}

/**
 * @param {Found[]} found
 * @param {Entry} entry
 */
function compare(found, entry) {
  /** @type {import('eslint').Rule.ReportDescriptor[]} */
  const problems = []
  for (const { heading, unit } of MEASURES) {
    const known = new Map(Object.entries(entry[heading] ?? {}))
    for (const { name, size, place } of found.filter(one => one.heading === heading)) {
      const ceiling = known.get(name)
      known.delete(name)
      if (ceiling === size) continue
      const messageId = ceiling === undefined ? 'large' : size > ceiling ? 'grown' : 'smaller'
      problems.push({ ...place, messageId, data: { name, size, unit, limit: ceiling ?? LIMITS[heading] } })
    }
    for (const [name, size] of known) problems.push({ loc: { line: 1, column: 0 }, messageId: 'done', data: { name, size, unit } })
  }
  return problems
}

/**
 * @param {Context} context
 * @param {(found: Found[]) => void} finish
 * @returns {import('eslint').Rule.RuleListener}
 */
function atTheEnd(context, finish) {
  /** @type {Found[]} */
  const found = []
  const listeners = measuring(context, found)
  ;(listeners['Program:exit'] ??= []).push(() => finish(found))
  return Object.fromEntries(Object.entries(listeners).map(([selector, all]) => [selector, (/** @type {unknown[]} */ ...given) => { for (const one of all) one(...given) }]))
}

/**
 * ESLint rule: how long a file and a function may be, and how many ways may lead through one. What was larger when the
 * rule came is in size-ratchet.json, the rule's one option, with its number, and that number may only fall: a larger one
 * is refused, and so is a smaller one until the list has it.
 * @type {import('eslint').Rule.RuleModule}
 */
export const sizeRatchet = {
  meta: {
    type: 'suggestion',
    messages: {
      large: '{{name}} has {{size}} {{unit}}; {{limit}} are the most.',
      grown: '{{name}} has {{size}} {{unit}}, and had {{limit}}: what is beyond the limits may not grow.',
      smaller: '{{name}} has {{size}} {{unit}} now, and not {{limit}}: `npm run lint:ratchet` lowers the list.',
      done: '{{name}} no longer has {{size}} {{unit}}: `npm run lint:ratchet` takes it from the list.'
    },
    schema: [{ type: 'object' }]
  },
  create(context) {
    const file = context.filename.slice(context.cwd.length + 1).replaceAll('\\', '/')
    const entry = context.options[0]?.[file] ?? {}
    return atTheEnd(context, found => {
      for (const problem of compare(found, entry)) context.report(problem)
    })
  }
}

/**
 * A rule that reports nothing and hands over what a file has beyond the limits, as its entry in the list would say.
 * @param {(entry: Entry) => void} take
 * @returns {import('eslint').Rule.RuleModule}
 */
export function sizeMeasure(take) {
  return {
    create: context => atTheEnd(context, found => {
      /** @type {Entry} */
      const entry = {}
      for (const { heading, name, size } of found) (entry[heading] ??= {})[name] = size
      take(entry)
    })
  }
}
