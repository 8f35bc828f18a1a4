import { printable } from '../../cli/printable.ts'
import { QOS_WORDS } from './qos-words.ts'
import type { SimEvent, StartedEvent } from './sim-event.ts'
import type { State } from '../../contract/state.ts'

/** One event as one line for people: time, node, event, then `key=value`. */
export function eventLine(event: SimEvent): string {
  return printable(`${event.time} ${describe(event)}`)
}

/** Why the broker hears TLS, and the nodes speak none. */
export const SPOKEN_FOR = 'this machine speaks TLS for the nodes, which cannot'

/** The QoS of readings that is not spoken of. */
export const USUAL_QOS = 1

/** Where the broker came from, as it is shown behind its address. */
export function origin({ embedded, brokerFrom }: StartedEvent): string {
  if (embedded) return ' (embedded)'
  return brokerFrom === null || brokerFrom === '--broker' ? '' : ` (from ${brokerFrom})`
}

function describe(event: SimEvent): string {
  switch (event.event) {
    case 'started':
      return `- started scenario=${event.scenario} nodes=${event.nodes.length} seed=${event.seed} speed=${event.speed}${event.qos === USUAL_QOS ? '' : ` qos=${event.qos} (${QOS_WORDS[event.qos]})`} broker=${event.broker}${origin(event)}${event.tls ? `; ${SPOKEN_FOR}` : ''}; subscribe with: ${event.subscribe}`
    case 'state':
      return `${event.node} state seq=${event.state.seq} ${readings(event.state)}`
    case 'history':
      return `${event.node} history samples=${event.samples.length} seq=${event.samples.at(0)?.seq ?? '-'}..${event.samples.at(-1)?.seq ?? '-'}`
    case 'health':
      return `${event.node} health queued=${event.health.queued} rssi=${event.health.rssi} reconnects=${event.health.reconnects}`
    case 'log':
      return `${event.node} black box ${event.text.trim().replaceAll('\n', '; ')}`
    case 'info':
      return `${event.node} info firmware=${event.info.firmware} reset=${event.info.reset} sensors=${Object.keys(event.info.sensors).join(',')}`
    case 'backlog':
      return `${event.node} backlog waiting=${event.waiting}`
    case 'link':
      return `${event.node} ${event.link}`
    case 'sensor':
      return `${event.node} sensor ${event.sensor} ${event.status}`
    case 'fault':
      return `${event.node} fault ${event.fault} ${event.active ? 'begins' : 'ends'}`
    case 'broker':
      return `- broker ${event.connected ? 'connection restored' : 'connection lost'}`
    case 'unreadable':
      return '- this account may not read what the nodes publish: only their links, and what the broker acknowledges, can be told'
    case 'invalid':
      return `${event.node} invalid message on ${event.topic}: ${event.reason}`
    case 'stopped':
      return `${event.node} stopped${event.clean ? '' : ' without saying goodbye; the broker publishes its will'}`
    case 'summary':
      return `- summary nodes=${event.nodes} online=${event.online}${event.refused.length > 0 ? ` refused=${event.refused.length} (${event.refused[0].reason})` : ''} acknowledged=${event.acknowledged} states=${event.states} history=${event.history} waiting=${event.waiting} messages=${event.messages} invalid=${event.invalid} seconds=${event.seconds} ended by ${event.reason}`
  }
}

function readings(state: State): string {
  const words: string[] = []
  for (const [key, quality] of Object.entries(state.quality)) {
    const value = readingOf(state, key)
    words.push(`${key}=${quality === 'ok' ? value : quality}`)
  }
  return words.join(' ')
}

/** The value a key of `quality` speaks of, null when it is not known to be true. */
export function readingOf(state: State, key: string): number | null {
  if (key === 'co2' || key === 'temperature' || key === 'humidity') return state[key] ?? null
  return state.probes?.[key] ?? null
}
