import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MqttClient } from 'mqtt'
import { afterEach, describe, expect, it } from 'vitest'
import { mosquittoHint } from '../../bench/peers/mosquitto.ts'
import { eventually } from '../../bench/peers/eventually.ts'
import { accountPaths } from '../../broker/accounts/account-book.ts'
import { ACCOUNT_BROKERS, AccountBench } from '../support/brokers/account-broker.ts'
import { BrevaProcess } from '../support/breva-process.ts'
import { WorkingFolder } from '../support/working-folder.ts'

const folder = new WorkingFolder()
const runs: BrevaProcess[] = []

/** Runs to the end, and resolves to what it said. */
async function breva(code: number, commandLine: string[], environment: Record<string, string> = {}): Promise<string> {
  const run = new BrevaProcess(commandLine, environment, folder.path)
  runs.push(run)
  expect(await run.exit(), run.stderr).toBe(code)
  return run.stdout + run.stderr
}

async function provisioned(port: number): Promise<void> {
  await breva(0, ['provision', 'attic', '--wifi', 'attic', '--broker', `mqtt://127.0.0.1:${port}`, '--sensor', 'scd30'], { BREVA_WIFI_PASSWORD: 'nine-grey-geese' })
}

/** The account of the settings file, as a board has it after it was flashed. */
function flashed(): { user: string, password: string } {
  const { broker } = JSON.parse(readFileSync(join(folder.path, 'devices/attic.settings.json'), 'utf8')) as { broker: { user: string, password: string } }
  return { user: broker.user, password: broker.password }
}

/** Answers every command as a node does. */
async function answering(node: MqttClient): Promise<void> {
  node.on('message', (topic, payload) => {
    const { id } = JSON.parse(String(payload)) as { id: string }
    node.publish(topic.replace('command', 'reply'), JSON.stringify({ id, ok: false, error: 'unknown verb' }), { qos: 1 })
  })
  await node.subscribeAsync('breva/attic/command/+', { qos: 1 })
  await node.publishAsync('breva/attic/status', 'online', { qos: 1, retain: true })
}

afterEach(async () => {
  for (const run of runs.splice(0)) await run.end()
})

for (const broker of ACCOUNT_BROKERS) {
  describe.skipIf(broker.missing)(`breva provision at ${broker.name}${broker.missing ? mosquittoHint : ''}`, () => {
    const bench = new AccountBench()

    /** A broker with the accounts of the folder. Its port is in owner.env. */
    async function started(): Promise<{ port: number, reload(): void, url: string }> {
      await provisioned(1)
      const running = await bench.start(broker, accountPaths(join(folder.path, 'devices/accounts')))
      return { port: running.port, reload: () => { running.reload() }, url: `mqtt://127.0.0.1:${running.port}` }
    }

    it('rotate withdraws the old account once the node was seen with the new one, and not before', async () => {
      const { port, reload, url } = await started()
      const old = flashed()
      const before = await bench.client(port, old)
      await answering(before)
      expect(await breva(0, ['provision', 'rotate', 'attic'])).toContain('attic has a second account, attic.2')
      // mosquitto has not read its files again.
      if (broker.name === 'mosquitto') expect(await breva(4, ['provision', 'rotate', 'attic', '--broker', url, '--seconds', '1'])).toContain('let it: mosquitto does on SIGHUP')
      reload()
      await eventually(async () => await bench.login(port, flashed()) === 'accepted', 'the broker knows the second account')
      expect(await breva(5, ['provision', 'rotate', 'attic', '--broker', url, '--seconds', '1'])).toContain('was not seen with its new account attic.2 within 1 s')
      expect([await bench.login(port, old), before.connected]).toEqual(['accepted', true])
      const after = await bench.client(port, flashed())
      await answering(after)
      const said = await breva(0, ['provision', 'rotate', 'attic', '--broker', url])
      expect(said).toContain('attic is withdrawn')
      expect(said).not.toContain(old.password)
      reload()
      await eventually(() => !before.connected, 'the old account is out')
      expect(await bench.login(port, old)).toMatch(/Not authorized/)
      expect(after.connected).toBe(true)
    })

    it('forget clears retained topics, accounts and keys, and nothing of others', async () => {
      const { port, reload, url } = await started()
      const node = await bench.client(port, flashed(), { will: { topic: 'breva/attic/status', payload: Buffer.from('offline'), qos: 1, retain: true } })
      await answering(node)
      await node.publishAsync('breva/attic/info', '{}', { qos: 1, retain: true })
      const [, user, password] = /USER=(.*)\nBREVA_BROKER_PASSWORD=(.*)\n/.exec(readFileSync(join(folder.path, 'devices/owner.env'), 'utf8')) ?? []
      const owner = await bench.client(port, { user, password })
      await owner.publishAsync('breva/attic-2/status', 'online', { qos: 1, retain: true })
      expect(await breva(2, ['provision', 'forget', 'attic', '--broker', url])).toContain('takes --yes')
      if (broker.name === 'mosquitto') {
        expect(await breva(1, ['provision', 'forget', 'attic', '--broker', url, '--yes'])).toContain('The broker still lets attic in')
        expect(existsSync(join(folder.path, 'devices/attic.device.json'))).toBe(true)
      }
      reload()
      const said = await breva(0, ['provision', 'forget', 'attic', '--broker', url, '--yes'])
      for (const gone of ['retained breva/attic/info', 'retained breva/attic/status', 'file devices/attic.device.json', 'file devices/attic.settings.json']) expect(said).toContain(gone)
      const retained: string[] = []
      owner.on('message', topic => { retained.push(topic) })
      await owner.subscribeAsync('breva/#', { qos: 1 })
      await eventually(() => retained.length > 0, 'what others have retained')
      expect(retained).toEqual(['breva/attic-2/status'])
      expect(readFileSync(join(folder.path, 'devices/accounts'), 'utf8')).not.toContain('attic')
      expect(await breva(0, ['provision', 'forget', 'attic', '--broker', url, '--yes'])).toContain('nothing was left of attic')
    })
  })
}

describe('the firmware during a rotation', () => {
  const bench = new AccountBench()

  it('proves with its answer which account it uses', async () => {
    await provisioned(1)
    const { port } = await bench.start(ACCOUNT_BROKERS[0], accountPaths(join(folder.path, 'devices/accounts')))
    await breva(0, ['provision', 'rotate', 'attic'])
    const { user, password } = flashed()
    const node = new BrevaProcess(['sim', '--broker', `mqtt://${user}@127.0.0.1:${port}`, '--settings', 'devices/attic.settings.json', '--json'], { BREVA_BROKER_PASSWORD: password }, folder.path)
    runs.push(node)
    expect(await breva(0, ['provision', 'rotate', 'attic', '--broker', `mqtt://127.0.0.1:${port}`, '--seconds', '30'])).toContain('attic was seen with its new account')
  })
})

describe('breva provision label', () => {
  it('writes a label for each node that is known, and none where one is not', async () => {
    await provisioned(1)
    expect(await breva(2, ['provision', 'label', 'attic', 'cellar'])).toContain('There is no node cellar in devices. There are attic')
    expect(existsSync(join(folder.path, 'devices/attic.svg'))).toBe(false)
    expect(await breva(0, ['provision', 'label', 'attic'])).toBe('devices/attic.svg\n')
    expect(readFileSync(join(folder.path, 'devices/attic.svg'), 'utf8')).toContain('>attic</text>')
  })
})
