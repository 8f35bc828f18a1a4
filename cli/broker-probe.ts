import { connect } from 'mqtt'
import { describeBroker, type BrokerAddress } from './broker-address.ts'
import { brokerClosed, brokerProblem, brokerSilent } from './broker-problem.ts'
import { mqttOptions } from './mqtt-options.ts'

/**
 * Connects once and leaves, so that a broker which cannot be used is named before anything is built on it. Throws a `CommandError` that tells unreachable, refused,
 * silent and not to be trusted apart (CONNACK return codes: MQTT 3.1.1, table 3.1), or the reason of an aborted `signal`.
 */
export function probeBroker(address: BrokerAddress, clientId: string, patience = 5000, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const client = connect({ ...mqttOptions(address), clientId, clean: true, reconnectPeriod: 0, connectTimeout: 2 * patience })
    let settled = false
    const onAbort = (): void => settle(signal?.reason as Error)
    const settle = (error?: Error): void => {
      if (settled) return
      settled = true
      clearTimeout(deadline)
      signal?.removeEventListener('abort', onAbort)
      client.end(true)
      if (error) reject(error)
      else resolve()
    }
    const deadline = setTimeout(() => settle(brokerSilent(describeBroker(address), patience)), patience)
    signal?.addEventListener('abort', onAbort)
    client.on('connect', () => settle())
    client.on('error', error => settle(brokerProblem(error, address)))
    client.on('close', () => settle(brokerClosed(address)))
  })
}
