import { readFileSync } from 'node:fs'
import { parse } from 'acorn'
import vm from 'node:vm'
import { describe, expect, it } from 'vitest'
import { projectPath } from '../../cli/project-path.ts'

const textOf = (name: string): string => readFileSync(projectPath(`bin/${name}`), 'utf8')
const { engines, scripts } = JSON.parse(readFileSync(projectPath('package.json'), 'utf8')) as { engines: { node: string }, scripts: Record<string, string> }

interface Run {
  said: string
  exitCode: number | undefined
  started: string[]
}

/** What a file of bin/ does under a Node of that version. */
function under(version: string, first = 'breva.js'): Run {
  const run: Run = { said: '', exitCode: undefined, started: [] }
  const process = { version, stderr: { write: (text: string) => { run.said += text } }, exitCode: undefined as number | undefined }
  const load = (name: string): unknown => {
    if (name === './start.js') return run.started.push(name)
    const module = { exports: {} }
    vm.runInNewContext(textOf(name).replace(/^#!.*/, ''), { process, require: load, module, Number })
    return module.exports
  }
  load(first)
  run.exitCode = process.exitCode
  return run
}

describe('the first files of the program', () => {
  it.each(['breva.js', 'node-version.js'])('can be read by any Node: %s is ECMAScript 5 and no module', name => {
    expect(() => parse(textOf(name), { ecmaVersion: 5, sourceType: 'script', allowHashBang: true })).not.toThrow()
  })

  it.each(['v8.17.0', 'v18.20.8', 'v20.18.3', 'v9.99.0'])('says in one sentence under Node %s which one is needed', version => {
    expect(under(version)).toEqual({ said: `breva: This is Node ${version}, and Breva needs Node 20.19 or later: https://nodejs.org\n`, exitCode: 1, started: [] })
    expect(under(version, 'node-version.js')).toEqual(under(version))
  })

  it.each(['v20.19.0', 'v22.0.0', 'v24.1.0', 'v100.0.0'])('starts the program under Node %s', version => {
    expect(under(version)).toEqual({ said: '', exitCode: undefined, started: ['./start.js'] })
  })

  it.each(['start', 'flash', 'build'])('come first in npm run %s, which goes on to files that an old Node cannot read', name => {
    expect(scripts[name]).toMatch(/^node bin\/node-version\.js && /)
  })

  it('are first where npm builds by itself', () => {
    expect([scripts['prepare'], scripts['prepack']]).toEqual(['npm run build', expect.stringMatching(/^npm run build && /)])
  })

  it('needs what package.json says', () => {
    expect(engines.node).toBe('>=20.19')
  })
})
