import { createHash, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { find } from '../../../bench/peers/mosquitto.ts'
import { freePort } from '../../../bench/peers/port.ts'
import { whyLeftOutOfAll, type Broker, type BrokerKind, type BrokerOptions } from './broker.ts'
import { ServerProcess } from '../../../bench/peers/server-process.ts'

/** It has dozens of steps to take, and writes to disk at each of them. */
const PATIENCE = 180_000
/** The script itself: the one in the PATH of Debian changes the user. */
const SCRIPT = '/usr/lib/rabbitmq/bin/rabbitmq-server'

const program = existsSync(SCRIPT) ? SCRIPT : find('rabbitmq-server')

/** As its documents have it: base64 of a salt and the SHA-256 of salt and password. */
function hashed(password: string): string {
  const salt = randomBytes(4)
  return Buffer.concat([salt, createHash('sha256').update(salt).update(password).digest()]).toString('base64')
}

/** Its accounts; the account `guest` does not come into being beside them. */
function definitions(accounts: Record<string, string>): string {
  const users = Object.entries(accounts).map(([name, password]) => ({
    name, password_hash: hashed(password), hashing_algorithm: 'rabbit_password_hashing_sha256', tags: ''
  }))
  const permissions = users.map(({ name }) => ({ user: name, vhost: '/', configure: '.*', write: '.*', read: '.*' }))
  return JSON.stringify({ vhosts: [{ name: '/' }], users, permissions })
}

async function start({ accounts, lines = [] }: BrokerOptions): Promise<Broker> {
  const folder = await mkdtemp(join(tmpdir(), 'breva-rabbitmq-'))
  const [port, distribution, names] = [await freePort(), await freePort(), await freePort()]
  const [configuration, plugins, accountsFile] = ['rabbitmq.conf', 'enabled_plugins', 'definitions.json'].map(name => join(folder, name))
  await writeFile(accountsFile, definitions(accounts))
  await writeFile(plugins, '[rabbitmq_mqtt].')
  await writeFile(configuration, [
    'listeners.tcp = none', `mqtt.listeners.tcp.default = 127.0.0.1:${port}`, 'mqtt.allow_anonymous = false',
    `load_definitions = ${accountsFile}`, 'log.console = true', 'log.file = false',
    // It reserves that much disk at once, and half a gigabyte otherwise.
    'raft.wal_max_size_bytes = 1048576', ...lines
  ].join('\n'))
  // RabbitMQ looks for the daemon of Erlang's names, and starts one that would stay. This one ends with the test.
  const daemon = new ServerProcess({ program: find('epmd') ?? 'epmd', arguments: ['-address', '127.0.0.1', '-port', String(names)], folder, port: names, patience: 10_000 })
  const environment = {
    HOME: folder, RABBITMQ_NODENAME: 'breva@localhost', RABBITMQ_MNESIA_BASE: join(folder, 'database'), RABBITMQ_LOG_BASE: folder,
    RABBITMQ_CONFIG_FILE: configuration, RABBITMQ_CONF_ENV_FILE: join(folder, 'none'), RABBITMQ_ENABLED_PLUGINS_FILE: plugins,
    RABBITMQ_PID_FILE: join(folder, 'pid'), RABBITMQ_DIST_PORT: String(distribution), ERL_EPMD_PORT: String(names), ERL_EPMD_ADDRESS: '127.0.0.1',
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '-kernel inet_dist_use_interface {127,0,0,1}',
    // The script becomes the server instead of watching over it.
    RUNNING_UNDER_SYSTEMD: '1'
  }
  // It listens before it knows its accounts.
  const server = new ServerProcess({ program: program ?? 'rabbitmq-server', arguments: [], environment, folder, port, says: 'Server startup complete', patience: PATIENCE })
  const stop = async (): Promise<void> => {
    await server.kill()
    await daemon.kill()
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
  await daemon.start()
  try {
    await server.start()
  } catch (error) {
    await stop()
    throw error
  }
  return { port, kill: () => server.kill(), resume: () => server.start(), stop }
}

export const RABBITMQ: BrokerKind = {
  name: 'RabbitMQ',
  leftOut: whyLeftOutOfAll(program !== undefined, 'rabbitmq-server'),
  asksForAccounts: true,
  keepsSessions: true,
  wildcardsBringRetained: false,
  patience: PATIENCE,
  start
}
