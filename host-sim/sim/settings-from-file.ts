import type { BrokerSettings, NodeSettings } from '../../contract/settings.ts'

/** A settings file with all that it says, but for the node's name and for the broker: where it is, and the account there. */
export function settingsFromFile(file: NodeSettings, node: string, broker: Pick<BrokerSettings, 'host' | 'port' | 'user' | 'password'>): NodeSettings {
  const { host, port, user, password } = broker
  const merged: BrokerSettings = { ...file.broker, host, port }
  delete merged.user
  delete merged.password
  return { ...file, node, broker: { ...merged, ...user === undefined ? {} : { user }, ...password === undefined ? {} : { password } } }
}
