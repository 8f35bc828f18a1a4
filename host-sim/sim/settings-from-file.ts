import type { BrokerSettings, NodeSettings } from '../../contract/settings.ts'

/** What the command line says of the broker. Root and QoS are those of the file unless they are there. */
export type NamedBroker = Pick<BrokerSettings, 'host' | 'port' | 'user' | 'password'> & Partial<Pick<BrokerSettings, 'root' | 'qos'>>

/** A settings file with all that it says, but for the node's name and for what is said of the broker: where it is, and the account there. */
export function settingsFromFile(file: NodeSettings, node: string, broker: NamedBroker): NodeSettings {
  const { host, port, user, password, root = file.broker.root, qos = file.broker.qos } = broker
  const merged: BrokerSettings = { ...file.broker, host, port, root, qos }
  delete merged.user
  delete merged.password
  return { ...file, node, broker: { ...merged, ...user === undefined ? {} : { user }, ...password === undefined ? {} : { password } } }
}
