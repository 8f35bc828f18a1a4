import { parse, type Identifier, type Pattern, type Program } from 'acorn'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { nodeScripts } from '../../cli/node-scripts.ts'
import { projectPath } from '../../cli/project-path.ts'

/** What the build says of `dist/firmware.min.js` in the map beside it. */
interface BundleMap {
  sha256: string
  files: string[]
  /** From which offset on the text comes from a line of a file. */
  places: [offset: number, file: number, line: number][]
}

/** The application as it is flashed. */
export interface Bundle {
  /** As in dist/firmware.min.js. */
  code: string
  /** The module that each of its top-level names comes from. */
  modules: Map<string, string>
}

/** How the names are of the functions that the build folds others into. */
const GROUP = /^g[A-Z]$/
const FOLDED = 'seldom called functions, of all modules'

function program(code: string): Program {
  return parse(code, { ecmaVersion: 2022, sourceType: 'module' })
}

/** Where a bundle's declarations end: the start of its last statement, which starts the node. */
export function startOf(bundle: string): number {
  const last = program(bundle).body.at(-1)
  if (last?.type !== 'ExpressionStatement') throw new Error('the bundle does not end in the statement that starts it')
  return last.start
}

/** The names that stand at the top level, in their order. */
function declared(code: string): Identifier[] {
  const isName = (pattern: Pattern): pattern is Identifier => pattern.type === 'Identifier'
  return program(code).body.flatMap(node => {
    if (node.type === 'ClassDeclaration' || node.type === 'FunctionDeclaration') return [node.id]
    return node.type === 'VariableDeclaration' ? node.declarations.map(({ id }) => id).filter(isName) : []
  })
}

/** The application with the modules of its names, by the map that the build wrote beside it. */
export function applicationBundle(): Bundle {
  const code = nodeScripts().application
  const map = JSON.parse(readFileSync(projectPath('dist/firmware.map.json'), 'utf8')) as BundleMap
  if (map.sha256 !== createHash('sha256').update(code, 'latin1').digest('hex')) throw new Error('dist/firmware.map.json belongs to another bundle: npm run build')
  const modules = new Map<string, string>()
  for (const { name, start } of declared(code)) {
    const place = map.places.findLast(([offset]) => offset <= start)
    modules.set(name, GROUP.test(name) ? FOLDED : place ? map.files[place[1]] : '')
  }
  return { code, modules }
}
