import { TOPIC_ROOT } from '../../contract/topics.ts'
import { connectAsync } from 'mqtt'
import type { MqttClient } from 'mqtt'
import type { BrokerAddress } from '../../cli/broker-address.ts'

export interface ObserverListener {
  onMessage(topic: string, payload: Buffer): void
  onLink(connected: boolean): void
}

/**
 * The simulator's own subscription to what its nodes publish. Retained messages of an earlier run are left out; after
 * the broker has been away they are taken, since a node may have reconnected first.
 */
export class BrokerObserver {
  private readonly client: MqttClient

  private constructor(client: MqttClient) {
    this.client = client
  }

  /** Resolves once the broker has acknowledged the subscriptions. */
  static async start(address: BrokerAddress, clientId: string, nodes: string[], listener: ObserverListener): Promise<BrokerObserver> {
    const client = await connectAsync({
      host: address.host,
      port: address.port,
      protocol: 'mqtt',
      protocolVersion: 4,
      clientId,
      clean: true,
      resubscribe: true,
      reconnectPeriod: 250,
      ...(address.user === undefined ? {} : { username: address.user }),
      ...(address.password === undefined ? {} : { password: address.password })
    })
    let lost = false
    let wasLost = false
    client.on('message', (topic, payload, packet) => {
      if (!packet.retain || wasLost) listener.onMessage(topic, payload)
    })
    client.on('connect', () => {
      if (lost) listener.onLink(true)
      lost = false
    })
    client.on('close', () => {
      if (!lost && !client.disconnecting) listener.onLink(false)
      lost = true
      wasLost = true
    })
    client.on('error', () => {
      // MQTT.js goes on reconnecting; 'close' has told the listener
    })
    await client.subscribeAsync(nodes.map(node => `${TOPIC_ROOT}${node}/#`), { qos: 1 })
    return new BrokerObserver(client)
  }

  async stop(): Promise<void> {
    await this.client.endAsync(true)
  }
}
