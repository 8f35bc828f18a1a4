import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

const ROOT = path.resolve(import.meta.dirname, '..')

interface Import {
  file: string
  /** From the project's root, or a package's name. */
  target: string
  typeOnly: boolean
}

function sources(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts'))
    .map(name => path.posix.join(folder, name.split(path.sep).join('/')))
}

function importsOf(file: string): Import[] {
  const parsed = ts.createSourceFile(file, readFileSync(path.join(ROOT, file), 'utf8'), ts.ScriptTarget.Latest)
  const found: Import[] = []
  const visit = (node: ts.Node): void => {
    let name: string | undefined
    let typeOnly = false
    if (ts.isImportDeclaration(node)) {
      name = (node.moduleSpecifier as ts.StringLiteral).text
      const named = node.importClause?.namedBindings
      const onlyTypes = named && ts.isNamedImports(named) && !node.importClause.name && named.elements.every(one => one.isTypeOnly)
      typeOnly = node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword || onlyTypes === true
    } else if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
      name = (node.moduleSpecifier as ts.StringLiteral).text
      typeOnly = node.isTypeOnly
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword && ts.isStringLiteralLike(node.arguments[0])) {
      name = node.arguments[0].text
    }
    if (name) found.push({ file, target: name.startsWith('.') ? path.posix.join(path.posix.dirname(file), name) : name, typeOnly })
    ts.forEachChild(node, visit)
  }
  visit(parsed)
  return found
}

const everything = ['drivers', 'contract', 'firmware', 'host-sim', 'broker', 'tools', 'cli', 'bench', 'tests'].flatMap(sources).flatMap(importsOf)
const from = (...folders: string[]): Import[] => everything.filter(one => folders.some(folder => one.file.startsWith(folder)))
const into = (imports: Import[], ...places: string[]): string[] => imports.filter(one => places.some(place => one.target.startsWith(place))).map(one => `${one.file} imports ${one.target}`)
const outsideOf = (imports: Import[], ...places: string[]): string[] => imports.filter(one => !places.some(place => one.target.startsWith(place))).map(one => `${one.file} imports ${one.target}`)

describe('the directions of imports', () => {
  it('there is something to look at', () => {
    expect(from('drivers/').length).toBeGreaterThan(5)
    expect(from('host-sim/').length).toBeGreaterThan(5)
  })

  it('nothing imports host-sim but tests and bench', () => {
    expect(into(from('drivers/', 'firmware/'), 'host-sim/')).toEqual([])
  })

  it('drivers import drivers alone', () => {
    expect(outsideOf(from('drivers/'), 'drivers/')).toEqual([])
  })

  it('the hardware abstraction layer imports nothing but itself', () => {
    expect(outsideOf(from('drivers/hal/'), 'drivers/hal/')).toEqual([])
  })

  it('no driver imports another driver', () => {
    const parts = ['scd30', 'mh-z19', 'ds18b20']
    const crossed = parts.flatMap(part => into(from(`drivers/${part}/`), ...parts.filter(other => other !== part).map(other => `drivers/${other}/`)))
    expect(crossed).toEqual([])
  })

  it('firmware imports firmware, drivers and the contract alone: no package, nothing of Node', () => {
    expect(outsideOf(from('firmware/'), 'firmware/', 'drivers/', 'contract/')).toEqual([])
    expect(into(from('firmware/'), 'contract/schemas/')).toEqual([])
  })

  it('the contract imports itself and the hardware abstraction layer; packages serve its schemas alone', () => {
    const device = from('contract/').filter(one => !one.file.startsWith('contract/schemas/'))
    expect(outsideOf(device, 'contract/', 'drivers/hal/')).toEqual([])
    expect(into(device, 'contract/schemas/')).toEqual([])
  })

  it('the broker, the tools and the command line know no simulator; cli.ts alone knows everything', () => {
    expect(into(from('broker/', 'tools/', 'cli/').filter(one => one.file !== 'cli/cli.ts'), 'host-sim/', 'firmware/', 'cli/cli.ts')).toEqual([])
    expect(into(from('cli/').filter(one => one.file !== 'cli/cli.ts'), 'broker/', 'tools/', 'drivers/')).toEqual([])
    expect(into(from('host-sim/'), 'tools/', 'cli/cli.ts')).toEqual([])
  })

  it('nothing but tests imports tests', () => {
    expect(into(everything.filter(one => !one.file.startsWith('tests/')), 'tests/')).toEqual([])
  })

  it('station and MQTT know no adapter', () => {
    expect(into(from('firmware/station/', 'firmware/mqtt/'), 'firmware/espruino/', 'firmware/main.ts', 'firmware/boot')).toEqual([])
  })

  it('MQTT knows no station and no sensor', () => {
    expect(outsideOf(from('firmware/mqtt/'), 'firmware/mqtt/', 'drivers/hal/')).toEqual([])
  })

  it('adapters know the hardware abstraction layer, and of the station only types', () => {
    const imports = from('firmware/espruino/').filter(one => !(one.typeOnly && one.target.startsWith('firmware/station/')))
    expect(outsideOf(imports, 'firmware/espruino/', 'drivers/hal/')).toEqual([])
  })

  it('a part knows wires, its own folder and the shapes of the hardware abstraction layer; no driver', () => {
    const imports = from('host-sim/parts/').filter(one => !(one.typeOnly && one.target.startsWith('drivers/hal/')))
    expect(outsideOf(imports, 'host-sim/parts/', 'host-sim/wires/', 'host-sim/random.ts')).toEqual([])
  })

  it('wires and the room import no firmware, no driver and nothing of Node', () => {
    const imports = from('host-sim/wires/', 'host-sim/world/').filter(one => !one.target.startsWith('drivers/hal/'))
    expect(outsideOf(imports, 'host-sim/')).toEqual([])
  })

  it('there is no circle among the files of the device, whose order is the order of definition', () => {
    const device = from('drivers/', 'firmware/').filter(one => !one.typeOnly)
    const circles: string[] = []
    const follow = (file: string, path: string[]): void => {
      if (path.includes(file)) {
        circles.push([...path, file].join(' -> '))
        return
      }
      for (const next of device.filter(one => one.file === file)) follow(next.target, [...path, file])
    }
    for (const file of new Set(device.map(one => one.file))) follow(file, [])
    expect(circles).toEqual([])
  })
})

describe('the globals of Espruino', () => {
  const ENTRIES = ['firmware/main.ts', 'firmware/boot.ts', 'firmware/boot-code.ts']

  it('are declared by adapters and entry scripts alone', () => {
    const ambient = [...sources('drivers'), ...sources('firmware')]
      .filter(file => !file.startsWith('firmware/espruino/') && !ENTRIES.includes(file))
      .filter(file => /^\s*declare (const|let|var|function|global)\b/m.test(readFileSync(path.join(ROOT, file), 'utf8')))
    expect(ambient).toEqual([])
  })
})
