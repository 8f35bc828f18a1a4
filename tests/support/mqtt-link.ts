import type { Bytes } from '../../drivers/hal/bytes.ts'
import { Client, type ClientListener, type ClientSettings } from '../../firmware/mqtt/client.ts'
import { VirtualClock } from '../../host-sim/clock/virtual-clock.ts'
import { Random } from '../../host-sim/random.ts'
import { FakeNetwork } from './fake-network.ts'
import { ScriptedBroker } from './scripted-broker.ts'
import { until } from './until.ts'

export const LINK_SETTINGS: ClientSettings = {
  host: 'broker', port: 1883, clientId: 'brevaa1b2c3', keepAliveSeconds: 30, willTopic: 'breva/a1b2c3/status', willPayload: 'offline'
}

/** What a client told its listener, in order. */
export class RecordingListener implements ClientListener {
  readonly events: string[] = []
  readonly reasons: number[] = []
  readonly acknowledged: number[] = []
  readonly returned: number[] = []
  /** For each connection, whether the session was resumed. */
  readonly resumed: boolean[] = []
  readonly messages: { topic: Bytes, payload: Bytes, retained: boolean }[] = []
  /** Of messages that are too long. */
  readonly beginnings: { topic: Bytes, payload: Bytes, retained: boolean }[] = []
  /** How often a chunk had been told. */
  reads = 0
  /** Run inside the callback of that name. */
  on: Record<string, () => void> = {}

  onConnected(resumed = false): void {
    this.resumed.push(resumed)
    this.tell(resumed ? 'resumed' : 'connected', '')
  }

  onDisconnected(reason: number): void {
    this.reasons.push(reason)
    this.tell('disconnected', String(reason))
  }

  onMessage(topic: Bytes, payload: Bytes, retained: boolean, long: boolean): void {
    if (long) {
      this.beginnings.push({ topic, payload, retained })
      return
    }
    this.messages.push({ topic, payload, retained })
    this.tell('message', `${topic}=${payload}${retained ? ' retained' : ''}`)
  }

  onAcknowledged(id: number): void {
    this.acknowledged.push(id)
    this.tell('acknowledged', String(id))
  }

  onRead(): void {
    this.reads++
    this.on['read']?.()
  }

  onReturned(id: number, rejected: boolean): void {
    this.returned.push(id)
    this.tell(rejected ? 'rejected' : 'returned', String(id))
  }

  onSubscribed(id: number, granted: Bytes): void {
    this.tell('subscribed', `${id}: ${Buffer.from(granted, 'latin1').toString('hex')}`)
  }

  private tell(name: string, detail: string): void {
    this.events.push(detail ? `${name} ${detail}` : name)
    this.on[name]?.()
  }
}

/** A client, a network and a broker in virtual time. */
export class MqttLink {
  readonly clock = new VirtualClock(1000)
  readonly network = new FakeNetwork(this.clock)
  readonly broker = new ScriptedBroker(this.network)
  readonly listener = new RecordingListener()
  readonly client: Client

  constructor(settings: Partial<ClientSettings> = {}, seed = 1) {
    const random = new Random(seed)
    this.client = new Client(this.network, this.clock, () => random.next(), { ...LINK_SETTINGS, ...settings }, this.listener)
  }

  /** Starts the client, and waits for what comes of its first attempt. */
  connect(): this {
    const attempts = this.network.attempts.length
    this.client.start()
    this.until(() => this.network.attempts.length > attempts || this.client.connected)
    return this.settle()
  }

  /** Time passes until nothing is under way in either direction. */
  settle(): this {
    this.until(() => this.network.underWay === 0)
    return this
  }

  /** Lets time pass until `condition` holds, and throws when that does not come. */
  until(condition: () => boolean): void {
    until(this.clock, condition)
  }
}
