import { describeBroker, subscribeCommand } from '../cli/broker-address.ts'
import { printable } from '../cli/printable.ts'
import { programVersion } from '../cli/program-version.ts'
import { RunEnding, type EndReason } from '../cli/run-ending.ts'
import { isLoopback, type BrokerOptions } from './broker-options.ts'
import { AccountBook } from './accounts/account-book.ts'
import { dropLine, type Drop } from './drop-notes.ts'
import { EmbeddedBroker, type ClientNews } from './embedded-broker.ts'

/** What `breva broker --json` prints, one object a line. Fields are only ever added. */
type BrokerEvent =
  | { event: 'started', time: string, version: string, broker: string, accounts: number | null, subscribe: string }
  | { event: 'client', time: string } & ClientNews
  | { event: 'dropped', time: string } & Drop
  | { event: 'summary', time: string, reason: EndReason, connections: number, messages: number, dropped: { connection: number, message: number }, seconds: number }

/** `breva broker` with a checked command line: until a signal ends it. Throws a `CommandError`. */
export async function runBroker(options: BrokerOptions): Promise<void> {
  const ending = new RunEnding()
  const begun = performance.now()
  try {
    const accounts = options.accounts && AccountBook.read(options.accounts)
    const broker = await EmbeddedBroker.start({ accounts, host: options.host, port: options.port, orAnotherPort: false, alone: true })
    let connections = 0
    broker.onDrop = drop => { tell(options, { event: 'dropped', time: now(), ...drop }) }
    broker.onProblem = message => { process.stderr.write(`breva: ${message} The accounts stay as they were.\n`) }
    broker.onClient = news => {
      if (news.connected) connections++
      tell(options, { event: 'client', time: now(), ...news })
    }
    if (!isLoopback(options.host)) warn(options)
    tell(options, started(options, broker.port, accounts?.size ?? null))
    const reason = await new Promise<EndReason>(resolve => { ending.onEnd(resolve) })
    broker.onClient = () => undefined
    await broker.stop()
    const { messages, dropped } = broker
    tell(options, { event: 'summary', time: now(), reason, connections, messages, dropped, seconds: Math.round((performance.now() - begun) / 100) / 10 })
  } finally {
    ending.release()
  }
}

function started({ host, root }: BrokerOptions, port: number, accounts: number | null): BrokerEvent {
  const local = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host
  const address = { host: local, port, ...accounts !== null && { user: 'USER' } }
  return { event: 'started', time: now(), version: programVersion(), broker: describeBroker({ host, port }), accounts, subscribe: subscribeCommand(address, root) }
}

function warn({ host, accounts }: BrokerOptions): void {
  if (accounts) process.stderr.write(`breva: warning: there is no TLS, so everyone in the network of ${host} can read along, the passwords included. Do this in a network that you trust.\n`)
  else process.stderr.write(`breva: warning: everyone who reaches ${host} may read and publish everything: this broker asks for no password and has no TLS. Do this in a network that you trust, and not for long.\n`)
}

function now(): string {
  return new Date().toISOString()
}

/** A drop goes to stderr, with the rest of the log, where the results are for people. */
function tell({ json, quiet }: BrokerOptions, event: BrokerEvent): void {
  if (event.event === 'dropped' && (!json || quiet)) process.stderr.write(`${event.time} ${dropLine(event)}\n`)
  else if (!quiet || event.event === 'summary') process.stdout.write(`${json ? JSON.stringify(event) : printable(`${event.time} ${describe(event)}`)}\n`)
}

function describe(event: BrokerEvent): string {
  switch (event.event) {
    case 'started': return `listening on ${event.broker}, MQTT 3.1.1, ${event.accounts === null ? 'no password' : `${event.accounts} accounts`}, nothing on disk; watch with: ${event.subscribe}; stop with Ctrl-C`
    case 'client': return `${event.client} ${event.connected ? `connected from ${event.address}` : 'is gone'}`
    case 'dropped': return dropLine(event)
    case 'summary': return `summary connections=${event.connections} messages=${event.messages} ended=${event.dropped.connection} dropped=${event.dropped.message} seconds=${event.seconds} ended by ${event.reason}`
  }
}
