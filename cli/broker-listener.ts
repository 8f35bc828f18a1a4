import { connect, type MqttClient } from 'mqtt'
import { describeBroker, type BrokerAddress } from './broker-address.ts'
import { CommandError } from './command-error.ts'
import { AUTHENTICATION, TIMED_OUT } from './exit-code.ts'
import { mqttOptions } from './mqtt-options.ts'

/** Hears what a broker delivers. */
export interface MessageListener {
  onMessage(topic: string, payload: Buffer, retained: boolean): void
  /** The connection is lost, or is back with its subscriptions. */
  onLink(connected: boolean): void
}

/** How a listener differs from the usual one. */
export interface ListenerOptions {
  signal?: AbortSignal | undefined
  /** ms that the broker may take to answer the subscription. */
  patience?: number | undefined
  /** ms from a lost connection to the next attempt. */
  reconnect?: number
  /** A broker that grants nothing is no error: `reads` tells. */
  unread?: boolean
}

/** ms that the broker may take to answer the subscription, and to see the listener off. */
const PATIENCE = 5000
const GOODBYE = 1000
const RECONNECT = 1000
/** A SUBACK's return code from here on is a refusal. */
const REFUSED = 0x80

/** A subscription that outlives a broker's restarts. The broker has been probed (`probeBroker`). */
export class BrokerListener {
  /** Whether the broker has granted at least one of the filters. */
  readonly reads: boolean
  private readonly client: MqttClient

  private constructor(client: MqttClient, reads: boolean) {
    this.client = client
    this.reads = reads
  }

  /** Resolves once the broker has answered the subscription. Rejects with a `CommandError`, or with the reason of an aborted `signal`. */
  static async start(address: BrokerAddress, clientId: string, filters: string[], listener: MessageListener, options: ListenerOptions = {}): Promise<BrokerListener> {
    const client = connect({ ...mqttOptions(address), clientId, clean: true, resubscribe: true, reconnectPeriod: options.reconnect ?? RECONNECT })
    listen(client, listener)
    const where = describeBroker(address)
    try {
      const reads = await granted(client, filters, where, options.patience ?? PATIENCE, options.signal)
      if (!reads && !options.unread) throw new CommandError(`The broker ${where} does not let this account read what the nodes publish: allow it to subscribe to ${filters[0]} in the broker's access control, or use another account.`, AUTHENTICATION)
      return new BrokerListener(client, reads)
    } catch (error) {
      client.end(true)
      throw error
    }
  }

  /** Publishes at QoS 1, retained; an empty text clears what was. Resolves when the broker has it, which may be after a reconnection. */
  async publishRetained(topic: string, text: string): Promise<void> {
    await this.client.publishAsync(topic, text, { qos: 1, retain: true })
  }

  /** Resolves when the connection is closed, or has had its time. */
  async stop(): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<void>(resolve => { timer = setTimeout(resolve, GOODBYE) })
    await Promise.race([this.client.endAsync(true), late])
    clearTimeout(timer)
  }
}

function listen(client: MqttClient, listener: MessageListener): void {
  let lost = false
  client.on('message', (topic, payload, { retain }) => { listener.onMessage(topic, payload, retain) })
  client.on('connect', () => {
    if (lost) listener.onLink(true)
    lost = false
  })
  client.on('close', () => {
    if (!lost && !client.disconnecting) listener.onLink(false)
    lost = true
  })
  // MQTT.js goes on reconnecting; 'close' has told the listener.
  client.on('error', () => undefined)
}

/** Subscribes. Resolves to whether the broker grants any of it. */
function granted(client: MqttClient, filters: string[], where: string, patience: number, signal: AbortSignal | undefined): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const over = (): void => {
      clearTimeout(deadline)
      signal?.removeEventListener('abort', onAbort)
    }
    const onAbort = (): void => {
      over()
      reject(signal?.reason as Error)
    }
    const deadline = setTimeout(() => {
      over()
      reject(new CommandError(`The broker ${where} accepts connections and does not answer a subscription within ${patience / 1000} s: see its log, or try another with --broker.`, TIMED_OUT))
    }, patience)
    signal?.addEventListener('abort', onAbort)
    // The callback of `subscribe` calls all of it an error where some of it is refused.
    client.on('packetreceive', packet => {
      if (packet.cmd !== 'suback') return
      over()
      resolve(packet.granted.some(code => Number(code) < REFUSED))
    })
    client.subscribe(filters, { qos: 1 }, () => undefined)
  })
}
