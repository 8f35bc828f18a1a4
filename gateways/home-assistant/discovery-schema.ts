import { z } from 'zod'
import { STATUS_OFFLINE, STATUS_ONLINE } from '../../contract/status-word.ts'
import { BINARY_SENSOR_CLASSES, SENSOR_CLASSES } from './device-classes.ts'

const word = z.string().min(1)
/** A topic to subscribe to. Home Assistant would take a wildcard; a node's values have none. */
const topic = word.max(65535).regex(/^[^+#\0]+$/, 'is no topic of one message')
const online = z.literal(STATUS_ONLINE)
const offline = z.literal(STATUS_OFFLINE)
const qos = z.union([z.literal(0), z.literal(1), z.literal(2)])
const url = z.url({ protocol: /^(https?|homeassistant)$/ })

/** Availability is a list here, or one topic; which of them, is judged after root and component have been merged. */
const availability = {
  availability: z.array(z.strictObject({
    topic, payload_available: online.optional(), payload_not_available: offline.optional()
  })).min(1).optional(),
  availability_mode: z.enum(['all', 'any', 'latest']).optional(),
  availability_topic: topic.optional(),
  payload_available: online.optional(),
  payload_not_available: offline.optional()
}

const ofEveryEntity = {
  ...availability,
  unique_id: word,
  name: word.nullable().optional(),
  default_entity_id: word,
  qos,
  state_topic: topic.optional(),
  value_template: word,
  enabled_by_default: z.boolean().optional(),
  encoding: word.optional(),
  entity_picture: url.optional(),
  expire_after: z.int().min(1).optional(),
  force_update: z.boolean().optional(),
  icon: z.string().regex(/^[a-z]+:[a-z0-9-]+$/).optional(),
  // A sensor cannot be set, so it is not of the category "config".
  entity_category: z.literal('diagnostic').optional()
}

const sensor = z.strictObject({
  platform: z.literal('sensor'),
  ...ofEveryEntity,
  device_class: z.enum(Object.keys(SENSOR_CLASSES)).optional(),
  unit_of_measurement: word.optional(),
  state_class: z.enum(['measurement', 'total', 'total_increasing']).optional(),
  suggested_display_precision: z.int().min(0).max(9).optional()
})

const binarySensor = z.strictObject({
  platform: z.literal('binary_sensor'),
  ...ofEveryEntity,
  device_class: z.enum(BINARY_SENSOR_CLASSES).optional(),
  off_delay: z.int().min(1).optional(),
  payload_on: word.optional(),
  payload_off: word.optional()
})

const device = z.strictObject({
  identifiers: z.array(word).optional(),
  connections: z.array(z.tuple([word, word])).optional(),
  name: word.optional(),
  manufacturer: word.optional(),
  model: word.optional(),
  hw_version: word.optional(),
  sw_version: word.optional(),
  serial_number: word.optional(),
  suggested_area: word.optional(),
  configuration_url: url.optional()
}).refine(({ identifiers = [], connections = [] }) => identifiers.length + connections.length > 0, 'has neither ids nor cns')

/**
 * One component, its keys in the long form. Stricter than Home Assistant, which ignores what it does not know in a component:
 * every key has to be known, `qos` and `default_entity_id` have to be given, and keys with a template that could not be tried are left out.
 */
export const componentSchema = z.discriminatedUnion('platform', [sensor, binarySensor])

/** A component of nothing but its platform is one to remove. */
export const removalSchema = z.strictObject({ platform: z.enum(['sensor', 'binary_sensor']) })

/** The message of a device, its keys in the long form; each component has a schema of its own. */
export const discoverySchema = z.strictObject({
  ...availability,
  device,
  origin: z.strictObject({ name: word, sw_version: word.optional(), support_url: url.optional() }),
  components: z.record(z.string().regex(/^[a-zA-Z0-9_-]+$/), z.record(z.string(), z.unknown())),
  state_topic: topic.optional(),
  command_topic: topic.optional(),
  qos: qos.optional(),
  encoding: word.optional()
})

export type Discovery = z.infer<typeof discoverySchema>
export type Component = z.infer<typeof componentSchema>
