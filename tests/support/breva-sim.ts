import { connectAsync, type MqttClient } from 'mqtt'
import { Mosquitto } from '../../bench/peers/mosquitto.ts'
import { BrevaProcess, type BrevaEvent } from './breva-process.ts'

export interface Heard {
  topic: string
  payload: string
  retained: boolean
}

const brokers: Mosquitto[] = []
const runs: BrevaProcess[] = []
const clients: MqttClient[] = []

export async function mosquitto(accounts?: Record<string, string>, lines: string[] = []): Promise<Mosquitto> {
  const broker = await Mosquitto.start({ lines, ...accounts && { accounts } })
  brokers.push(broker)
  return broker
}

export function sim(commandLine: string[], environment: Record<string, string> = {}, folder?: string): BrevaProcess {
  const run = new BrevaProcess(['sim', ...commandLine], environment, folder)
  runs.push(run)
  return run
}

/** Everything a subscriber of its own hears from the broker. */
export async function listen(broker: Mosquitto, account: { username?: string, password?: string } = {}): Promise<Heard[]> {
  const heard: Heard[] = []
  const client = await connectAsync({ host: '127.0.0.1', port: broker.port, protocolVersion: 4, reconnectPeriod: 100, ...account })
  clients.push(client)
  client.on('error', () => {
    // it reconnects
  })
  client.on('message', (topic, payload, packet) => heard.push({ topic, payload: String(payload), retained: packet.retain }))
  await client.subscribeAsync('breva/#', { qos: 1 })
  return heard
}

export function payloads(heard: Heard[], topic: string): string[] {
  return heard.filter(message => message.topic === topic).map(message => message.payload)
}

export const count = (events: BrevaEvent[], kind: string): number => events.filter(event => event.event === kind).length

export function nodesOf(run: BrevaProcess): string[] {
  const started = run.events().find(event => event.event === 'started')
  return (started?.['nodes'] as { node: string }[]).map(({ node }) => node)
}

/** For `afterEach`. */
export async function endSimulations(): Promise<void> {
  for (const run of runs.splice(0)) await run.end()
  for (const client of clients.splice(0)) await client.endAsync(true)
  for (const broker of brokers.splice(0)) await broker.stop()
}
