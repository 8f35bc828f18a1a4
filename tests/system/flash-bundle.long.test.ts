import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FAILURE, SUCCESS } from '../../cli/exit-code.ts'
import { projectPath } from '../../cli/project-path.ts'
import type { ReplEndpoint } from '../../host-sim/espruino/repl-endpoint.ts'
import { BrevaProcess } from '../support/breva-process.ts'
import { replBoard } from '../support/repl-board.ts'
import { share } from '../support/share.ts'

const SETTINGS = {
  node: 'bedroom-1',
  wifi: { network: 'home', password: 'k7-very-hidden' },
  broker: { host: '192.168.1.2' },
  sensors: { scd30: { sda: 'D21', scl: 'D22' } }
}
const BUNDLE = readFileSync(projectPath('dist/firmware.min.js'), 'latin1')
/** Times that the cable is pulled, each somewhere else. */
const CUTS = share(10)

let folder = ''
let endpoint: ReplEndpoint
let port = ''
const running: BrevaProcess[] = []

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'breva-flash-bundle-'))
  endpoint = replBoard()
  port = await endpoint.start()
})

afterEach(async () => {
  await Promise.all(running.splice(0).map(process => process.end()))
  await endpoint.stop()
  rmSync(folder, { recursive: true, force: true })
})

function file(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text, 'latin1')
  return path
}

async function breva(...commandLine: string[]): Promise<{ code: number | null, stdout: string, stderr: string }> {
  const process = new BrevaProcess(['flash', '--port', port, ...commandLine])
  running.push(process)
  const code = await process.exit()
  return { code, stdout: process.stdout, stderr: process.stderr }
}

/** The bundle as built, onto a board without anything, with settings. */
async function install(): Promise<void> {
  const { code, stdout, stderr } = await breva('--settings', file('node.json', JSON.stringify(SETTINGS)))
  expect(code, stderr).toBe(SUCCESS)
  expect(stdout).toMatch(new RegExp(`^Node bedroom-1 runs app\\.a \\(${BUNDLE.length} bytes, `))
}

/** The same application but for its length, as a later version would be; each `number` its own. */
function later(number: number): string {
  return file('later.min.js', BUNDLE + '\n'.repeat(number))
}

describe('the whole bundle over TCP', () => {
  it('arrives byte for byte, starts, and is followed by the next version in the other slot', async () => {
    await install()
    expect(endpoint.storage.read('app.a')).toBe(BUNDLE)
    expect(endpoint.printed.join('\n')).toMatch(/^breva \S+ node bedroom-1 start 1: scd30$/)
    const next = await breva('--bundle', later(1), '--json')
    expect(next).toMatchObject({ code: SUCCESS, stderr: '' })
    expect(JSON.parse(next.stdout)).toMatchObject({ result: 'installed', written: ['app.b', 'app.b.sum', 'active'], node: 'bedroom-1' })
    expect(endpoint.storage.read('app.b')).toBe(`${BUNDLE}\n`)
    expect(endpoint.storage.read('app.a')).toBe(BUNDLE)
    expect(endpoint.global('breva')).toMatchObject({ app: 'app.b', trouble: '' })
  })

  it('arrives although bytes are lost on the way', async () => {
    endpoint.trouble.loseOneIn = 4999
    await install()
    expect(endpoint.storage.read('app.a')).toBe(BUNDLE)
  })

  it.each(Array.from({ length: CUTS }, (_, cut) => (cut + 0.5) / CUTS))('leaves the former application when the cable is pulled after %d of it, and arrives the next time', async part => {
    await install()
    // Each byte of the application is four thirds in base64, and a line has a few words more.
    endpoint.trouble.dropAfter = Math.round(part * 4 / 3 * BUNDLE.length)
    const pulled = await breva('--bundle', later(1))
    expect(pulled.code).toBe(FAILURE)
    expect(pulled.stderr).toContain('was lost')
    endpoint.restart()
    expect(endpoint.global('breva')).toMatchObject({ app: 'app.a', trouble: '' })
    const { code, stderr } = await breva('--bundle', later(2))
    expect(code, stderr).toBe(SUCCESS)
    expect(endpoint.storage.read('app.b')).toBe(`${BUNDLE}\n\n`)
    expect(endpoint.global('breva')).toMatchObject({ app: 'app.b', trouble: '' })
  })
})
