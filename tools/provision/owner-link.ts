import { parseEnv } from 'node:util'
import { randomBytes } from 'node:crypto'
import { connectAsync, type MqttClient } from 'mqtt'
import type { BrokerAddress } from '../../cli/broker-address.ts'
import { findBroker } from '../../cli/broker-options.ts'
import { probeBroker } from '../../cli/broker-probe.ts'
import { CommandError } from '../../cli/command-error.ts'
import { USAGE } from '../../cli/exit-code.ts'
import { mqttOptions } from '../../cli/mqtt-options.ts'
import { printable } from '../../cli/printable.ts'
import type { Files } from './files.ts'
import type { Place } from './place.ts'

/** The broker with the account of the owner, as `owner.env` has both; `broker` is another address for it. Throws a `CommandError` with USAGE. */
export function ownerAddress(files: Files, place: Place, broker: string | undefined): BrokerAddress {
  const text = files.read(place.owner)
  const environment = { ...parseEnv(text ?? ''), ...broker !== undefined && { BREVA_BROKER: broker } }
  const found = findBroker({}, { environment, folder: place.folder, warn: message => { process.stderr.write(`breva: ${message}\n`) } })
  if (found) return found.address
  throw new CommandError(`There is no ${printable(place.owner)}, which names the broker and the account of the owner. breva provision makes it.`, USAGE)
}

/** Connects with an account. Rejects with a `CommandError` that tells unreachable, refused and silent apart. */
export async function openLink(address: BrokerAddress): Promise<MqttClient> {
  const clientId = `brevaprov${randomBytes(6).toString('hex')}`
  await probeBroker(address, clientId)
  const client = await connectAsync({ ...mqttOptions(address), clientId, clean: true, reconnectPeriod: 0 })
  // What breaks later ends a wait that has an end of its own.
  client.on('error', () => undefined)
  return client
}
