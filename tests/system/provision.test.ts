import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { freePort } from '../../bench/peers/port.ts'
import { Mosquitto, mosquittoHint, mosquittoMissing } from '../../bench/peers/mosquitto.ts'
import { accountPaths } from '../../broker/accounts/account-book.ts'
import { parseDevice, type Device } from '../../tools/provision/device.ts'
import { BrevaProcess } from '../support/breva-process.ts'
import { AccountBench } from '../support/brokers/account-broker.ts'
import { WorkingFolder } from '../support/working-folder.ts'

const WIFI = 'nine-grey-geese'
const SETTINGS = ['--wifi', 'attic', '--broker', 'mqtt://192.168.1.10', '--sensor', 'scd30', '--sensor', 'ds18b20:pin=D5', '--time', '192.168.1.1']

const folder = new WorkingFolder()
const runs: BrevaProcess[] = []

function breva(...commandLine: string[]): BrevaProcess {
  const run = new BrevaProcess(commandLine, { BREVA_WIFI_PASSWORD: WIFI }, folder.path)
  runs.push(run)
  return run
}

/** Runs to the end, which is to be with this code. */
async function ended(code: number, ...commandLine: string[]): Promise<BrevaProcess> {
  const run = breva(...commandLine)
  expect(await run.exit(), run.stderr).toBe(code)
  return run
}

function contents(path: string): string {
  return readFileSync(join(folder.path, path), 'utf8')
}

function device(node: string): Device {
  return parseDevice(contents(`devices/${node}.device.json`))
}

/** Everything that lies in the folder. */
function everything(): string[] {
  return readdirSync(folder.path, { recursive: true }).map(String).sort()
}

afterEach(async () => {
  for (const run of runs.splice(0)) await run.end()
})

describe('breva provision', () => {
  it('makes files that only their owner can read, settings that pass the check, and prints no secret', async () => {
    const run = await ended(0, 'provision', 'attic', ...SETTINGS)
    expect(statSync(join(folder.path, 'devices')).mode & 0o777).toBe(0o700)
    expect(readdirSync(join(folder.path, 'devices')).sort()).toEqual(['accounts', 'accounts.acl', 'attic.device.json', 'attic.settings.json', 'owner.env', 'reader.env'])
    for (const name of readdirSync(join(folder.path, 'devices'))) expect([name, statSync(join(folder.path, 'devices', name)).mode & 0o777]).toEqual([name, 0o600])
    const { current } = device('attic')
    for (const secret of [current.password, current.commandKey, WIFI]) expect(run.stdout + run.stderr).not.toContain(secret)
    expect(run.stdout).toContain('next: breva flash --settings devices/attic.settings.json')
    expect((await ended(0, 'settings', 'check', 'devices/attic.settings.json')).stdout).toContain('ok: node attic')
    expect((await ended(0, 'provision', 'attic', '--show')).stdout).toContain(`attic: user attic, password ${current.password}, command key ${current.commandKey}`)
  })

  it('provisions forty nodes of a list, or none of them', async () => {
    const rows = Array.from({ length: 40 }, (_, n) => `room-${n + 1},Room ${n + 1}`)
    writeFileSync(join(folder.path, 'rooms.csv'), ['node,location', ...rows, 'room-7,Room 7'].join('\n'))
    const before = everything()
    expect((await ended(2, 'provision', '--csv', 'rooms.csv', ...SETTINGS)).stderr).toContain('lines 8 and 42 both name the node room-7')
    mkdirSync(join(folder.path, 'taken'))
    writeFileSync(join(folder.path, 'rooms.csv'), ['node,location', ...rows].join('\n'))
    expect((await ended(1, 'provision', '--csv', 'rooms.csv', ...SETTINGS, '--accounts', 'taken')).stderr).toContain('taken')
    expect((await ended(1, 'provision', '--csv', 'rooms.csv', ...SETTINGS, '--acl', 'nowhere/acl')).stderr).toContain('its folder does not exist. Make it first')
    expect(everything().filter(path => path !== 'devices')).toEqual([...before, 'taken'].sort())
    const made = await ended(0, 'provision', '--csv', 'rooms.csv', ...SETTINGS, '--json')
    expect((JSON.parse(made.stdout) as { nodes: unknown[] }).nodes).toHaveLength(40)
    expect(contents('devices/accounts').trim().split('\n')).toHaveLength(42)
    expect(JSON.parse(contents('devices/room-7.settings.json'))).toMatchObject({ node: 'room-7', location: 'Room 7', wifi: { password: WIFI }, broker: { user: 'room-7' } })
  })

  it('writes nothing where others would read it: a folder that is open to all, and one that git would commit', async () => {
    mkdirSync(join(folder.path, 'open'), { mode: 0o755 })
    expect((await ended(2, 'provision', 'attic', ...SETTINGS, '--folder', 'open')).stderr).toContain('chmod 700 open')
    execFileSync('git', ['init', '--quiet'], { cwd: folder.path })
    expect((await ended(2, 'provision', 'attic', ...SETTINGS)).stderr).toContain('Add a line with devices/ to .gitignore')
    expect(everything().filter(path => !path.startsWith('.git'))).toEqual(['open'])
    writeFileSync(join(folder.path, '.gitignore'), 'devices/\n')
    await ended(0, 'provision', 'attic', ...SETTINGS)
  })

  it('refuses an account of somebody else, TLS, unknown sensors, and a missing password, and says what to do', async () => {
    writeFileSync(join(folder.path, 'node.json'), JSON.stringify({ broker: { host: 'x', user: 'u', password: 'open-sesame' } }))
    for (const [given, message] of [
      [['--from', 'node.json'], 'broker.user is made by "breva provision"'],
      [['--broker', 'mqtts://broker.lan'], 'a node speaks no TLS'],
      [['--broker', 'mqtt://me@broker.lan'], 'names a user'],
      [['--sensor', 'scd31'], 'There are scd30, mh-z19, ds18b20'],
      [['--sensor', 'scd30:scq=D1'], 'sensors.scd30.scq is not a setting. Did you mean sensors.scd30.scl?'],
      [['--location', 'Attic'], 'wifi is missing']
    ] as const) {
      const run = await ended(2, 'provision', 'attic', ...given)
      expect(run.stderr).toContain(message)
      expect(run.stderr).not.toContain('open-sesame')
    }
    expect(everything()).toEqual(['node.json'])
  })

  it('with --dry-run says what it would make, and makes nothing', async () => {
    expect((await ended(0, 'provision', 'attic', ...SETTINGS, '--dry-run')).stdout).toContain('would provision attic')
    expect(everything()).toEqual([])
  })

  it('makes a node that gets into the embedded broker with its account', async () => {
    await ended(0, 'provision', 'attic', ...SETTINGS)
    const run = breva('sim', '--accounts', 'devices/accounts', '--settings', 'devices/attic.settings.json', '--port', String(await freePort()), '--speed', '20', '--seconds', '60', '--json')
    expect(await run.exit(), run.stderr).toBe(0)
    expect(run.events().at(-1)).toMatchObject({ online: 1, refused: [] })
  })
})

describe.skipIf(mosquittoMissing)(`provisioned nodes at mosquitto${mosquittoHint}`, () => {
  const bench = new AccountBench()

  it('get in with their own account alone, publish their own topics alone, and nobody gets in without one', async () => {
    writeFileSync(join(folder.path, 'rooms.csv'), 'node\nattic\ncellar\n')
    await ended(0, 'provision', '--csv', 'rooms.csv', ...SETTINGS)
    const mosquitto = await Mosquitto.start({ accountFiles: accountPaths(join(folder.path, 'devices/accounts')) })
    try {
      const { port } = mosquitto
      const [attic, cellar] = [device('attic').current, device('cellar').current]
      expect(await bench.login(port)).toMatch(/Not authorized/)
      expect(await bench.login(port, { user: 'attic', password: cellar.password })).toMatch(/Not authorized/)
      const [, user, password] = /USER=(.*)\nBREVA_BROKER_PASSWORD=(.*)\n/.exec(contents('devices/reader.env')) ?? []
      const reader = await bench.client(port, { user, password })
      const heard: string[] = []
      reader.on('message', topic => { heard.push(topic) })
      await reader.subscribeAsync('#', { qos: 1 })
      const node = await bench.client(port, attic)
      for (const topic of ['breva/cellar/state', 'homeassistant/x', 'breva/attic/state']) await node.publishAsync(topic, 'x', { qos: 1 })
      const other = await bench.client(port, cellar)
      await other.publishAsync('breva/cellar/health', 'x', { qos: 1 })
      await expect.poll(() => heard.length).toBe(2)
      expect(heard).toEqual(['breva/attic/state', 'breva/cellar/health'])
    } finally {
      await mosquitto.stop()
    }
  })
})
