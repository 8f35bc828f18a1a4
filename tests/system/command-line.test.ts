import { createServer, type Server } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { freePort } from '../../bench/peers/port.ts'
import { endRuns, makeFolder, run, SETTINGS, settingsFile } from '../support/breva-command.ts'
import { itExplainsItself, itRefusesSettings, itRefusesUsage } from '../support/command-line-cases.ts'

const servers: Server[] = []

beforeEach(makeFolder)

afterEach(async () => {
  await endRuns()
  for (const server of servers.splice(0)) await new Promise(resolve => server.close(resolve))
})

// More command lines: command-line.long.test.ts.
describe('breva', () => {
  itExplainsItself(false)

  it('prints its version', async () => {
    expect((await run(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  })

  itRefusesUsage(false)
})

describe('breva settings check', () => {
  it('accepts what the firmware accepts', async () => {
    const { code, stdout } = await run(['settings', 'check', await settingsFile(SETTINGS), '--json'])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toEqual({ ok: true, node: 'bedroom-1', location: SETTINGS.location, period: 10, sensors: ['scd30'], problems: [expect.objectContaining({ level: 'note' })] })
  })

  itRefusesSettings(false)

  it('prints no password, not even a refused or misplaced one', async () => {
    for (const content of [
      { ...SETTINGS, wifi: { network: 'attic', password: 'short7!' } },
      `{"wifi":{"network":"attic","password":"short7!" "x`,
      `{"wifi":{"password":"short7!`
    ]) {
      const { code, stdout, stderr } = await run(['settings', 'check', await settingsFile(content)])
      expect(code).toBe(2)
      expect(stdout + stderr).not.toContain('short7!')
    }
  })
})

describe('breva sim, before any node starts', () => {
  it('refuses a settings file with a wrong field', async () => {
    const { code, stdout, stderr } = await run(['sim', '--json', '--settings', await settingsFile({ ...SETTINGS, period: 9999 })])
    expect(code).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toContain('period: 9999 is refused; it takes a whole number from 1 to 3600')
  })

  it('refuses a broker password that the firmware would refuse, without showing it', async () => {
    const { code, stderr } = await run(['sim', '--broker', 'mqtt://u@127.0.0.1:1'], { BREVA_BROKER_PASSWORD: 'changeme' })
    expect(code).toBe(2)
    expect(stderr).toContain('broker.password')
    expect(stderr).not.toContain('changeme')
  })

  it('says in one sentence that a broker cannot be reached', async () => {
    const { code, stdout, stderr } = await run(['sim', '--json', '--broker', `mqtt://127.0.0.1:${await freePort()}`])
    expect(code).toBe(1)
    expect(stdout).toBe('')
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect(stderr).toContain('Nothing listens')
  })

  it('says that a port named for its own broker is busy', async () => {
    const server = createServer()
    servers.push(server)
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as { port: number }
    const { code, stderr } = await run(['sim', '--json', '--port', String(port)])
    expect(code).toBe(1)
    expect(stderr).toContain(`Port ${port} on 127.0.0.1 is in use`)
    expect(stderr).toContain('--broker')
  })
})
