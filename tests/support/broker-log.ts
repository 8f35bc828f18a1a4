import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt'
import { stateSchema } from './state-schema.ts'
import { eventually } from './eventually.ts'

export interface LoggedMessage {
  topic: string
  payload: string
  retained: boolean
}

/** Everything that a broker hands on of `breva/#`, in the order received; it comes back when the broker does. */
export class BrokerLog {
  readonly messages: LoggedMessage[] = []
  private readonly client: MqttClient

  private constructor(client: MqttClient) {
    this.client = client
    client.on('message', (topic, payload, packet) => {
      this.messages.push({ topic, payload: payload.toString(), retained: packet.retain })
    })
    client.on('error', () => { /* it reconnects */ })
  }

  static async open(port: number, options: IClientOptions = {}): Promise<BrokerLog> {
    const client = await connectAsync(`mqtt://127.0.0.1:${port}`, { reconnectPeriod: 100, protocolVersion: 4, ...options })
    const log = new BrokerLog(client)
    await client.subscribeAsync('breva/#', { qos: 1 })
    return log
  }

  /** Live payloads of topics that end so, from message number `from` on. */
  payloads(end: string, from = 0): string[] {
    return this.messages.slice(from).filter(message => message.topic.endsWith(end) && !message.retained).map(message => message.payload)
  }

  /** Payloads of a retained topic, live or as the broker remembered them. */
  said(end: string, from = 0): string[] {
    return this.messages.slice(from).filter(message => message.topic.endsWith(end)).map(message => message.payload)
  }

  /** The samples from message number `from` on; throws for one that is not as specified. */
  states(from = 0): ReturnType<typeof stateSchema.parse>[] {
    return this.payloads('/state', from).map(payload => stateSchema.parse(JSON.parse(payload)))
  }

  /** Resolves when that many samples have come since message number `from`. */
  async samples(count: number, from: number, patience: number): Promise<void> {
    await eventually(() => this.payloads('/state', from).length >= count, `${count} samples have come`, patience)
  }

  async close(): Promise<void> {
    await this.client.endAsync(true)
  }
}
