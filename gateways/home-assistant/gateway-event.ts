import type { DiscoveryMessage } from './discovery-message.ts'

/** What became of a node. `planned` is `published` with `--dry-run`. */
export type NodeOutcome = 'published' | 'unchanged' | 'planned' | 'refused' | 'removed' | 'left_out'

export interface NodeEvent {
  event: 'node'
  time: string
  node: string
  location: string | null
  outcome: NodeOutcome
  /** Of `left_out`: `offline`, `no_info` or `no_sample`; of `refused`: the rules that are broken. */
  reason: string | null
  topic: string
  /** Names of the entities. */
  entities: string[]
  /** Components that are removed. */
  gone: string[]
  /** Seconds, rounded to a tenth. */
  period: number | null
  expiry: number | null
  /** With `--dry-run`; null: an empty one, which removes the device. */
  payload?: DiscoveryMessage | null
}

export interface SummaryEvent {
  event: 'summary'
  time: string
  reason: 'done' | 'signal' | 'output closed'
  /** Nodes that were heard, or whose messages were found with `--remove`. */
  nodes: number
  published: number
  unchanged: number
  planned: number
  refused: number
  removed: number
  left_out: number
}

export type GatewayEvent = NodeEvent | SummaryEvent |
  { event: 'broker', time: string, connected: boolean } |
  /** Home Assistant has started; its nodes are sent again. */
  { event: 'home_assistant', time: string }
