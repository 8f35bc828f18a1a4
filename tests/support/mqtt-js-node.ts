import { connect } from 'mqtt'
import type { MqttClient } from 'mqtt'
import type { SimulatedNode } from '../../host-sim/sim/simulation.ts'

/** A node that speaks MQTT through MQTT.js instead of the firmware: birth, will, goodbye, and states on demand. */
export class MqttJsNode implements SimulatedNode {
  readonly node: string
  readonly location = 'test-bench'
  readonly link = { everOnline: false, refusal: 0, acknowledged: 0, sentOnce: 0, online: false, onChange: undefined }
  private readonly port: number
  private client: MqttClient | undefined
  private samples = 0

  constructor(node: string, port: number) {
    this.node = node
    this.port = port
  }

  start(): void {
    const will = { topic: this.topic('status'), payload: Buffer.from('offline'), qos: 1 as const, retain: true }
    const client = connect({ host: '127.0.0.1', port: this.port, protocolVersion: 4, clientId: `breva${this.node}`, will, reconnectPeriod: 100 })
    client.on('connect', () => {
      this.link.everOnline = true
      client.publish(this.topic('status'), 'online', { qos: 1, retain: true })
      client.publish(this.topic('sensor/scd30/status'), 'online', { qos: 1, retain: true })
      this.sample()
    })
    client.on('error', () => {
      // it reconnects
    })
    this.client = client
  }

  sample(): void {
    this.samples++
    this.publish('state', JSON.stringify({
      node: this.node, location: this.location, boot: 1, seq: this.samples, time: null, uptime: this.samples * 10000, co2: 812,
      temperature: null, humidity: 45.1, quality: { co2: 'ok', temperature: 'warming', humidity: 'ok' }
    }))
  }

  publish(name: string, payload: string): void {
    this.client?.publish(this.topic(name), payload, { qos: 1 })
  }

  stop(done: () => void): void {
    this.client?.publish(this.topic('status'), 'offline', { qos: 1, retain: true }, () => this.client?.end(false, {}, done))
  }

  kill(): void {
    this.client?.end(true)
  }

  private topic(name: string): string {
    return `breva/${this.node}/${name}`
  }
}
