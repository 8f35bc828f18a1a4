import type { Client } from '../../firmware/mqtt/client.ts'

/** Lets everything that a client sends or asks for at QoS 1 go by QoS 2: no setting does, and the session can. */
export function raiseQos(client: Client): void {
  const { publish, subscribe } = client
  client.publish = (topic, payload, qos, retain) => publish.call(client, topic, payload, 2 * qos, retain)
  client.subscribe = (filters, qos) => subscribe.call(client, filters, 2 * qos)
}
