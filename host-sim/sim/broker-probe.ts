import { connect } from 'mqtt'
import { CommandError } from '../../cli/command-error.ts'
import { AUTHENTICATION, FAILURE, TIMED_OUT } from '../../cli/exit-code.ts'
import { describeBroker } from '../../cli/broker-address.ts'
import type { BrokerAddress } from '../../cli/broker-address.ts'

const BAD_USER_NAME_OR_PASSWORD = 4
const NOT_AUTHORIZED = 5

/**
 * Connects once and leaves, so that a broker which cannot be used is named before any node starts. Throws a
 * `CommandError` that tells unreachable, refused and silent apart (CONNACK return codes: MQTT 3.1.1, table 3.1), or the reason of an aborted `signal`.
 */
export function probeBroker(address: BrokerAddress, clientId: string, patience = 5000, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const client = connect({
      host: address.host,
      port: address.port,
      protocol: 'mqtt',
      protocolVersion: 4,
      clientId,
      clean: true,
      reconnectPeriod: 0,
      connectTimeout: 2 * patience,
      ...(address.user === undefined ? {} : { username: address.user }),
      ...(address.password === undefined ? {} : { password: address.password })
    })
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
    const where = describeBroker(address)
    const deadline = setTimeout(() => settle(silent(where, patience)), patience)
    signal?.addEventListener('abort', onAbort)
    client.on('connect', () => settle())
    client.on('error', error => settle(explain(error, where)))
    client.on('close', () => settle(new CommandError(`${where} accepted the connection and closed it again, so it is probably not an MQTT broker, or one that wants TLS: check host and port in --broker.`, FAILURE)))
  })
}

function silent(where: string, patience: number): CommandError {
  return new CommandError(`No answer from ${where} within ${patience / 1000} s: a firewall drops the packets, the address is wrong, or it is not an MQTT broker; check --broker, or leave it out to use the embedded broker.`, TIMED_OUT)
}

function explain(error: Error & { code?: unknown }, where: string): CommandError {
  if (error.code === BAD_USER_NAME_OR_PASSWORD || error.code === NOT_AUTHORIZED) {
    return new CommandError(`The broker ${where} refused the user name or password: check the user in --broker and the password in BREVA_BROKER_PASSWORD.`, AUTHENTICATION)
  }
  if (typeof error.code === 'number') {
    return new CommandError(`The broker ${where} refused the connection with MQTT return code ${error.code}: see its log for the reason, or try another with --broker.`, FAILURE)
  }
  if (error.code === 'ECONNREFUSED') {
    return new CommandError(`Nothing listens at ${where}, so the broker is not running or the port is wrong: start it, or leave out --broker to use the embedded one.`, FAILURE)
  }
  if (error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN') {
    return new CommandError(`The host in ${where} is unknown: check its spelling, or use its IP address in --broker.`, FAILURE)
  }
  if (error.code === 'EHOSTUNREACH' || error.code === 'ENETUNREACH') {
    return new CommandError(`This machine has no way to ${where}: check its network or VPN, and the address in --broker.`, FAILURE)
  }
  if (error.code === 'ETIMEDOUT') {
    return new CommandError(`No answer from ${where}: a firewall drops the packets or the host is off; check --broker.`, TIMED_OUT)
  }
  return new CommandError(`The broker ${where} cannot be used (${typeof error.code === 'string' ? error.code : 'it does not answer in MQTT'}): check host and port in --broker.`, FAILURE)
}
