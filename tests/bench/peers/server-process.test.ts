import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { eventually } from '../../../bench/peers/eventually.ts'
import { freePort, reachable } from '../../../bench/peers/port.ts'
import { ServerProcess, type ServerCommand } from '../../../bench/peers/server-process.ts'
import { projectPath } from '../../../cli/project-path.ts'

let folder = ''
let command: ServerCommand

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'breva-server-'))
  const port = await freePort()
  const server = `require("net").createServer(socket => socket.pipe(socket)).listen(${port}, "127.0.0.1", () => console.log("ready"))`
  command = { program: process.execPath, arguments: ['-e', server], folder, port, says: 'ready', patience: 10_000 }
})

afterEach(() => { rmSync(folder, { recursive: true }) })

it('a server runs from start to kill, and again', async () => {
  const server = new ServerProcess(command)
  for (let round = 0; round < 2; round++) {
    await server.start()
    expect(await reachable(command.port)).toBe(true)
    await server.kill()
    expect(await reachable(command.port)).toBe(false)
  }
})

it('a server that does not start is an error with what it has printed', async () => {
  const server = new ServerProcess({ ...command, arguments: ['-e', 'console.error("no such table"); process.exit(3)'] })
  await expect(server.start()).rejects.toThrow(/does not start: it ended with 3\nno such table/)
})

it.each(['SIGKILL', 'SIGTERM'] as const)('a server ends when the run that started it is ended by %s', async signal => {
  const run = spawn(process.execPath, ['--input-type=module', '-e', `
    import { ServerProcess } from ${JSON.stringify(projectPath('dist/node/bench/peers/server-process.js'))}
    await new ServerProcess(${JSON.stringify(command)}).start()
    setInterval(() => undefined, 1000)
  `], { stdio: ['ignore', 'ignore', 'inherit'] })
  await eventually(() => reachable(command.port), 'the server listens')
  expect([run.exitCode, run.signalCode]).toEqual([null, null])
  run.kill(signal)
  await eventually(async () => !await reachable(command.port), 'the server is gone')
})
