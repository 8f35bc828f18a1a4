import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { find } from '../../../bench/peers/mosquitto.ts'
import { freePort } from '../../../bench/peers/port.ts'
import { whyLeftOut, type Broker, type BrokerKind, type BrokerOptions } from './broker.ts'
import { startBroker } from './broker-process.ts'

const PATIENCE = 20_000

/** MQTT in NATS lives on JetStream: sessions, retained messages and what waits are streams on disk. */
async function start({ accounts, lines = [] }: BrokerOptions): Promise<Broker> {
  const folder = await mkdtemp(join(tmpdir(), 'breva-nats-'))
  const [own, port] = [await freePort(), await freePort()]
  const users = Object.entries(accounts).map(([user, password]) => `{ user: ${JSON.stringify(user)}, password: ${JSON.stringify(password)} }`)
  const configuration = join(folder, 'nats.conf')
  await writeFile(configuration, `
    server_name: breva
    listen: "127.0.0.1:${own}"
    jetstream { store_dir: ${JSON.stringify(folder)} }
    mqtt { listen: "127.0.0.1:${port}" }
    authorization { users: [${users.join(', ')}] }
    ${lines.join('\n')}
  `)
  return startBroker({ program: find('nats-server') ?? 'nats-server', arguments: ['-c', configuration], folder, port, patience: PATIENCE })
}

export const NATS: BrokerKind = {
  name: 'NATS',
  leftOut: whyLeftOut(find('nats-server') !== undefined, 'nats-server'),
  asksForAccounts: true,
  keepsSessions: true,
  wildcardsBringRetained: true,
  patience: PATIENCE,
  start
}
