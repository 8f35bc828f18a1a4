import { parse, type AnyNode, type Program } from 'acorn'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { projectPath } from '../../cli/project-path.ts'

/** What the build says of `dist/firmware.min.js` in the map beside it. */
interface BundleMap {
  sha256: string
  /** Names of the sources, by those at the bundle's top level. */
  names: Record<string, string>
  /** The same of members. */
  members: Record<string, string>
  /** The short names among them of public members, which are renamed by name, wherever they stand. */
  shared: string[]
  functions: { name: string, number?: number, source: string, at: string }[]
}

/** Where a folded function went. */
export interface Folded {
  group: string
  number: number
}

/** The bundle as it is flashed, up to the statement that starts the node, and what the sources' names have become in it. */
export class ShippedBundle {
  /** Its declarations, byte for byte. */
  readonly declarations: string
  /** Public members by their names in the sources. */
  private readonly members = new Map<string, string>()
  private readonly names: Record<string, string>
  private readonly folded = new Map<string, Folded>()
  private readonly methods = new Map<string, Set<string>>()

  constructor() {
    const code = readFileSync(projectPath('dist/firmware.min.js'), 'latin1')
    const map = JSON.parse(readFileSync(projectPath('dist/firmware.map.json'), 'utf8')) as BundleMap
    if (map.sha256 !== createHash('sha256').update(code).digest('hex')) throw new Error('dist/firmware.map.json belongs to another bundle: npm run build')
    const program = parse(code, { ecmaVersion: 2022 })
    this.declarations = code.slice(0, startOf(program))
    this.names = map.names
    for (const short of map.shared) this.members.set(map.members[short], short)
    for (const { name, number, source, at } of map.functions) {
      if (number !== undefined) this.folded.set(`${at.replace(/:\d+$/, '')} ${source}`, { group: name, number })
    }
    for (const node of program.body) {
      if (node.type === 'ClassDeclaration') this.methods.set(node.id.name, keysOf(node.body.body))
      if (node.type !== 'VariableDeclaration') continue
      for (const { id, init } of node.declarations) if (id.type === 'Identifier' && init?.type === 'ObjectExpression') this.methods.set(id.name, keysOf(init.properties))
    }
  }

  /** The bundle's name for a class, function or table that it still has; throws where two are called so. */
  nameOf(name: string): string | undefined {
    const found = Object.entries(this.names).filter(([, long]) => long === name)
    if (found.length > 1) throw new Error(`two things of the bundle are called ${name} in the sources`)
    return found[0]?.[0]
  }

  /** `name` as in the sources, a method's behind its class and a dot. */
  foldedInto(file: string, name: string): Folded | undefined {
    return this.folded.get(`${file} ${name}`)
  }

  /** The new name of a public member, if it has one. */
  memberName(name: string): string | undefined {
    return this.members.get(name)
  }

  /** Whether the class has kept the method as one; true for a class that the bundle does not have. */
  hasMethod(owner: string, name: string): boolean {
    const methods = this.methods.get(this.nameOf(owner) ?? '')
    return !methods || methods.has(this.memberName(name) ?? name)
  }
}

/** The names of what a class or an object has of its own. */
function keysOf(members: readonly AnyNode[]): Set<string> {
  return new Set(members.flatMap(each => (each.type === 'MethodDefinition' || each.type === 'Property') && each.key.type === 'Identifier' ? [each.key.name] : []))
}

function startOf(program: Program): number {
  const last = program.body.at(-1)
  if (last?.type !== 'ExpressionStatement') throw new Error('the bundle does not end in the statement that starts it')
  return last.start
}
