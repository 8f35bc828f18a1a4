import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { connectAsync } from 'mqtt'
import { afterEach, describe, expect, it } from 'vitest'
import { freePort } from '../../bench/peers/port.ts'
import { hashPassword } from '../../broker/accounts/password-hash.ts'
import { BrevaProcess } from '../support/breva-process.ts'
import { SETTINGS } from '../support/breva-command.ts'
import { WorkingFolder } from '../support/working-folder.ts'

const USER = SETTINGS.broker.user
const ACL = `user ${USER}\ntopic write breva/${USER}/#\ntopic read breva/${USER}/status\ntopic read breva/${USER}/info\ntopic read breva/${USER}/command/#\n`

const folder = new WorkingFolder()
const runs: BrevaProcess[] = []

function breva(...commandLine: string[]): BrevaProcess {
  const run = new BrevaProcess(commandLine, {}, folder.path)
  runs.push(run)
  return run
}

/** Writes accounts and settings into the working folder. */
function provisioned(password: string): void {
  writeFileSync(join(folder.path, 'accounts'), `${USER}:${hashPassword(password)}\n`)
  writeFileSync(join(folder.path, 'accounts.acl'), ACL)
  writeFileSync(join(folder.path, 'node.json'), JSON.stringify(SETTINGS))
}

/** What the broker at a port answers to somebody without an account. */
function anonymous(port: number): Promise<string> {
  return connectAsync(`mqtt://127.0.0.1:${port}`, { protocolVersion: 4, reconnectPeriod: 0 }, false).then(client => client.endAsync(true).then(() => 'accepted'), (error: unknown) => (error as Error).message)
}

afterEach(async () => {
  for (const run of runs.splice(0)) await run.end()
})

describe('breva sim --accounts', () => {
  it('lets the node of --settings in with its own account, the simulator with one of the run, and nobody else', async () => {
    provisioned(SETTINGS.broker.password)
    const port = await freePort()
    const run = breva('sim', '--accounts', 'accounts', '--settings', 'node.json', '--port', String(port), '--speed', '20', '--json')
    await run.until('a sample', events => events.some(({ event }) => event === 'state'))
    expect(await anonymous(port)).toMatch(/Not authorized/)
    run.signal('SIGINT')
    expect(await run.exit()).toBe(0)
    expect(run.events().at(-1)).toMatchObject({ event: 'summary', nodes: 1, online: 1, refused: [], unclean: [] })
    expect(run.events()[0]['subscribe']).toBe(`mosquitto_sub -h 127.0.0.1 -p ${port} -u USER -P PASSWORD -t 'breva/#' -v`)
  })

  it('says that the account of --settings is refused, and ends with 4', async () => {
    provisioned('another-password')
    const run = breva('sim', '--accounts', 'accounts', '--settings', 'node.json', '--port', String(await freePort()), '--speed', '20', '--seconds', '60')
    expect(await run.exit()).toBe(4)
    expect(run.stderr).toContain('The broker refuses 1 of 1 node:')
    expect(run.stderr).toContain('wrong password')
    expect(run.stdout + run.stderr).not.toContain(SETTINGS.broker.password)
  })

  it('gives nodes without settings an account for the run', async () => {
    provisioned('x')
    const run = breva('sim', '--accounts', 'accounts', '--nodes', '2', '--port', String(await freePort()), '--speed', '20', '--json', '--seconds', '60')
    expect(await run.exit(), run.stderr).toBe(0)
    expect(run.events().at(-1)).toMatchObject({ event: 'summary', nodes: 2, online: 2, refused: [], unclean: [] })
  })
})

describe('breva broker --accounts', () => {
  it('refuses everyone who has none, and counts the accounts', async () => {
    provisioned('seven')
    const port = await freePort()
    const run = breva('broker', '--accounts', 'accounts', '--port', String(port), '--json')
    await run.until('it listens', events => events.length > 0)
    expect(run.events()[0]).toMatchObject({ event: 'started', accounts: 1 })
    expect(await anonymous(port)).toMatch(/Not authorized/)
    await run.until('the refusal', events => events.some(({ event }) => event === 'dropped'))
    expect(run.events()[1]).toMatchObject({ event: 'dropped', what: 'connection', reason: 'refused, no account' })
    run.signal('SIGINT')
    expect(await run.exit()).toBe(0)
  })

  it('does not start with accounts that cannot be used, and says which line', async () => {
    provisioned('seven')
    for (const [file, text, message] of [['accounts', 'attic:plain\n', 'in accounts line 1 has a password that is not hashed'], ['accounts.acl', 'topic read x\nallow\n', 'in accounts.acl line 2']]) {
      provisioned('seven')
      writeFileSync(join(folder.path, file), text)
      const run = breva('broker', '--accounts', 'accounts', '--port', String(await freePort()))
      expect(await run.exit()).toBe(2)
      expect(run.stderr).toContain(message)
      expect(run.stderr).not.toContain('attic:plain')
    }
    const missing = breva('broker', '--accounts', 'nowhere', '--port', String(await freePort()))
    expect(await missing.exit()).toBe(2)
    expect(missing.stderr).toContain('The accounts cannot be read: nowhere (ENOENT)')
    const lonely = breva('broker', '--acl', 'accounts.acl')
    expect(await lonely.exit()).toBe(2)
    expect(lonely.stderr).toContain('add --accounts FILE')
  })
})
