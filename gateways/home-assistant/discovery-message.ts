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

/** The identifier of a node's device; its topic has it too. */
export function deviceId(node: string): string {
  return `breva_${node}`
}

/** `prefix` is `homeassistant` unless somebody has changed it there. */
export function discoveryTopic(prefix: string, node: string): string {
  return `${prefix}/device/${deviceId(node)}/config`
}

/** The node of a topic that `discoveryTopic` makes; undefined for another topic. */
export function nodeOfTopic(prefix: string, topic: string): string | undefined {
  const node = topic.split('/').at(-2)?.slice(deviceId('').length) ?? ''
  return topic === discoveryTopic(prefix, node) ? node : undefined
}
