import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { allows, DIRECTIONS, directionOf } from '../build/lint/import-direction.mjs'
import { circlesOf, importsOf, sourcesOf, type SourceImport } from './support/source-imports.ts'

const ROOT = path.resolve(import.meta.dirname, '..')

interface Place {
  /** Folders and files that it may import, besides itself. */
  may: string[]
  /** Those of which it may import types. */
  types?: string[]
  /** It runs on a host alone: packages and Node's own modules are open to it. */
  host?: true
}

const HAL = 'drivers/hal'
const SIMULATED = ['host-sim/clock', 'host-sim/wires', 'host-sim/parts', 'host-sim/world', 'host-sim/random.ts']
const NODE = ['drivers', 'firmware', 'contract', 'contract/schemas']
const HOST = ['broker', 'cli']

/**
 * Who may import whom. The longest name that holds a file speaks for it; `*` is each folder for itself. Where a place may
 * import a folder, it may import all of it but `contract/schemas` and `cli/cli.ts`, which have to be named. The second
 * reading of the same is the table of the lint rule.
 */
const PLACES: Record<string, Place> = {
  [HAL]: { may: [] },
  'drivers/checksum': { may: [] },
  'drivers/plausibility': { may: [HAL] },
  'drivers/sensor.ts': { may: [HAL] },
  'drivers/*': { may: [HAL, 'drivers/checksum', 'drivers/plausibility', 'drivers/sensor.ts'] },
  'contract': { may: [HAL] },
  'contract/schemas': { may: ['contract', HAL], host: true },
  'firmware': { may: ['drivers', 'contract'] },
  'firmware/mqtt': { may: [HAL] },
  'firmware/station': { may: ['firmware/mqtt', 'drivers', 'contract'] },
  'firmware/espruino': { may: [HAL], types: ['firmware/station'] },
  'host-sim/random.ts': { may: [] },
  'host-sim/clock': { may: [], types: [HAL], host: true },
  'host-sim/wires': { may: ['host-sim/random.ts', 'drivers/hal/status.ts'], types: [HAL, 'host-sim/clock'] },
  'host-sim/parts': { may: ['host-sim/wires', 'host-sim/random.ts'], types: [HAL] },
  'host-sim/world': { may: ['host-sim/random.ts'], types: [HAL, 'host-sim/parts'] },
  'host-sim/board': { may: [...SIMULATED, ...NODE, ...HOST], host: true },
  'host-sim/espruino': { may: ['host-sim/board', ...SIMULATED, ...NODE, ...HOST], host: true },
  'host-sim/scenario': { may: ['host-sim/board', 'host-sim/espruino', ...SIMULATED, ...NODE, ...HOST], host: true },
  'host-sim/sim': { may: ['host-sim', ...NODE, ...HOST], host: true },
  'host-sim/torture': { may: ['host-sim', ...NODE, ...HOST], host: true },
  'broker': { may: ['contract', 'contract/schemas', 'cli'], types: [HAL], host: true },
  'monitor': { may: ['contract', 'contract/schemas', 'broker', 'cli'], types: [HAL], host: true },
  'gateways': { may: ['contract', 'contract/schemas', 'cli'], types: [HAL], host: true },
  'tools': { may: ['contract', 'contract/schemas', 'broker', 'cli'], types: [HAL], host: true },
  'up': { may: ['contract', 'contract/schemas', 'cli'], types: [HAL], host: true },
  'cli': { may: ['contract', 'contract/schemas'], types: [HAL], host: true },
  'cli/cli.ts': { may: [...NODE, ...HOST, 'host-sim', 'monitor', 'gateways', 'tools', 'up'], host: true },
  'build': { may: [], host: true },
  'bench': { may: [...NODE, ...HOST, 'cli/cli.ts', 'host-sim', 'monitor', 'gateways', 'tools', 'up', 'build'], host: true }
}

/** Open only to those that name them. */
const NAMED_ALONE = ['contract/schemas', 'cli/cli.ts']

const holds = (place: string, file: string): boolean => file === place || file.startsWith(`${place}/`)

/** The name in the table that speaks for a file, with the `*` filled in. */
function placeOf(file: string): string {
  const own = Object.keys(PLACES).filter(place => holds(place, file)).sort((a, b) => b.length - a.length)[0]
  if (own !== undefined) return own
  const [folder, below] = file.split('/')
  if (`${folder}/*` in PLACES) return `${folder}/${below}`
  throw new Error(`${file} is in no folder that tests/architecture.test.ts knows`)
}

function mayImport(from: string, to: string, typeOnly: boolean): boolean {
  const place = placeOf(from)
  const rule = PLACES[place] ?? PLACES[`${place.split('/')[0]}/*`]
  const open = [...rule.may, ...(typeOnly ? rule.types ?? [] : [])]
  const guarded = NAMED_ALONE.find(name => holds(name, to))
  if (guarded !== undefined) return place === guarded || open.includes(guarded)
  return holds(place, to) || open.some(name => holds(name, to))
}

const FOLDERS = ['drivers', 'contract', 'firmware', 'host-sim', 'broker', 'monitor', 'gateways', 'tools', 'up', 'cli', 'bench', 'build']
const files = FOLDERS.flatMap(sourcesOf)
const imports = files.flatMap(importsOf)
const within = imports.filter(({ target }) => existsSync(path.join(ROOT, target)) && !target.startsWith('node:'))
const told = ({ file, target }: SourceImport): string => `${file} imports ${target}`

function graph(nameOf: (file: string) => string): Map<string, Set<string>> {
  const edges = new Map<string, Set<string>>(files.map(file => [nameOf(file), new Set()]))
  for (const { file, target } of within) if (nameOf(file) !== nameOf(target)) edges.get(nameOf(file))?.add(nameOf(target))
  return edges
}

describe('the directions of imports', () => {
  it('has something to look at in every folder that there is', () => {
    expect(FOLDERS.filter(folder => existsSync(path.join(ROOT, folder)) && !within.some(({ file }) => file.startsWith(`${folder}/`)))).toEqual([])
    expect(within.length).toBeGreaterThan(700)
  })

  it('every import goes where its place in the table lets it go', () => {
    expect(within.filter(({ file, target, typeOnly }) => !mayImport(file, target, typeOnly)).map(told)).toEqual([])
  })

  it('every import of a file is one of a file that is there', () => {
    const broken = imports.filter(({ file, target }) => !within.some(one => one.file === file && one.target === target) && FOLDERS.some(folder => holds(folder, target)))
    expect(broken.map(told)).toEqual([])
  })

  it('packages and modules of Node are imported where nothing runs on the device', () => {
    const outside = imports.filter(one => !within.includes(one))
    expect(outside.length).toBeGreaterThan(50)
    expect(outside.filter(({ file }) => !(PLACES[placeOf(file)] ?? PLACES['drivers/*']).host).map(told)).toEqual([])
  })

  it('there is no circle among files, types counted', () => {
    expect(circlesOf(graph(file => file))).toEqual([])
  })

  it('there is no circle among folders, types counted', () => {
    const folderOf = (file: string): string => (file.split('/').length > 2 ? file.split('/').slice(0, 2).join('/') : file)
    expect(circlesOf(graph(folderOf))).toEqual([])
  })

  it('a circle of three is found, and a path that meets itself again is none', () => {
    const edges = (text: string): Map<string, Set<string>> => new Map(text.split(' ').map(one => [one[0], new Set(one.slice(1))]))
    expect(circlesOf(edges('ab bc ca db'))).toEqual([['a', 'b', 'c']])
    expect(circlesOf(edges('abc bd cd d'))).toEqual([])
  })
})

describe('the table of the lint rule', () => {
  /** A file of each place, as it might be, those of folders that are still to come among them. */
  const samples = [
    ...files.filter((file, index) => index === 0 || path.posix.dirname(file) !== path.posix.dirname(files[index - 1])),
    'drivers/sensor.ts', 'drivers/sht4x/sht4x.ts', 'host-sim/random.ts', 'cli/cli.ts', 'cli/exit-code.ts', 'firmware/main.ts',
    'monitor/store/store.ts', 'monitor/web/page.ts', 'gateways/coap/server.ts', 'tools/doctor/doctor.ts', 'up/supervisor.ts', 'tests/support/byte-string.ts'
  ]

  it('says the same as this one of every two places, present and future', () => {
    const different: string[] = []
    for (const from of samples.filter(one => !one.startsWith('tests/'))) {
      for (const to of samples.filter(one => one !== from)) {
        for (const typeOnly of [false, true]) {
          const lint: boolean = allows(directionOf(from) ?? { from: '', to: [] }, from, to, typeOnly)
          if (lint !== mayImport(from, to, typeOnly)) different.push(`${from} imports ${typeOnly ? 'types of ' : ''}${to}: lint says ${lint}`)
        }
      }
    }
    expect(different).toEqual([])
  })

  it('lets packages in where this one does', () => {
    const different = samples.filter(file => !file.startsWith('tests/'))
      .filter(file => (directionOf(file)?.outside === true) !== ((PLACES[placeOf(file)] ?? PLACES['drivers/*']).host === true))
    expect(different).toEqual([])
  })

  it('speaks of paths that are there, and of folders that are to come', () => {
    const coming = ['monitor/', 'gateways/', 'up/']
    const named = DIRECTIONS.flatMap(({ from, to, types = [], not = [] }: { from: string, to: string[], types?: string[], not?: string[] }) => [from, ...to, ...types, ...not])
    expect([...new Set(named)].filter(name => !coming.includes(name) && !existsSync(path.join(ROOT, name)))).toEqual([])
  })
})

describe('the table of this test', () => {
  it('speaks of paths that are there, and of folders that are to come', () => {
    const coming = ['monitor', 'gateways', 'up']
    const named = Object.entries(PLACES).flatMap(([place, { may, types = [] }]) => [place, ...may, ...types])
    expect([...new Set(named)].filter(name => !name.endsWith('/*') && !coming.includes(name) && !existsSync(path.join(ROOT, name)))).toEqual([])
  })
})

describe('the tables of docs/architecture.md', () => {
  const page = readFileSync(path.join(ROOT, 'docs/architecture.md'), 'utf8')
  const rows = (from: string, to: string): [string[], string[]][] => page.slice(page.indexOf(from), page.indexOf(to)).split('\n')
    .filter(line => line.startsWith('| `'))
    .map(line => line.split('|').slice(1, 3).map(cell => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name)) as [string[], string[]])
  const top = (name: string): string => name.split('/')[0]
  const parts = (folder: string): Place[] => Object.entries(PLACES).filter(([place]) => top(place) === folder && place !== 'cli/cli.ts').map(([, place]) => place)

  it('say of each folder which others it may import', () => {
    const written = rows('## Who may import whom', 'Within a folder:')
    expect(written.map(([[folder]]) => folder).sort()).toEqual([...FOLDERS].sort())
    for (const [[folder], others] of written) {
      const meant = new Set(parts(folder).flatMap(({ may, types = [] }) => [...may, ...types]).map(top).filter(other => other !== folder))
      const every = FOLDERS.filter(other => other !== folder)
      expect([folder, (others[0] === 'tests' ? every : others).toSorted()]).toEqual([folder, [...meant].sort()])
    }
  })

  it('say of each place which others of its folder it may import', () => {
    const written = new Map(rows('Within a folder:', 'A driver and its part').flatMap(([places, others]) => places.map(place => [place, others] as const)))
    const placed = Object.keys(PLACES).filter(place => place.includes('/') && place !== 'cli/cli.ts')
    expect([...written.keys()].sort()).toEqual(placed.sort())
    for (const [place, others] of written) {
      const { may, types = [] } = PLACES[place]
      const meant = [...may, ...types].filter(other => top(other) === top(place))
      expect([place, others.toSorted()]).toEqual([place, meant.sort()])
    }
  })
})

describe('the globals of Espruino', () => {
  const ENTRIES = ['firmware/main.ts', 'firmware/boot.ts', 'firmware/boot-code.ts']

  it('are declared by adapters and entry scripts alone', () => {
    expect(ENTRIES.filter(file => !existsSync(path.join(ROOT, file)))).toEqual([])
    const ambient = [...sourcesOf('drivers'), ...sourcesOf('firmware')]
      .filter(file => !file.startsWith('firmware/espruino/') && !ENTRIES.includes(file))
      .filter(file => /^\s*declare (const|let|var|function|global)\b/m.test(readFileSync(path.join(ROOT, file), 'utf8')))
    expect(ambient).toEqual([])
  })
})
