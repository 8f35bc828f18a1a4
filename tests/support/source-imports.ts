import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'

const ROOT = path.resolve(import.meta.dirname, '../..')

export interface SourceImport {
  /** From the project's root. */
  file: string
  /** From the project's root, or a package's name. */
  target: string
  /** Of nothing but types, which vanish when it is compiled. */
  typeOnly: boolean
}

/** All TypeScript and JavaScript modules below a folder of the project; none where there is no such folder. */
export function sourcesOf(folder: string): string[] {
  const place = path.join(ROOT, folder)
  if (!existsSync(place)) return []
  return readdirSync(place, { recursive: true, encoding: 'utf8' })
    .filter(name => /\.(ts|mjs)$/.test(name))
    .map(name => path.posix.join(folder, name.split(path.sep).join('/')))
    .sort()
}

function isOfTypes(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true
  const named = clause.namedBindings
  return !clause.name && named !== undefined && ts.isNamedImports(named) && named.elements.length > 0 && named.elements.every(one => one.isTypeOnly)
}

function imported(node: ts.Node): { specifier: ts.Node | undefined, typeOnly: boolean } | undefined {
  if (ts.isImportDeclaration(node)) return { specifier: node.moduleSpecifier, typeOnly: isOfTypes(node.importClause) }
  if (ts.isExportDeclaration(node)) return { specifier: node.moduleSpecifier, typeOnly: node.isTypeOnly }
  if (ts.isImportTypeNode(node)) return { specifier: ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined, typeOnly: true }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) return { specifier: node.arguments[0], typeOnly: false }
  return undefined
}

const known = new Map<string, SourceImport[]>()

/** What a file imports: declarations, `export from`, `import()` and the types of `import('...')`. */
export function importsOf(file: string): SourceImport[] {
  const before = known.get(file)
  if (before) return before
  const found: SourceImport[] = []
  known.set(file, found)
  const visit = (node: ts.Node): void => {
    const one = imported(node)
    if (one?.specifier && ts.isStringLiteralLike(one.specifier)) {
      const name = one.specifier.text
      found.push({ file, target: name.startsWith('.') ? path.posix.join(path.posix.dirname(file), name) : name, typeOnly: one.typeOnly })
    }
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(file, readFileSync(path.join(ROOT, file), 'utf8'), ts.ScriptTarget.Latest))
  return found
}

/** The circles of a graph, each as the names that lie on it: the strongly connected parts of more than one (Tarjan 1972). */
export function circlesOf(edges: ReadonlyMap<string, ReadonlySet<string>>): string[][] {
  const order = new Map<string, number>()
  const lowest = new Map<string, number>()
  const open: string[] = []
  const circles: string[][] = []
  const visit = (name: string): void => {
    order.set(name, order.size)
    lowest.set(name, order.get(name)!)
    open.push(name)
    for (const next of edges.get(name) ?? []) {
      if (!order.has(next)) visit(next)
      if (open.includes(next)) lowest.set(name, Math.min(lowest.get(name)!, lowest.get(next)!))
    }
    if (lowest.get(name) !== order.get(name)) return
    const circle = open.splice(open.indexOf(name))
    if (circle.length > 1) circles.push(circle.sort())
  }
  for (const name of edges.keys()) if (!order.has(name)) visit(name)
  return circles
}
