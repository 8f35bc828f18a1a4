import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt'
import { stateSchema } from './state-schema.ts'
import { eventually } from '../../bench/peers/eventually.ts'

export interface LoggedMessage {
  topic: string
  payload: string
  retained: boolean
}

/** Everything that a broker hands on below a topic, in the order received; it comes back when the broker does. */
export class BrokerLog {
  readonly messages: LoggedMessage[] = []
  private readonly client: MqttClient
  private readonly root: string

  private constructor(client: MqttClient, root: string) {
    this.root = root
    this.client = client
    client.on('message', (topic, payload, packet) => {
      this.messages.push({ topic, payload: payload.toString(), retained: packet.retain })
    })
    client.on('error', () => { /* it reconnects */ })
  }

  static async open(port: number, options: IClientOptions = {}, root = 'breva'): Promise<BrokerLog> {
    const client = await connectAsync(`mqtt://127.0.0.1:${port}`, { reconnectPeriod: 100, protocolVersion: 4, ...options })
    const log = new BrokerLog(client, root)
    await client.subscribeAsync(`${root}/#`, { qos: 1 })
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

  async publish(topic: string, payload: string, retain: boolean): Promise<void> {
    await this.client.publishAsync(topic, payload, { qos: 1, retain })
  }

  /** Resolves when everything that the broker had to hand on at this moment has come. */
  async flush(): Promise<void> {
    const topic = `${this.root}/flush/${this.messages.length}`
    await this.publish(topic, '', false)
    await eventually(() => this.messages.some(message => message.topic === topic), 'the broker has handed on everything')
  }

  /** Resolves when it is back at a broker that was away, and has subscribed again. */
  async back(): Promise<void> {
    await eventually(() => this.client.connected, 'the observer is back')
    // Idempotent, and acknowledged after whatever MQTT.js does of its own accord.
    await this.client.subscribeAsync(`${this.root}/#`, { qos: 1 })
    await this.flush()
  }

  async close(): Promise<void> {
    await this.client.endAsync(true)
  }
}
