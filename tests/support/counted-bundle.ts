import { parse, type Program } from 'acorn'

/** The names of the functions that the build folds others into. The first parameter says which is meant. */
const GROUP = /^g[A-Z]$/
/** Where the runs are counted: of the laptop's own global object, which everything from outside the sandbox leads to. */
const COUNTS = 'const $runs=print.constructor("return this.foldedRuns")();'

/** The runs of each folded function by its group and number (`gB12`), in this process; undefined unless they are counted. */
declare global {
  var foldedRuns: Record<string, number> | undefined
}

interface Branch { key: string, start: number }

/** Each `if(7==a){` of the groups, and where what it runs begins. */
function branches(application: string): Branch[] {
  const program: Program = parse(application, { ecmaVersion: 2022 })
  const found: Branch[] = []
  for (const node of program.body) {
    if (node.type !== 'FunctionDeclaration' || !GROUP.test(node.id.name)) continue
    const [first] = node.params
    for (const each of node.body.body) {
      if (each.type !== 'IfStatement' || each.test.type !== 'BinaryExpression') throw new Error(`${node.id.name} is not made of branches alone`)
      const { left, right } = each.test
      const isNumber = left.type === 'Literal' && typeof left.value === 'number' && right.type === 'Identifier' && first.type === 'Identifier' && right.name === first.name
      if (!isNumber) throw new Error(`a branch of ${node.id.name} asks for something else than its number`)
      found.push({ key: `${node.id.name}${left.value as number}`, start: each.consequent.start + 1 })
    }
  }
  return found
}

/** The bundle as it is; where runs are counted, with a count at the beginning of each folded function. */
export function countedBundle(application: string): string {
  if (!globalThis.foldedRuns) return application
  const places = branches(application).sort((a, b) => b.start - a.start)
  return COUNTS + places.reduce((text, { key, start }) => `${text.slice(0, start)}$runs.${key}=-~$runs.${key};${text.slice(start)}`, application)
}
