import type { BrokerAddress } from '../../cli/broker-address.ts'
import { BrokerListener } from '../../cli/broker-listener.ts'

export interface ObserverListener {
  onMessage(topic: string, payload: Buffer): void
  onLink(connected: boolean): void
}

/** ms: a node in fast time lives through much in a second. */
const RECONNECT = 250

/**
 * The simulator's own subscription to what its nodes publish below their `places`, such as `breva/attic`. Retained messages of an earlier run are left out; after
 * the broker has been away they are taken, since a node may have reconnected first. `reads` is false where the broker lets us read none of it. Rejects as
 * `BrokerListener.start` does.
 */
export function observeNodes(
  address: BrokerAddress, clientId: string, places: string[], listener: ObserverListener, signal?: AbortSignal, patience?: number
): Promise<BrokerListener> {
  let wasLost = false
  return BrokerListener.start(address, clientId, places.map(place => `${place}/#`), {
    onMessage: (topic, payload, retained) => { if (!retained || wasLost) listener.onMessage(topic, payload) },
    onLink: connected => {
      wasLost ||= !connected
      listener.onLink(connected)
    }
  }, { signal, patience, reconnect: RECONNECT, unread: true })
}
