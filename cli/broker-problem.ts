import { describeBroker, PLAIN_PORT, TLS_PORT, type BrokerAddress } from './broker-address.ts'
import { CommandError } from './command-error.ts'
import { AUTHENTICATION, FAILURE, TIMED_OUT } from './exit-code.ts'
import { printable } from './printable.ts'

type Refusal = Error & { code?: unknown, cert?: { subject?: { CN?: unknown }, subjectaltname?: unknown } }

/** Why a broker accepts nobody (MQTT 3.1.1, table 3.1). */
const RETURN_CODES: Readonly<Record<number, string>> = { 1: 'it does not speak MQTT 3.1.1', 2: 'it does not take this client id', 3: 'it is not ready to serve' }
const BAD_USER_NAME_OR_PASSWORD = 4
const NOT_AUTHORIZED = 5

interface Explanation {
  /** What happened, its likely cause and the next step; `where` is the broker. */
  text(where: string, error: Refusal, address: BrokerAddress): string
  exitCode: number
}

const UNKNOWN_CA: Explanation = {
  text: (where, _error, { tls }) => tls?.ca
    ? `The certificate of ${where} is not signed by one in ${printable(tls.ca.path)}: the CA file belongs to another broker, or this is not the broker. Ask who runs it for its CA certificate.`
    : `Nobody that this machine trusts has signed the certificate of ${where}: a broker of your own has a CA of its own. Name its certificate with --ca ca.pem, or in BREVA_BROKER_CA.`,
  exitCode: AUTHENTICATION
}
const SELF_SIGNED: Explanation = {
  text: where => `The certificate of ${where} is signed by itself. If the broker is yours, copy its certificate here and name it with --ca, or in BREVA_BROKER_CA.`,
  exitCode: AUTHENTICATION
}
const UNKNOWN_HOST: Explanation = { text: where => `The host in ${where} is unknown: check its spelling, or use its IP address.`, exitCode: FAILURE }
const NO_WAY: Explanation = { text: where => `This machine has no way to ${where}: check its network or VPN, and the address.`, exitCode: FAILURE }
const NOT_TLS: Explanation = {
  text: (where, _error, { port }) => `What listens at ${where} does not speak TLS: write mqtt:// if that is meant, or take the port for TLS${port === TLS_PORT ? '' : `, which is mostly ${TLS_PORT}`}.`,
  exitCode: FAILURE
}
const OLD_TLS: Explanation = { text: where => `${where} speaks no TLS that is still safe, 1.2 or later: update the broker, or allow TLS 1.2 in its configuration.`, exitCode: FAILURE }
const WANTS_CERTIFICATE: Explanation = {
  text: (where, _error, { tls }) => tls?.client
    ? `${where} refused the client certificate: it is not known there, revoked or out of date. Check --cert and --key, and the broker's log.`
    : `${where} asks for a client certificate, and none is named: add --cert and --key, or BREVA_BROKER_CERT and BREVA_BROKER_KEY.`,
  exitCode: AUTHENTICATION
}

/** By the code of Node's error. */
const EXPLANATIONS: Readonly<Record<string, Explanation>> = {
  ECONNREFUSED: { text: where => `Nothing listens at ${where}, so the broker is not running or the port is wrong: start it ("breva sim" brings one of its own), or check the address in --broker or BREVA_BROKER.`, exitCode: FAILURE },
  ENOTFOUND: UNKNOWN_HOST,
  EAI_AGAIN: UNKNOWN_HOST,
  EHOSTUNREACH: NO_WAY,
  ENETUNREACH: NO_WAY,
  ETIMEDOUT: { text: where => `No answer from ${where}: a firewall drops the packets or the host is off; check the address.`, exitCode: TIMED_OUT },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNKNOWN_CA,
  UNABLE_TO_GET_ISSUER_CERT: UNKNOWN_CA,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNKNOWN_CA,
  SELF_SIGNED_CERT_IN_CHAIN: UNKNOWN_CA,
  CERT_SIGNATURE_FAILURE: UNKNOWN_CA,
  DEPTH_ZERO_SELF_SIGNED_CERT: SELF_SIGNED,
  CERT_HAS_EXPIRED: {
    text: where => `The certificate of ${where}, or one that has signed it, is out of date: renew it at the broker. If the clock of this machine is wrong (${today()}), set it.`,
    exitCode: AUTHENTICATION
  },
  CERT_NOT_YET_VALID: {
    text: where => `The certificate of ${where}, or one that has signed it, is not valid yet. If the clock of this machine is wrong (${today()}), set it; otherwise wait, or give the broker a certificate that is valid today.`,
    exitCode: AUTHENTICATION
  },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    text: (where, error, { host }) => `The certificate of ${where} is for ${namesIn(error)}, not for ${host}: write in --broker the name that it has, or check that this is the broker.`,
    exitCode: AUTHENTICATION
  },
  ERR_SSL_WRONG_VERSION_NUMBER: NOT_TLS,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: NOT_TLS,
  EPROTO: NOT_TLS,
  ERR_SSL_UNSUPPORTED_PROTOCOL: OLD_TLS,
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: OLD_TLS,
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: WANTS_CERTIFICATE,
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE: WANTS_CERTIFICATE,
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: WANTS_CERTIFICATE,
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED: WANTS_CERTIFICATE,
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN: WANTS_CERTIFICATE,
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: WANTS_CERTIFICATE
}

/** Why a connection to a broker did not come up, in words, with the next step. */
export function brokerProblem(error: Refusal, address: BrokerAddress): CommandError {
  const where = describeBroker(address)
  const { code } = error
  if (code === BAD_USER_NAME_OR_PASSWORD || code === NOT_AUTHORIZED) return refusedAccount(address)
  if (typeof code === 'number') return new CommandError(`The broker ${where} refused the connection: ${RETURN_CODES[code] ?? 'it does not say why'} (MQTT return code ${code}). See its log, or try another with --broker.`, FAILURE)
  if (code === 'ECONNRESET') return brokerClosed(address)
  const known = EXPLANATIONS[String(code)]
  if (known) return new CommandError(known.text(where, error, address), known.exitCode)
  if (address.tls && typeof code === 'string' && /^(ERR_SSL|CERT|INVALID|UNABLE)/.test(code)) {
    return new CommandError(`The certificate or the TLS of ${where} cannot be trusted (${code}): check the broker's certificate with: openssl s_client -connect ${address.host}:${address.port}`, AUTHENTICATION)
  }
  return new CommandError(`The broker ${where} cannot be used (${typeof code === 'string' ? code : 'it does not answer in MQTT'}): check host and port in --broker or BREVA_BROKER.`, FAILURE)
}

/** That a broker has taken the connection and closed it before it had accepted anybody. */
export function brokerClosed(address: BrokerAddress): CommandError {
  const where = describeBroker(address)
  const cause = address.tls
    ? `it does not speak TLS there (${address.port === PLAIN_PORT ? `${PLAIN_PORT} is the port without; for TLS it is mostly ${TLS_PORT}` : 'mqtt:// is without'}), it wants a client certificate, or it is not an MQTT broker`
    : 'it is probably not an MQTT broker, or one that wants TLS (mqtts://)'
  return new CommandError(`${where} accepted the connection and closed it again: ${cause}. Check scheme, host and port in --broker or BREVA_BROKER.`, FAILURE)
}

/** That nothing came within `patience` ms. */
export function brokerSilent(where: string, patience: number): CommandError {
  return new CommandError(`No answer from ${where} within ${patience / 1000} s: a firewall drops the packets, the address is wrong, it is not an MQTT broker, or it speaks TLS at one end only; check --broker or BREVA_BROKER.`, TIMED_OUT)
}

function refusedAccount(address: BrokerAddress): CommandError {
  const where = describeBroker(address)
  if (address.user === undefined) return new CommandError(`The broker ${where} lets nobody in without a user name: set BREVA_BROKER_USER and BREVA_BROKER_PASSWORD, in the environment or in .env.`, AUTHENTICATION)
  return new CommandError(`The broker ${where} refused the user name or password: check the user in --broker or BREVA_BROKER_USER, and the password in BREVA_BROKER_PASSWORD.`, AUTHENTICATION)
}

function namesIn({ cert }: Refusal): string {
  const alternative = typeof cert?.subjectaltname === 'string' ? cert.subjectaltname.split(', ').map(name => name.replace(/^(DNS|IP Address):/, '')) : []
  const common = typeof cert?.subject?.CN === 'string' ? [cert.subject.CN] : []
  const names = alternative.length > 0 ? alternative : common
  return printable(names.slice(0, 5).join(', ')) || 'no name at all'
}

function today(): string {
  return new Date().toISOString().slice(0, 16).replace('T', ' ')
}
