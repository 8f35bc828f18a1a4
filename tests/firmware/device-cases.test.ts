import { readFileSync } from 'node:fs'
import { runInNewContext } from 'node:vm'
import { beforeAll, describe, expect, it } from 'vitest'
import { projectPath } from '../../cli/project-path.ts'
import { FAULTS, VECTORS } from '../espruino-lane/device/all-cases.ts'
import { Checks } from '../espruino-lane/device/check.ts'
import { shippedScript, type ShippedScript } from '../support/shipped-script.ts'

type Cases = (checks: Checks) => void

/** What they have said of the sources. */
const said = new Map<Cases, string[]>()

/** What the cases say of the sources, which is the same each time. */
function linesOf(cases: Cases): string[] {
  const lines = said.get(cases) ?? []
  if (!said.has(cases)) cases(new Checks(line => lines.push(line)))
  said.set(cases, lines)
  return lines
}

it.each([...VECTORS, ...FAULTS].map(cases => [cases.name, cases] as const))('%s hold on Node, as they are to on the interpreter', (_name, cases) => {
  const lines = linesOf(cases)
  expect(lines.filter(line => line.startsWith('FAIL'))).toEqual([])
  expect(lines.length).toBeGreaterThan(10)
})

describe.each([
  ['vectors', 'run-vectors', VECTORS, ['contract/setting-contradictions.ts', 'contract/setting-kinds.ts', 'contract/settings.ts']], ['faults', 'run-faults', FAULTS, []]
])('the script that runs the %s on the interpreter', (_kind, name, groups, again) => {
  let script: ShippedScript

  beforeAll(async () => { script = await shippedScript(`tests/espruino-lane/device/${name}.ts`) })

  /** What it prints on Node. */
  function printed(code: string): string[] {
    const lines: string[] = []
    const tasks: (() => void)[] = []
    const later = (task: (runner: unknown) => void, _delay: number, runner: unknown): void => { tasks.push(() => task(runner)) }
    const globals = { print: (line: string) => lines.push(line), quit: () => undefined, setTimeout: later }
    runInNewContext(code, { ...globals, global: globals })
    for (let task = tasks.shift(); task; task = tasks.shift()) task()
    return lines
  }

  it('begins with the flashed bundle, byte for byte up to the statement that starts the node', () => {
    const flashed = readFileSync(projectPath('dist/firmware.min.js'), 'latin1')
    let same = 0
    const [bundle] = script.parts
    while (same < bundle.length && bundle[same] === flashed[same]) same++
    expect(same).toBe(bundle.length)
    expect(flashed.slice(same)).toMatch(/^!function\(\)\{/)
    // What only runs while a node starts is in that statement, which is over then.
    expect(script.again).toEqual(again)
  })

  it('says with the functions of the bundle what the sources say', () => {
    expect(printed(script.parts.join('\n')).slice(0, -1)).toEqual(groups.flatMap(linesOf))
  })

  it.runIf(name === 'run-vectors')('notices what is wrong in a folded function of the bundle alone', () => {
    const [bundle, test] = script.parts
    const { functions } = JSON.parse(readFileSync(projectPath('dist/firmware.map.json'), 'utf8')) as { functions: { source: string, number?: number, start: number }[] }
    const { start } = functions.find(({ source, number }) => source === 'sensirionCrc8' && number !== undefined)!
    const spoiled = bundle.slice(0, start) + bundle.slice(start).replace('{', '{return 0;')
    expect(printed(`${spoiled}\n${test}`).slice(0, -1)).not.toEqual(groups.flatMap(linesOf))
  })
})
