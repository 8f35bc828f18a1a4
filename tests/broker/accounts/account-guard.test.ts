import type { MqttClient } from 'mqtt'
import { describe, expect, it } from 'vitest'
import { eventually } from '../../../bench/peers/eventually.ts'
import { mosquittoHint } from '../../../bench/peers/mosquitto.ts'
import { AccessList } from '../../../broker/accounts/access-list.ts'
import { nodeRules, readerRules } from '../../../broker/accounts/account-rules.ts'
import { PasswordFile } from '../../../broker/accounts/password-file.ts'
import { hashPassword } from '../../../broker/accounts/password-hash.ts'
import { ACCOUNT_BROKERS, AccountBench } from '../../support/brokers/account-broker.ts'

const ATTIC = { user: 'attic', password: 'seven-brown-herons' }
const CELLAR = { user: 'cellar', password: 'eight-brown-herons' }
const READER = { user: 'reader', password: 'nine-brown-herons' }

/** The two files with these accounts. */
function files(...accounts: { user: string, password: string }[]): [passwords: string, acl: string] {
  const [passwords, list] = [PasswordFile.parse(''), AccessList.parse('')]
  for (const { user, password } of accounts) {
    passwords.set(user, hashPassword(password))
    list.set(user, user === 'reader' ? readerRules('breva') : nodeRules('breva', user))
  }
  return [passwords.text(), list.text()]
}

/** Collects what a client hears. */
async function heard(client: MqttClient, filter: string): Promise<string[]> {
  const messages: string[] = []
  client.on('message', (topic, payload) => { messages.push(`${topic} ${String(payload)}`) })
  await client.subscribeAsync(filter, { qos: 1 })
  return messages
}

for (const broker of ACCOUNT_BROKERS) {
  describe.skipIf(broker.missing)(`the accounts at ${broker.name}${broker.missing ? mosquittoHint : ''}`, () => {
    const bench = new AccountBench()

    it('refuse anonymous clients, unknown users and wrong passwords', async () => {
      const { port } = await bench.start(broker, bench.write(...files(ATTIC, CELLAR)))
      expect(await bench.login(port, ATTIC)).toBe('accepted')
      for (const account of [undefined, { ...ATTIC, password: CELLAR.password }, { ...ATTIC, user: 'stranger' }, { ...ATTIC, password: '' }]) {
        expect(await bench.login(port, account)).toMatch(/Not authorized/)
      }
    })

    it('let a node publish its own topics, its will too, and never another one\'s', async () => {
      const { port } = await bench.start(broker, bench.write(...files(ATTIC, CELLAR, READER)))
      const messages = await heard(await bench.client(port, READER), 'breva/#')
      const will = (topic: string): object => ({ will: { topic, payload: Buffer.from('offline'), qos: 1, retain: true } })
      const forger = await bench.client(port, ATTIC, { clientId: 'forger', ...will('breva/cellar/status') })
      forger.publish('breva/cellar/state', 'forged', { qos: 1, retain: true })
      forger.publish('elsewhere', 'forged')
      const honest = await bench.client(port, ATTIC, { clientId: 'honest', ...will('breva/attic/status') })
      await honest.publishAsync('breva/attic/state', 'own', { qos: 1 })
      forger.stream.destroy()
      honest.stream.destroy()
      await eventually(() => messages.length === 2, 'the sample and the will of the honest one')
      expect(messages).toEqual(['breva/attic/state own', 'breva/attic/status offline'])
      expect(await heard(await bench.client(port, CELLAR), 'breva/cellar/status')).toEqual([])
    })

    it('let a node read its commands and nothing else, and the reader publish nothing', async () => {
      const [passwords, acl] = files(ATTIC, CELLAR, READER)
      const { port } = await bench.start(broker, bench.write(`${passwords}host:${hashPassword('h')}\n`, `${acl}user host\ntopic #\n`))
      const host = await bench.client(port, { user: 'host', password: 'h' })
      await host.publishAsync('breva/cellar/info', 'retained', { qos: 1, retain: true })
      const node = await bench.client(port, ATTIC)
      const messages = await heard(node, 'breva/attic/command/+')
      await node.subscribeAsync(['breva/#', '#', 'breva/cellar/info'], { qos: 1 }).catch(() => undefined)
      const reader = await bench.client(port, READER)
      reader.publish('breva/attic/command/ping', 'from the reader', { qos: 1 })
      await host.publishAsync('breva/cellar/command/ping', 'for another', { qos: 1 })
      await host.publishAsync('breva/attic/state', 'no business of a node', { qos: 1 })
      await host.publishAsync('breva/attic/command/ping', 'for it', { qos: 1 })
      await eventually(() => messages.length > 0, 'the command')
      expect(new Set(messages)).toEqual(new Set(['breva/attic/command/ping for it']))
    })

    it('that are withdrawn or changed end their connections; the others stay', async () => {
      const [kept, before, after] = [files(CELLAR), files(ATTIC, READER), files({ ...READER, password: 'ten-brown-herons' })]
      const running = await bench.start(broker, bench.write(kept[0] + before[0], kept[1] + before[1]))
      const [attic, cellar, reader] = [await bench.client(running.port, ATTIC), await bench.client(running.port, CELLAR), await bench.client(running.port, READER)]
      bench.write(kept[0] + after[0], kept[1] + after[1])
      running.reload()
      await eventually(() => !attic.connected && !reader.connected, 'the withdrawn ones are gone')
      expect(await bench.login(running.port, ATTIC)).toMatch(/Not authorized/)
      expect(await bench.login(running.port, READER)).toMatch(/Not authorized/)
      await cellar.publishAsync('breva/cellar/state', 'still here', { qos: 1 })
    })
  })
}
