import { readFileSync } from 'node:fs'
import { parse } from 'acorn'
import vm from 'node:vm'
import { describe, expect, it } from 'vitest'
import { projectPath } from '../../cli/project-path.ts'

const SOURCE = readFileSync(projectPath('bin/breva.js'), 'utf8')
const { engines } = JSON.parse(readFileSync(projectPath('package.json'), 'utf8')) as { engines: { node: string } }

interface Run {
  said: string
  exitCode: number | undefined
  started: string[]
}

/** What the file does under a Node of that version. */
function under(version: string): Run {
  const run: Run = { said: '', exitCode: undefined, started: [] }
  const process = { version, stderr: { write: (text: string) => { run.said += text } }, exitCode: undefined as number | undefined }
  vm.runInNewContext(SOURCE.replace(/^#!.*/, ''), { process, require: (name: string) => run.started.push(name), Number })
  run.exitCode = process.exitCode
  return run
}

describe('the first file of the program', () => {
  it('can be read by any Node: ECMAScript 5 and no module', () => {
    expect(() => parse(SOURCE, { ecmaVersion: 5, sourceType: 'script', allowHashBang: true })).not.toThrow()
  })

  it.each(['v8.17.0', 'v18.20.8', 'v20.18.3', 'v9.99.0'])('says in one sentence under Node %s which one is needed', version => {
    expect(under(version)).toEqual({ said: `breva: This is Node ${version}, and Breva needs Node 20.19 or later: https://nodejs.org\n`, exitCode: 1, started: [] })
  })

  it.each(['v20.19.0', 'v22.0.0', 'v24.1.0', 'v100.0.0'])('starts the program under Node %s', version => {
    expect(under(version)).toEqual({ said: '', exitCode: undefined, started: ['./start.js'] })
  })

  it('needs what package.json says', () => {
    expect(engines.node).toBe('>=20.19')
  })
})
