import { TOPIC_ROOT } from '../contract/topics.ts'
import { CommandError } from './command-error.ts'
import { USAGE } from './exit-code.ts'

/** What TLS to a broker takes beside its name: contents in PEM, and the path of the CA for messages. */
export interface BrokerTls {
  /** Certificates that are trusted; undefined: those that Node brings. */
  ca?: { path: string, pem: string }
  /** What this machine shows of itself. */
  client?: { certificate: string, key: string }
}

/** A broker to connect to. The password is never shown: print `describeBroker` instead. */
export interface BrokerAddress {
  host: string
  port: number
  user?: string
  password?: string
  /** Undefined: the connection is not encrypted. */
  tls?: BrokerTls
}

export const PLAIN_PORT = 1883
export const TLS_PORT = 8883
/** Where `breva sim` has its broker, and where the tools look for one. */
const USUAL_BROKER = `mqtt://127.0.0.1:${PLAIN_PORT}`

const EXAMPLE = 'Write it like mqtt://192.168.1.10:1883, mqtts://broker.example:8883 or mqtt://user@host:1883, with the password in BREVA_BROKER_PASSWORD.'

/**
 * Reads `mqtt[s]://[user[:password]@]host[:port]`; the port is 1883, or 8883 with `mqtts`. A password from elsewhere serves when the URL has none, so that
 * it need not stand on the argument list, where every user of the machine can read it. Throws a `CommandError` with USAGE.
 */
export function parseBrokerAddress(text: string, passwordFromElsewhere?: string): BrokerAddress {
  const url = brokerUrl(text)
  const secure = url.protocol === 'mqtts:'
  const address: BrokerAddress = {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (secure ? TLS_PORT : PLAIN_PORT) : Number(url.port)
  }
  if (secure) address.tls = {}
  const user = decoded(url.username)
  const password = decoded(url.password) || passwordFromElsewhere
  if (user !== '') address.user = user
  if (password) {
    if (user === '') throw refusal('There is a broker password but no user name, and MQTT 3.1.1 does not allow that.')
    address.password = password
  }
  return address
}

function brokerUrl(text: string): URL {
  let url: URL
  try {
    url = new URL(text)
  } catch {
    throw refusal('The broker address is not a URL, or its port is not 1 to 65535.')
  }
  if (url.protocol === 'tcp:') url = new URL(text.replace(/^\s*tcp:/i, 'mqtt:'))
  if (/^(ssl|tls):$/.test(url.protocol)) url = new URL(text.replace(/^\s*(ssl|tls):/i, 'mqtts:'))
  if (/^wss?:$/.test(url.protocol)) throw refusal('MQTT over WebSockets is not supported.')
  if (url.protocol !== 'mqtt:' && url.protocol !== 'mqtts:') throw refusal('The broker address does not begin with mqtt:// or mqtts://.')
  checkRest(url)
  return url
}

function checkRest(url: URL): void {
  if (url.hostname === '') throw refusal('The broker address names no host.')
  if ((url.pathname !== '' && url.pathname !== '/') || url.search !== '' || url.hash !== '') {
    throw refusal('The broker address goes on after the port; a user name or password with a special character is percent-encoded.')
  }
  if (url.port === '0') throw refusal('The broker address has port 0.')
}

/** `mqtt://host:port` or `mqtts://host:port`, without user or password. */
export function describeBroker(address: BrokerAddress): string {
  const host = address.host.includes(':') ? `[${address.host}]` : address.host
  return `${address.tls ? 'mqtts' : 'mqtt'}://${host}:${address.port}`
}

/** The command of ours that shows the nodes below a root at a broker, as `describeBroker` has it; safe to paste into a shell. */
export function watchCommand(broker: string, root: string = TOPIC_ROOT): string {
  return `breva watch${broker === USUAL_BROKER ? '' : ` --broker ${quoted(broker)}`}${root === TOPIC_ROOT ? '' : ` --root ${quoted(root)}`}`
}

/** The command that shows everything the nodes below a root publish; safe to paste into a shell. */
export function subscribeCommand(address: BrokerAddress, root: string = TOPIC_ROOT): string {
  const user = address.user === undefined ? '' : ` -u ${quoted(address.user)} -P PASSWORD`
  return `mosquitto_sub -h ${address.host} -p ${address.port}${trusted(address.tls)}${user} -t ${quoted(`${root}/#`)} -v`
}

/** mosquitto_sub speaks TLS only where it is told whom to trust. */
function trusted(tls: BrokerTls | undefined): string {
  if (!tls) return ''
  const client = tls.client ? ' --cert CERTIFICATE --key KEY' : ''
  return (tls.ca ? ` --cafile ${quoted(tls.ca.path)}` : ' --capath /etc/ssl/certs') + client
}

/** A word of a shell. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll('\'', '\'\\\'\'')}'`
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
