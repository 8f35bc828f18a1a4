import { parse } from 'acorn'
import type { Program } from 'acorn'
import { full } from 'acorn-walk'
import { pathToFileURL } from 'node:url'
import { rollup, type OutputOptions, type Plugin, type RollupOptions } from 'rollup'
import { nodeScripts } from '../../cli/node-scripts.ts'
import { projectPath } from '../../cli/project-path.ts'

interface Declaration {
  name: string
  /** The fields, methods and texts in it, which minifying leaves alone. */
  words: Set<string>
}

function program(code: string): Program {
  return parse(code, { ecmaVersion: 2022, sourceType: 'module' })
}

/** How the names begin of functions that the build folds, and of those that it folds them into. */
const SELDOM = '_seldom'
const GROUP = /^g[A-Z]$/

/** Classes and functions at the top level, in order, but for what is folded. */
function declarations(code: string): Declaration[] {
  return program(code).body.flatMap(node => {
    const statement = node.type === 'ExportNamedDeclaration' && node.declaration ? node.declaration : node
    if (statement.type !== 'ClassDeclaration' && statement.type !== 'FunctionDeclaration') return []
    if (statement.id.name.startsWith(SELDOM) || GROUP.test(statement.id.name)) return []
    const words = new Set<string>([statement.type])
    const seldom: { start: number, end: number }[] = []
    full(statement, each => { if (each.type === 'MethodDefinition' && each.key.type === 'Identifier' && each.key.name.startsWith(SELDOM)) seldom.push(each) })
    full(statement, each => {
      if (seldom.some(method => each.start >= method.start && each.end <= method.end)) return
      if (each.type === 'MemberExpression' && each.property.type === 'Identifier') words.add(each.property.name)
      if (each.type === 'MethodDefinition' && each.key.type === 'Identifier') words.add(each.key.name)
      if (each.type === 'Literal') words.add(String(each.value))
    })
    return [{ name: statement.id.name, words }]
  })
}

/** How much of what is in both is in either, 0 to 1. */
function likeness(a: Declaration, b: Declaration): number {
  const common = [...a.words].filter(word => b.words.has(word)).length
  return common / (a.words.size + b.words.size - common)
}

/**
 * For each of `after` the name in `before` that it was made from. Both are in the same order, and those that have been
 * inlined are missing: of all such assignments the one whose members are most alike.
 */
function origins(before: Declaration[], after: Declaration[]): Map<string, string> {
  const best = after.map(() => before.map(() => 0))
  const at = (i: number, j: number): number => best[i]?.[j] ?? 0
  for (let i = after.length - 1; i >= 0; i--) {
    for (let j = before.length - 1; j >= 0; j--) best[i][j] = Math.max(at(i, j + 1), likeness(after[i], before[j]) + at(i + 1, j + 1))
  }
  const found = new Map<string, string>()
  for (let i = 0, j = 0; i < after.length && j < before.length; j++) {
    if (at(i, j) === at(i, j + 1)) continue
    found.set(after[i++].name, before[j].name)
  }
  return found
}

/** Where a bundle's declarations end: the start of its last statement, which starts the node. */
export function startOf(bundle: string): number {
  const last = program(bundle).body.at(-1)
  if (last?.type !== 'ExpressionStatement') throw new Error('the bundle does not end in the statement that starts it')
  return last.start
}

/** The application as the sources make it now. */
export interface Bundle {
  /** As in dist/firmware.min.js. */
  code: string
  /** The module that each of its top-level names comes from. */
  modules: Map<string, string>
}

/** The application as it was built, and again without the steps that come after the joining: what Rollup joins, in that order, is what Terser renames. */
export async function applicationBundle(): Promise<Bundle> {
  const { default: configuration } = await import(pathToFileURL(projectPath('rollup.config.mjs')).href) as { default: RollupOptions[] }
  const options = configuration.find(each => (each.output as OutputOptions).file === 'dist/firmware.min.js')
  if (!options) throw new Error('rollup.config.mjs does not make dist/firmware.min.js')
  const plugins = options.plugins as Plugin[]
  const joining = plugins.slice(0, plugins.findIndex(plugin => plugin.name === 'hold-seldom'))
  if (joining.length < 1) throw new Error('the build of dist/firmware.min.js has no step hold-seldom, before which its modules are joined')
  const joined = await rollup({ ...options, plugins: joining })
  const chunk = (await joined.generate(options.output as OutputOptions)).output[0]
  await joined.close()
  const code = nodeScripts().application

  const sources = new Map<string, string>()
  for (const [file, module] of Object.entries(chunk.modules)) {
    for (const declaration of declarations(module.code ?? '')) sources.set(declaration.name, file.slice(projectPath('').length).replace(/^\//, ''))
  }
  const modules = new Map<string, string>()
  for (const [name, origin] of origins(declarations(chunk.code), declarations(code))) modules.set(name, sources.get(origin) ?? '')
  for (const node of program(code).body) if (node.type === 'FunctionDeclaration' && GROUP.test(node.id.name)) modules.set(node.id.name, 'seldom called functions, of all modules')
  addConstants(code, modules)
  return { code, modules }
}

/** A table stands just before what uses it. */
function addConstants(bundle: string, modules: Map<string, string>): void {
  const constants: string[] = []
  for (const node of program(bundle).body) {
    if (node.type === 'VariableDeclaration') {
      for (const { id } of node.declarations) if (id.type === 'Identifier') constants.push(id.name)
    } else if (node.type === 'ClassDeclaration' || node.type === 'FunctionDeclaration') {
      const module = modules.get(node.id.name) ?? ''
      for (const name of constants.splice(0)) modules.set(name, module)
    }
  }
}
