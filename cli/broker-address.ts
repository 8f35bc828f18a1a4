import { TOPIC_ROOT } from '../contract/topics.ts'
import { CommandError } from './command-error.ts'
import { USAGE } from './exit-code.ts'

/** A broker to connect to. The password is never shown: print `describeBroker` instead. */
export interface BrokerAddress {
  host: string
  port: number
  user?: string
  password?: string
}

const EXAMPLE = 'Write it like mqtt://192.168.1.10:1883 or mqtt://user@host:1883, with the password in BREVA_BROKER_PASSWORD.'

/**
 * Reads `mqtt://[user[:password]@]host[:port]`. A password in the environment serves when the URL has none, so that it
 * need not stand on the argument list, where every user of the machine can read it.
 */
export function parseBrokerAddress(text: string, passwordFromEnvironment?: string): BrokerAddress {
  let url: URL
  try {
    url = new URL(text)
  } catch {
    throw refusal('The broker address is not a URL, or its port is not 1 to 65535.')
  }
  if (url.protocol === 'mqtts:' || url.protocol === 'ssl:' || url.protocol === 'tls:') {
    throw refusal(`A broker at ${url.protocol}// needs TLS, which the simulated nodes do not speak.`)
  }
  if (url.protocol !== 'mqtt:' && url.protocol !== 'tcp:') throw refusal(`The broker address does not begin with mqtt://.`)
  if (url.hostname === '') throw refusal('The broker address names no host.')
  if ((url.pathname !== '' && url.pathname !== '/') || url.search !== '' || url.hash !== '') {
    throw refusal('The broker address goes on after the port.')
  }
  if (url.port === '0') throw refusal('The broker address has port 0.')
  const address: BrokerAddress = {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? 1883 : Number(url.port)
  }
  const user = decoded(url.username)
  const password = decoded(url.password) || passwordFromEnvironment
  if (user !== '') address.user = user
  if (password) {
    if (user === '') throw refusal('There is a broker password but no user name, and MQTT 3.1.1 does not allow that.')
    address.password = password
  }
  return address
}

/** `mqtt://host:port`, without user or password. */
export function describeBroker(address: BrokerAddress): string {
  const host = address.host.includes(':') ? `[${address.host}]` : address.host
  return `mqtt://${host}:${address.port}`
}

/** The command that shows everything the nodes publish. */
export function subscribeCommand(address: BrokerAddress): string {
  const user = address.user === undefined ? '' : ` -u ${address.user} -P PASSWORD`
  return `mosquitto_sub -h ${address.host} -p ${address.port}${user} -t '${TOPIC_ROOT}#' -v`
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw refusal('The user name or password in the broker address is not percent-encoded correctly.')
  }
}

function refusal(what: string): CommandError {
  return new CommandError(`${what} ${EXAMPLE}`, USAGE)
}
