import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt'
import { afterEach, beforeEach } from 'vitest'
import { Mosquitto, mosquittoMissing } from '../../../bench/peers/mosquitto.ts'
import { AccountBook, accountPaths, type AccountPaths } from '../../../broker/accounts/account-book.ts'
import { EmbeddedBroker } from '../../../broker/embedded-broker.ts'

interface Running {
  port: number
  reload(): void
  stop(): Promise<void>
}

/** A broker that lets in the accounts of two files and nobody else. */
interface AccountBroker {
  name: string
  missing: boolean
  start(paths: AccountPaths): Promise<Running>
}

export const ACCOUNT_BROKERS: AccountBroker[] = [
  {
    name: 'the embedded broker',
    missing: false,
    start: async paths => {
      const broker = await EmbeddedBroker.start({ port: 0, orAnotherPort: false, accounts: AccountBook.read(paths) })
      // It sees changed files by itself.
      return { port: broker.port, reload: () => undefined, stop: () => broker.stop() }
    }
  },
  { name: 'mosquitto', missing: mosquittoMissing, start: paths => Mosquitto.start({ accountFiles: paths }) }
]

/** Brokers and clients of a test, ended after it, and a folder that is gone then. */
export class AccountBench {
  folder = ''
  private readonly running: Running[] = []
  private readonly clients: MqttClient[] = []

  constructor() {
    beforeEach(() => { this.folder = mkdtempSync(join(tmpdir(), 'breva-accounts-')) })
    afterEach(async () => {
      for (const client of this.clients.splice(0)) await client.endAsync(true)
      for (const broker of this.running.splice(0)) await broker.stop()
      rmSync(this.folder, { recursive: true, force: true })
    })
  }

  /** Writes both files. */
  write(passwords: string, acl: string): AccountPaths {
    const paths = accountPaths(join(this.folder, 'accounts'))
    writeFileSync(paths.passwords, passwords, { mode: 0o600 })
    writeFileSync(paths.acl, acl, { mode: 0o600 })
    return paths
  }

  async start(broker: AccountBroker, paths: AccountPaths): Promise<Running> {
    const running = await broker.start(paths)
    this.running.push(running)
    return running
  }

  /** Rejects with what the broker answers. */
  async client(port: number, account?: { user: string, password: string }, options: IClientOptions = {}): Promise<MqttClient> {
    const client = await connectAsync(`mqtt://127.0.0.1:${port}`, { protocolVersion: 4, reconnectPeriod: 0, ...account && { username: account.user, password: account.password }, ...options }, false)
    client.on('error', () => undefined)
    this.clients.push(client)
    return client
  }

  /** What the broker answers to a login: `accepted`, or the refusal. */
  login(port: number, account?: { user: string, password: string }): Promise<string> {
    return this.client(port, account).then(() => 'accepted', (error: unknown) => (error as Error).message)
  }
}
