import type { Info } from '../../contract/info.ts'
import type { State } from '../../contract/state.ts'
import type { StatusWord } from '../../contract/status-word.ts'
import type { NodePlace } from './node-topics.ts'

/** What has been heard of a node so far. */
export interface HeardNode extends NodePlace {
  status?: StatusWord
  info?: Info
  /** The first and the latest sample of the node's present start. */
  first?: State
  latest?: State
  /** Sensors and probes of which the node says a status. */
  sensors: Set<string>
}

/** A node of which enough was heard to describe it. */
export type KnownNode = HeardNode & { info: Info, latest: State }

export function isKnown(heard: HeardNode): heard is KnownNode {
  return heard.info !== undefined && heard.latest !== undefined
}
