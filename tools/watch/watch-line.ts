import { age } from '../../cli/age.ts'
import { counted } from '../../cli/counted.ts'
import { printable } from '../../cli/printable.ts'
import type { State } from '../../contract/state.ts'
import { TOPIC_ROOT } from '../../contract/topics.ts'
import { CO2_DECIMALS, HUMIDITY_DECIMALS, TEMPERATURE_DECIMALS } from '../../contract/units.ts'
import type { Statistics } from './rolling-statistics.ts'
import type { StartedEvent, StateEvent, SummaryEvent, WatchEvent } from './watch-event.ts'
import { readingOf } from './watched-node.ts'

/** One event as one line for people: time, node, what happened. */
export function watchLine(event: WatchEvent): string {
  return printable(`${event.time} ${described(event)}`)
}

/** A value as it is measured, or the word for why there is none. */
export function shown(state: State, key: string): string {
  const value = readingOf(state, key)
  return value === null ? state.quality[key] : value.toFixed(decimalsOf(key))
}

function described(event: WatchEvent): string {
  switch (event.event) {
    case 'started':
      return `- watching ${watched(event)} at ${event.broker}${event.brokerFrom === null || event.brokerFrom === '--broker' ? '' : ` (from ${event.brokerFrom})`}`
    case 'state':
      return `${event.node} state seq=${event.state.seq} ${readings(event)}${event.missing > 0 ? `; ${counted(event.missing, 'sample')} missing before it` : ''}`
    case 'history':
      return `${event.node} history: ${counted(event.samples, 'sample')} of an outage`
    case 'link':
      return `${event.node} ${event.link}${event.retained ? ' (retained: since when is not known)' : ''}`
    case 'sensor':
      return `${event.node} sensor ${event.sensor} ${event.status}`
    case 'anomaly':
      return `${event.node} anomaly ${event.key}=${event.value}: ${signed(event.score)} ${event.by === 'z-score' ? 'standard deviations from the mean' : 'robust deviations from the forecast'}`
    case 'silent':
      return `${event.node} is said to be online, and has sent no sample for ${age(event.seconds * 1000)}`
    case 'broker':
      return `- broker ${event.connected ? 'connection restored' : 'connection lost; connecting again'}`
    case 'invalid':
      return `${event.node} invalid message on ${event.topic.slice(0, 100)}: ${event.reason}`
    case 'summary':
      return summary(event)
  }
}

/** Which nodes, and below which root where it is not the usual one. */
export function watched({ nodes, root }: StartedEvent): string {
  return (nodes.length > 0 ? nodes.join(', ') : 'all nodes') + (root === TOPIC_ROOT ? '' : ` below ${root}`)
}

function summary(event: SummaryEvent): string {
  const reasons = Object.entries(event.invalidBy).map(([reason, times]) => `${times} ${reason}`).join(', ')
  return `- summary nodes=${event.nodes} online=${event.online} messages=${event.messages} states=${event.states} missing=${event.missing} late=${event.late} ` +
    `anomalies=${event.anomalies} invalid=${event.invalid}${reasons === '' ? '' : ` (${reasons})`} seconds=${event.seconds} ended by ${event.reason}`
}

function readings({ state, statistics }: StateEvent): string {
  return Object.keys(state.quality).map(key => `${key}=${shown(state, key)}${statistics?.[key] ? ` (${spread(key, statistics[key])})` : ''}`).join(' ')
}

function spread(key: string, { mean, deviation, z }: Statistics): string {
  return `mean ${mean.toFixed(decimalsOf(key))} sd ${deviation.toFixed(decimalsOf(key) + 1)}${z === null ? '' : ` z ${signed(z)}`}`
}

export function decimalsOf(key: string): number {
  return key === 'co2' ? CO2_DECIMALS : key === 'humidity' ? HUMIDITY_DECIMALS : TEMPERATURE_DECIMALS
}

export function signed(value: number): string {
  return `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(1)}`
}
