import { connectAsync, type MqttClient } from 'mqtt'
import { eventually } from '../../../bench/peers/eventually.ts'
import { OBSERVER } from '../tcp-node.ts'

/** Runs `visit` with a client that comes for it alone, and has no session. */
async function visit<T>(port: number, act: (client: MqttClient) => Promise<T>): Promise<T> {
  const client = await connectAsync(`mqtt://127.0.0.1:${port}`, { protocolVersion: 4, reconnectPeriod: 0, username: OBSERVER.user, password: OBSERVER.password })
  client.on('error', () => { /* what it waits for does not come, and that is told */ })
  try {
    return await act(client)
  } finally {
    await client.endAsync(true)
  }
}

/** What the broker has retained for these topics, each by its name: not every broker hands it on for a wildcard. */
export function retained(port: number, topics: string[], expected: number): Promise<Record<string, string>> {
  return visit(port, async client => {
    const found: Record<string, string> = {}
    client.on('message', (topic, payload, { retain }) => { if (retain) found[topic] = payload.toString() })
    for (const topic of topics) await client.subscribeAsync(topic, { qos: 1 })
    await eventually(() => Object.keys(found).length >= expected, `${expected} of ${topics.join(', ')} are retained`)
    return found
  })
}

/** The topics whose retained messages come for a wildcard. */
export function retainedForWildcard(port: number, root: string): Promise<string[]> {
  return visit(port, async client => {
    const found: string[] = []
    client.on('message', topic => found.push(topic))
    await client.subscribeAsync(`${root}/#`, { qos: 1 })
    await client.publishAsync(`${root}/marker`, '', { qos: 1 })
    await eventually(() => found.includes(`${root}/marker`), 'the marker')
    return found.filter(topic => topic !== `${root}/marker`)
  })
}

/** Publishes as somebody else, at QoS 1. */
export function publish(port: number, topic: string, payload: string | Buffer, retain = false): Promise<void> {
  return visit(port, async client => { await client.publishAsync(topic, payload, { qos: 1, retain }) })
}
