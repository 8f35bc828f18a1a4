import type { z } from 'zod'
import type { Health } from '../../contract/health.ts'
import { checkComponent } from './check-component.ts'
import { deviceId, discoveryTopic } from './discovery-message.ts'
import { componentSchema, discoverySchema, removalSchema, type Component, type Discovery } from './discovery-schema.ts'
import { expandAbbreviations } from './expand-abbreviations.ts'
import type { KnownNode } from './heard-node.ts'
import { healthTopic, sensorStatusTopic, stateTopic, statusTopic } from './node-topics.ts'
import type { Value } from './template-functions.ts'

/** A `health` comes once a minute: this stands for one that has not come yet. */
const SOME_HEALTH: Pick<Health, 'rssi'> = { rssi: -60 }

/** What root and component share: a component has what the root says, unless it says it itself. */
const INHERITED = ['availability', 'availability_mode', 'availability_topic', 'payload_available', 'payload_not_available', 'state_topic'] as const

/**
 * Whether Home Assistant will understand a message for `topic`, and whether the node publishes all that it refers to. Returns what is
 * wrong, in sentences without a full stop; none for a message that may be published.
 */
export function checkDiscovery(topic: string, payload: unknown, heard: KnownNode): string[] {
  if (!/^[^+#\0]+\/device\/[a-zA-Z0-9_-]+\/config$/.test(topic)) return [`the topic ${topic} is not prefix/device/name/config with a name of letters, digits, _ and -`]
  if (!topic.endsWith(discoveryTopic('', heard))) return [`the topic ${topic} is that of another device than ${deviceId(heard)}`]
  let long: unknown
  try {
    long = expandAbbreviations(payload)
  } catch (error) {
    return [(error as Error).message]
  }
  const read = discoverySchema.safeParse(long)
  return read.success ? checkComponents(read.data, heard) : issues('', read.error)
}

function checkComponents(discovery: Discovery, heard: KnownNode): string[] {
  const problems: string[] = []
  if (!discovery.device.identifiers?.includes(deviceId(heard))) problems.push(`device: ${deviceId(heard)} is not among its identifiers`)
  const published = publishedBy(heard)
  const seen = new Set<string>()
  for (const [name, component] of Object.entries(discovery.components)) {
    const where = `components.${name}`
    const removal = Object.keys(component).length === 1 && 'platform' in component
    const own = removal ? removalSchema.safeParse(component) : componentSchema.safeParse(component)
    if (!own.success) problems.push(...issues(`${where}.`, own.error))
    if (!own.success || removal) continue
    const merged = inherited(discovery, own.data as Component)
    problems.push(...checkComponent(merged, deviceId(heard), published).map(problem => `${where}: ${problem}`))
    for (const id of [`unique_id ${merged.unique_id}`, `default_entity_id ${merged.default_entity_id}`]) {
      if (seen.has(id)) problems.push(`${where}: ${id} is another component's too`)
      seen.add(id)
    }
  }
  return problems
}

function inherited(discovery: Discovery, component: Component): Component {
  const shared = Object.fromEntries(INHERITED.filter(key => discovery[key] !== undefined).map(key => [key, discovery[key]]))
  return { ...shared, ...component }
}

/** The topics that a node publishes on, as far as a component may refer to them, with a message of those that carry values. */
function publishedBy(heard: KnownNode): Map<string, Value> {
  const { latest, sensors } = heard
  return new Map<string, Value>([
    [stateTopic(heard), latest as unknown as Value],
    [healthTopic(heard), SOME_HEALTH],
    [statusTopic(heard), null],
    ...[...sensors].map((sensor): [string, Value] => [sensorStatusTopic(heard, sensor), null])
  ])
}

function issues(where: string, error: z.ZodError): string[] {
  return error.issues.map(({ path, message }) => `${where}${path.join('.') || 'message'}: ${message}`)
}
