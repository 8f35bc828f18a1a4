import type { BrokerSource } from '../../cli/broker-options.ts'
import type { State } from '../../contract/state.ts'
import type { StatusWord } from '../../contract/status-word.ts'
import type { Statistics } from './rolling-statistics.ts'

/** What `breva watch` tells; with `--json` one object a line. `time` is this machine's clock, ISO 8601 UTC with milliseconds. */
export type WatchEvent =
  | StartedEvent | StateEvent | HistoryEvent | LinkEvent | SensorEvent | AnomalyEvent | SilentEvent | BrokerEvent | InvalidEvent | SummaryEvent

/** Always the first: the broker works, and has granted the subscription. */
export interface StartedEvent {
  event: 'started'
  time: string
  version: string
  /** `mqtt[s]://host:port`; never with user or password. */
  broker: string
  /** What named it; null where none was named. */
  brokerFrom: BrokerSource | null
  /** What stands before the nodes' names in their topics. */
  root: string
  /** Names of the nodes that are watched; none: all. */
  nodes: string[]
  /** Whether `state` has `statistics`. */
  statistics: boolean
}

/** A node's `state` message. */
export interface StateEvent {
  event: 'state'
  time: string
  node: string
  state: State
  /** Samples between the one before and this one that have not come; they may come as `history`. */
  missing: number
  /** By the keys of `quality`; only good values are counted. */
  statistics?: Record<string, Statistics>
}

/** Samples of an outage, which have come late. */
export interface HistoryEvent {
  event: 'history'
  time: string
  node: string
  samples: number
}

/** A node's `status`. A `retained` one tells how it is, and not since when. */
export interface LinkEvent {
  event: 'link'
  time: string
  node: string
  link: StatusWord
  retained: boolean
}

export interface SensorEvent {
  event: 'sensor'
  time: string
  node: string
  sensor: string
  status: StatusWord
  retained: boolean
}

/** A value that is unlike those before it: by its z-score, or by what a short forecast expected. */
export interface AnomalyEvent {
  event: 'anomaly'
  time: string
  node: string
  key: string
  value: number
  by: 'z-score' | 'forecast'
  /** Standard deviations; robust ones for a forecast. */
  score: number
}

/** A node that is said to be online has sent no sample for so many seconds. */
export interface SilentEvent {
  event: 'silent'
  time: string
  node: string
  seconds: number
}

/** The connection to the broker was lost or came back. */
export interface BrokerEvent {
  event: 'broker'
  time: string
  connected: boolean
}

/** A message that is not what the conventions say. */
export interface InvalidEvent {
  event: 'invalid'
  time: string
  node: string
  topic: string
  reason: string
}

/** Always the last. */
export interface SummaryEvent {
  event: 'summary'
  time: string
  /** Why it ended. */
  reason: 'seconds' | 'signal' | 'output closed'
  seconds: number
  /** Nodes that were heard of, and those of them that are online. */
  nodes: number
  online: number
  messages: number
  states: number
  missing: number
  /** Samples that came late, as `history`. */
  late: number
  anomalies: number
  invalid: number
  /** By reason. */
  invalidBy: Record<string, number>
}
