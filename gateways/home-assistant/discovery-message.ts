import { createHash } from 'node:crypto'
import { TOPIC_ROOT } from '../../contract/topics.ts'
import type { NodePlace } from './node-topics.ts'

/** A component in the short form; of nothing but `p` where it is to be removed. */
export interface ShortComponent {
  p: 'sensor' | 'binary_sensor'
  [key: string]: unknown
}

/** What Home Assistant is told of a device, with its short keys. */
export interface DiscoveryMessage {
  dev: Record<string, unknown>
  o: { name: string, sw: string }
  cmps: Record<string, ShortComponent>
  [key: string]: unknown
}

/** Who has published a message, by `o.name`. */
export const ORIGIN = 'breva'

/** Hex digits that stand for a root: that two among a thousand roots share theirs has a chance of 1 in 8,600. */
const ROOT_DIGITS = 8

/**
 * The identifier of a node's device; its topic has it too. `breva_a1b2c3`, and below another root than `breva` with digits of the root behind
 * it, as in `breva_a1b2c3_acd8ea0d`: a root may have letters that an identifier has not. A name has no `_`, so no two places share one.
 */
export function deviceId({ root, node }: NodePlace): string {
  return root === TOPIC_ROOT ? `breva_${node}` : `breva_${node}_${createHash('sha256').update(root).digest('hex').slice(0, ROOT_DIGITS)}`
}

/** `prefix` is `homeassistant` unless somebody has changed it there. */
export function discoveryTopic(prefix: string, place: NodePlace): string {
  return `${prefix}/device/${deviceId(place)}/config`
}

/** The node of a topic that `discoveryTopic` makes with any root; undefined for another topic. */
export function nodeOfTopic(prefix: string, topic: string): string | undefined {
  const before = `${prefix}/device/`
  return topic.startsWith(before) ? /^breva_([^_/]+)(?:_[0-9a-f]{8})?\/config$/.exec(topic.slice(before.length))?.[1] : undefined
}
