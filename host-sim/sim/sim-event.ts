import type { BrokerSource } from '../../cli/broker-options.ts'
import type { Health } from '../../contract/health.ts'
import type { Info } from '../../contract/info.ts'
import type { State } from '../../contract/state.ts'
import type { StatusWord } from '../../contract/status-word.ts'

/**
 * What `breva sim --json` prints, one object a line. Fields are only ever added; a new kind of event may appear, so
 * readers skip the kinds they do not know. `time` is the laptop's clock, ISO 8601 UTC with milliseconds.
 */
export type SimEvent =
  | StartedEvent | StateEvent | HistoryEvent | HealthEvent | LogEvent | InfoEvent | BacklogEvent
  | LinkEvent | SensorEvent | FaultEvent | BrokerEvent | UnreadableEvent | InvalidEvent | StoppedEvent | SummaryEvent

/** The nodes are about to start, and the broker works. Always the first. */
export interface StartedEvent {
  event: 'started'
  time: string
  version: string
  scenario: string
  seed: number
  speed: number
  /** `sensors`: those that the node's settings name. */
  nodes: { node: string, location: string, sensors: string[] }[]
  /** `mqtt[s]://host:port`; never with user or password. */
  broker: string
  /** What named it; null for the embedded one. */
  brokerFrom: BrokerSource | null
  /** Whether this machine speaks TLS to it in the place of the nodes, which cannot. */
  tls: boolean
  /** True when the broker runs inside this process. */
  embedded: boolean
  /** What stands before the nodes' names in their topics. */
  root: string
  /** Of readings. */
  qos: number
  /** A shell command that shows every message. */
  subscribe: string
}

/** A node's `state` message, as the broker delivered it. */
export interface StateEvent {
  event: 'state'
  time: string
  node: string
  state: State
}

/** A node's `history` message: samples that could not be delivered when they were taken. */
export interface HistoryEvent {
  event: 'history'
  time: string
  node: string
  samples: State[]
}

/** A node's `health` message. */
export interface HealthEvent {
  event: 'health'
  time: string
  node: string
  health: Health
}

/** A node's `log/info` message. */
export interface LogEvent {
  event: 'log'
  time: string
  node: string
  text: string
}

/** A node's `info` message. */
export interface InfoEvent {
  event: 'info'
  time: string
  node: string
  info: Info
}

/** What waits in a node for the broker has changed. Read from the node itself, which cannot say it while its link is down. */
export interface BacklogEvent {
  event: 'backlog'
  time: string
  node: string
  /** Samples. */
  waiting: number
}

/** A node's `status` topic changed: its birth, its goodbye, or its will. */
export interface LinkEvent {
  event: 'link'
  time: string
  node: string
  link: StatusWord
}

/** A `sensor/<sensor>/status` topic changed. */
export interface SensorEvent {
  event: 'sensor'
  time: string
  node: string
  sensor: string
  status: StatusWord
}

/** A fault of `--fault` began (`active`) or ended. */
export interface FaultEvent {
  event: 'fault'
  time: string
  node: string
  fault: string
  active: boolean
}

/** The simulator's own subscription to the broker was lost or came back. */
export interface BrokerEvent {
  event: 'broker'
  time: string
  connected: boolean
}

/** The account may not read what the nodes publish: `link` tells from now on what the nodes' own connections say, and there is no `state`. */
export interface UnreadableEvent {
  event: 'unreadable'
  time: string
}

/** A message on a node's topic that is not what the conventions say. */
export interface InvalidEvent {
  event: 'invalid'
  time: string
  node: string
  topic: string
  reason: string
}

/** One node has ended; `clean` says that the broker has its `offline`. */
export interface StoppedEvent {
  event: 'stopped'
  time: string
  node: string
  clean: boolean
}

/** Always the last. */
export interface SummaryEvent {
  event: 'summary'
  time: string
  /** Why the run ended. */
  reason: 'seconds' | 'signal' | 'output closed'
  nodes: number
  /** Samples that came in `state`. */
  states: number
  /** Samples that came in `history`. */
  history: number
  /** Samples that waited in the nodes when the run ended. */
  waiting: number
  messages: number
  invalid: number
  /** Nodes whose `offline` the broker did not confirm in time, and those that it never accepted. */
  unclean: string[]
  /** Nodes that the broker has accepted, at least once. */
  online: number
  /** Nodes that it refused last, with the reason. */
  refused: { node: string, reason: string }[]
  /** Samples that it has acknowledged. */
  acknowledged: number
  /** Seconds of the nodes' time. */
  seconds: number
}
