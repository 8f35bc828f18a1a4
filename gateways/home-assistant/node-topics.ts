import { HEALTH_TOPIC, SENSOR_STATUS, SENSOR_TOPIC, STATE_TOPIC, STATUS_TOPIC, TOPIC_ROOT } from '../../contract/topics.ts'

export const statusTopic = (node: string): string => `${TOPIC_ROOT}/${node}/${STATUS_TOPIC}`
export const stateTopic = (node: string): string => `${TOPIC_ROOT}/${node}/${STATE_TOPIC}`
export const healthTopic = (node: string): string => `${TOPIC_ROOT}/${node}/${HEALTH_TOPIC}`
/** Of a sensor, or of a probe by its ROM. */
export const sensorStatusTopic = (node: string, sensor: string): string => `${TOPIC_ROOT}/${node}/${SENSOR_TOPIC}${sensor}${SENSOR_STATUS}`
