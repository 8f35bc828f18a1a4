import { HEALTH_TOPIC, SENSOR_STATUS, SENSOR_TOPIC, STATE_TOPIC, STATUS_TOPIC } from '../../contract/topics.ts'

/** Whose topics: the node's name, and what stands before it in each of them. */
export interface NodePlace {
  root: string
  node: string
}

export const statusTopic = ({ root, node }: NodePlace): string => `${root}/${node}/${STATUS_TOPIC}`
export const stateTopic = ({ root, node }: NodePlace): string => `${root}/${node}/${STATE_TOPIC}`
export const healthTopic = ({ root, node }: NodePlace): string => `${root}/${node}/${HEALTH_TOPIC}`
/** Of a sensor, or of a probe by its ROM. */
export const sensorStatusTopic = ({ root, node }: NodePlace, sensor: string): string => `${root}/${node}/${SENSOR_TOPIC}${sensor}${SENSOR_STATUS}`

/** The root in a topic that `stateTopic` makes for the node; undefined for another topic. */
export function rootOfStateTopic(topic: string, node: string): string | undefined {
  const tail = stateTopic({ root: '', node })
  return topic.endsWith(tail) && topic.length > tail.length ? topic.slice(0, -tail.length) : undefined
}
