import { printable } from '../../cli/printable.ts'
import { readNodeTopic } from '../../contract/node-topic.ts'
import { HEALTH_TOPIC, INFO_TOPIC, STATUS_TOPIC } from '../../contract/topics.ts'

/** Longer is no message of a node. */
const LONGEST = 16 * 1024

/** The filters that bring what a node below a root says of itself. */
export function logFilters(root: string, node: string): string[] {
  return ['log/+', INFO_TOPIC, HEALTH_TOPIC, STATUS_TOPIC, 'sensor/+/status'].map(topic => `${root}/${node}/${topic}`)
}

/** One message as lines for people: time, what it is about, and what it says. */
export function saidLines(root: string, time: string, topic: string, payload: string, retained: boolean): string[] {
  const about = readNodeTopic(root, topic)?.below.replaceAll('/', ' ') ?? topic
  const text = payload.length > LONGEST ? `(${payload.length} characters, left out)` : words(payload)
  return text.split('\n').filter(line => line !== '').map(line => printable(`${time} ${about}${retained ? ' (retained)' : ''}  ${line}`))
}

/** JSON as `key=value`, and everything else as it is. */
function words(payload: string): string {
  let value: unknown
  try {
    value = JSON.parse(payload)
  } catch {
    return payload
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return payload
  return Object.entries(value).map(([key, one]) => `${key}=${typeof one === 'string' ? one : JSON.stringify(one)}`).join(' ')
}
