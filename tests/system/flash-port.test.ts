import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { eventually } from '../../bench/peers/eventually.ts'
import { find } from '../../bench/peers/mosquitto.ts'
import type { ReplEndpoint } from '../../host-sim/espruino/repl-endpoint.ts'
import { endRuns, makeFolder, run } from '../support/breva-command.ts'
import { replBoard } from '../support/repl-board.ts'

const missing = find('socat') === undefined && !process.env['CI']

let folder = ''
let endpoint: ReplEndpoint
let wire: ChildProcess | undefined

beforeEach(async () => {
  await makeFolder()
  folder = mkdtempSync(join(tmpdir(), 'breva-port-'))
  endpoint = replBoard()
})

afterEach(async () => {
  await endRuns()
  if (wire?.exitCode === null) {
    const closed = new Promise(resolve => wire?.once('close', resolve))
    wire.kill()
    await closed
  }
  await endpoint.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** A terminal of the system that is wired to the simulated board, under the name of a UART. */
async function uart(name: string): Promise<string> {
  const port = join(folder, name)
  const board = new URL(await endpoint.start())
  wire = spawn('socat', [`pty,link=${port},raw,echo=0`, `tcp:${board.host}`], { stdio: 'ignore' })
  await eventually(() => existsSync(port), 'the terminal')
  return port
}

describe.skipIf(missing)(`a board on a UART${missing ? ' (skipped: install socat, as in "apt install socat")' : ''}`, () => {
  it.each(['ttyS0', 'ttyAMA0', 'serial0'])('is flashed over %s, as over any port', async name => {
    const bundle = join(folder, 'small.js')
    writeFileSync(bundle, `print("breva 9.9.9 node bedroom-1 start " + breva.boot + ": scd30")\n/*${'-'.repeat(500)}*/\n`)
    const ended = await run(['flash', '--port', await uart(name), '--bundle', bundle])
    expect(ended.stderr).toContain('app.a reads back right')
    expect(ended).toMatchObject({ code: 0, stdout: expect.stringContaining('Node bedroom-1 runs app.a') as string })
  })

  it('is looked at by the selftest', async () => {
    const { code, stdout, stderr } = await run(['selftest', '--port', await uart('serial0'), '--json'])
    expect(stderr).not.toContain('cannot be opened')
    expect([0, 1]).toContain(code)
    expect((JSON.parse(stdout) as { steps: unknown[] }).steps.length).toBeGreaterThan(3)
  })
})
