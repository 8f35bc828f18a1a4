import { readFileSync } from 'node:fs'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { find } from '../../../bench/peers/mosquitto.ts'
import { freePort } from '../../../bench/peers/port.ts'
import { whyLeftOutOfAll, type Broker, type BrokerKind, type BrokerOptions } from './broker.ts'
import { startBroker } from './broker-process.ts'

const PATIENCE = 60_000
/** It listens a moment before it knows its accounts. */
const REGISTERED = 'accounts are registered'

/** Where its control script says that its code lies; Erlang is started without the script, which changes the user. */
function libraries(): string {
  const script = readFileSync(find('ejabberdctl') ?? 'ejabberdctl', 'utf8')
  const path = /^(?:export )?ERL_LIBS='?([^'\n]+)'?$/m.exec(script)?.[1]
  if (!path) throw new Error('ejabberdctl does not say where the code of ejabberd lies')
  return path
}

/** mod_mqtt alone, without a name in Erlang's distribution: nothing of it listens but the MQTT port. */
async function start({ accounts, lines = [] }: BrokerOptions): Promise<Broker> {
  const folder = await mkdtemp(join(tmpdir(), 'breva-ejabberd-'))
  const port = await freePort()
  const [configuration, register] = [join(folder, 'ejabberd.yml'), join(folder, 'accounts.erl')]
  await writeFile(configuration, [
    'hosts: [localhost]', 'loglevel: warning', 'auth_method: [internal]',
    `listen: [{ port: ${port}, ip: "127.0.0.1", module: mod_mqtt }]`,
    'modules: { mod_mqtt: { session_expiry: 1 hour } }', ...lines
  ].join('\n'))
  await writeFile(register, Object.entries(accounts).map(([user, password]) =>
    `ejabberd_auth:try_register(<<${JSON.stringify(user)}>>, <<"localhost">>, <<${JSON.stringify(password)}>>).\n`).join(''))
  return startBroker({
    program: find('erl') ?? 'erl',
    arguments: ['-noinput', '-mnesia', 'dir', JSON.stringify(join(folder, 'database')), '-s', 'ejabberd', '-eval', `ok = file:eval(${JSON.stringify(register)}), io:format("${REGISTERED}~n").`],
    environment: { HOME: folder, ERL_LIBS: libraries(), EJABBERD_CONFIG_PATH: configuration, EJABBERD_LOG_PATH: join(folder, 'ejabberd.log') },
    folder, port, says: REGISTERED, patience: PATIENCE
  })
}

export const EJABBERD: BrokerKind = {
  name: 'ejabberd',
  leftOut: whyLeftOutOfAll(find('ejabberdctl') !== undefined, 'ejabberd'),
  asksForAccounts: true,
  keepsSessions: false,
  wildcardsBringRetained: true,
  patience: PATIENCE,
  start
}
