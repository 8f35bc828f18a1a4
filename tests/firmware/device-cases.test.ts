import { readFileSync } from 'node:fs'
import { runInNewContext } from 'node:vm'
import { beforeAll, describe, expect, it } from 'vitest'
import { projectPath } from '../../cli/project-path.ts'
import { ALL_CASES } from '../espruino-lane/device/all-cases.ts'
import { Checks } from '../espruino-lane/device/check.ts'
import { shippedScript, type ShippedScript } from '../support/shipped-script.ts'

it.each(ALL_CASES.map(cases => [cases.name, cases] as const))('%s hold on Node, as they are to on the interpreter', (_name, cases) => {
  const failed: string[] = []
  const checks = new Checks(line => {
    if (line.startsWith('FAIL')) failed.push(line)
  })
  cases(checks)
  expect(failed).toEqual([])
  expect(checks.count).toBeGreaterThan(10)
})

describe('the script that runs the cases on the interpreter', () => {
  let script: ShippedScript

  beforeAll(async () => { script = await shippedScript('tests/espruino-lane/device/run-cases.ts') })

  /** What it prints on Node. */
  function printed(code: string): string[] {
    const lines: string[] = []
    const tasks: (() => void)[] = []
    const later = (task: (group: number) => void, _delay: number, group: number): void => { tasks.push(() => task(group)) }
    const globals = { print: (line: string) => lines.push(line), quit: () => undefined, setTimeout: later }
    runInNewContext(code, { ...globals, global: globals })
    for (let task = tasks.shift(); task; task = tasks.shift()) task()
    return lines
  }

  it('begins with the flashed bundle, byte for byte up to the statement that starts the node', () => {
    const flashed = readFileSync(projectPath('dist/firmware.min.js'), 'latin1')
    let same = 0
    while (script.code[same] === flashed[same]) same++
    expect(flashed.slice(same)).toMatch(/^!function\(\)\{/)
    // What only runs while a node starts is in that statement, which is over then.
    expect(script.again).toEqual(['contract/settings.ts'])
  })

  it('says with the functions of the bundle what the sources say', () => {
    const lines: string[] = []
    const checks = new Checks(line => lines.push(line))
    for (const cases of ALL_CASES) cases(checks)
    expect(printed(script.code).slice(0, -1)).toEqual(lines)
  })

  it('notices what is wrong in a folded function of the bundle alone', () => {
    const { functions } = JSON.parse(readFileSync(projectPath('dist/firmware.map.json'), 'utf8')) as { functions: { source: string, number?: number, start: number }[] }
    const { start } = functions.find(({ source, number }) => source === 'sensirionCrc8' && number !== undefined)!
    const spoiled = script.code.slice(0, start) + script.code.slice(start).replace('{', '{return 0;')
    expect(printed(spoiled).some(line => line.startsWith('FAIL'))).toBe(true)
  })
})
