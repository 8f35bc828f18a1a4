import { TOPIC_ROOT } from '../../contract/topics.ts'
import { connect } from 'mqtt'
import type { MqttClient } from 'mqtt'
import { describeBroker, type BrokerAddress } from '../../cli/broker-address.ts'
import { CommandError } from '../../cli/command-error.ts'
import { mqttOptions } from '../../cli/mqtt-options.ts'
import { TIMED_OUT } from '../../cli/exit-code.ts'

export interface ObserverListener {
  onMessage(topic: string, payload: Buffer): void
  onLink(connected: boolean): void
}

/** ms that the broker may take to accept the observer and its subscriptions, and that it may take to see it off. */
const PATIENCE = 5000
const GOODBYE = 1000
/** A SUBACK's return code from here on is a refusal. */
const REFUSED = 0x80

/**
 * The simulator's own subscription to what its nodes publish. Retained messages of an earlier run are left out; after
 * the broker has been away they are taken, since a node may have reconnected first.
 */
export class BrokerObserver {
  /** Whether the broker lets us read what at least one node publishes. */
  readonly watching: boolean
  private readonly client: MqttClient

  private constructor(client: MqttClient, watching: boolean) {
    this.client = client
    this.watching = watching
  }

  /**
   * Resolves once the broker has answered the subscriptions. Rejects with a `CommandError` where it does not within `patience` ms, and with the signal's reason
   * where that is aborted first.
   */
  static async start(address: BrokerAddress, clientId: string, nodes: string[], listener: ObserverListener, signal?: AbortSignal, patience = PATIENCE): Promise<BrokerObserver> {
    const client = connect({
      ...mqttOptions(address),
      clientId,
      clean: true,
      resubscribe: true,
      reconnectPeriod: 250
    })
    listen(client, listener)
    try {
      return new BrokerObserver(client, await granted(client, nodes.map(node => `${TOPIC_ROOT}${node}/#`), describeBroker(address), patience, signal))
    } catch (error) {
      client.end(true)
      throw error
    }
  }

  /** Resolves when the connection is closed, or has had its time. */
  async stop(): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<void>(resolve => { timer = setTimeout(resolve, GOODBYE) })
    await Promise.race([this.client.endAsync(true), late])
    clearTimeout(timer)
  }
}

function listen(client: MqttClient, listener: ObserverListener): void {
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
}

/** Subscribes. Resolves to whether the broker grants any of it. */
function granted(client: MqttClient, topics: string[], where: string, patience: number, signal: AbortSignal | undefined): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const deadline = setTimeout(() => {
      reject(new CommandError(`The broker ${where} accepts connections and does not answer a subscription within ${patience / 1000} s: see its log, or try another with --broker.`, TIMED_OUT))
    }, patience)
    const onAbort = (): void => { reject(signal?.reason as Error) }
    signal?.addEventListener('abort', onAbort)
    const settle = (watching: boolean): void => {
      clearTimeout(deadline)
      signal?.removeEventListener('abort', onAbort)
      resolve(watching)
    }
    // The callback of `subscribe` calls all of it an error where some of it is refused.
    client.on('packetreceive', packet => {
      if (packet.cmd === 'suback') settle(packet.granted.some(code => Number(code) < REFUSED))
    })
    client.subscribe(topics, { qos: 1 }, () => undefined)
  })
}
