import { NODE_LIMIT } from '../../contract/ranges.ts'
import { infoMessage } from '../../contract/schemas/info-message.ts'
import { readStateMessage } from '../../contract/schemas/state-message.ts'
import { STATUS_OFFLINE, STATUS_ONLINE } from '../../contract/status-word.ts'
import { readNodeTopic } from '../../contract/node-topic.ts'
import { INFO_TOPIC, SENSOR_STATUS, SENSOR_TOPIC, STATE_TOPIC, STATUS_TOPIC } from '../../contract/topics.ts'
import type { HeardNode } from './heard-node.ts'

/** What brings the messages that `HeardNodes` reads, of all nodes below a root. */
export function nodeFilters(root: string): string[] {
  return [STATUS_TOPIC, INFO_TOPIC, STATE_TOPIC, `${SENSOR_TOPIC}+${SENSOR_STATUS}`].map(topic => `${root}/+/${topic}`)
}

const NAME = new RegExp(`^[a-z0-9-]{1,${NODE_LIMIT}}$`)
const SENSOR = /^[a-z0-9-]{1,32}$/
/** Bytes of a message beyond which it is not read, and nodes beyond which no further one is kept. */
const LARGEST = 64 * 1024
const MOST_NODES = 10_000

/** The nodes of a broker below one root, as far as Home Assistant is to know of them. What is not as it should be is left unread. */
export class HeardNodes {
  readonly nodes = new Map<string, HeardNode>()
  private readonly root: string

  constructor(root: string) {
    this.root = root
  }

  /** The node that a message is of; undefined where it tells nothing, or is not to be read. A sample is never retained. */
  message(topic: string, payload: Buffer, retained: boolean): HeardNode | undefined {
    const { node: name, below } = readNodeTopic(this.root, topic) ?? { node: '', below: '' }
    if (!NAME.test(name) || payload.length > LARGEST) return undefined
    const node = this.nodes.get(name) ?? { root: this.root, node: name, sensors: new Set<string>() }
    if (!told(node, below, payload.toString(), retained)) return undefined
    if (!this.nodes.has(name) && this.nodes.size >= MOST_NODES) return undefined
    this.nodes.set(name, node)
    return node
  }
}

function told(node: HeardNode, below: string, text: string, retained: boolean): boolean {
  if (below === STATUS_TOPIC) return toldStatus(node, text)
  if (below === INFO_TOPIC) return toldInfo(node, text)
  if (below === STATE_TOPIC) return !retained && toldState(node, text)
  return toldSensor(node, below.slice(SENSOR_TOPIC.length, -SENSOR_STATUS.length), text)
}

function toldStatus(node: HeardNode, text: string): boolean {
  if (text !== STATUS_ONLINE && text !== STATUS_OFFLINE) return false
  node.status = text
  return true
}

function toldInfo(node: HeardNode, text: string): boolean {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return false
  }
  const read = infoMessage.safeParse(value)
  if (read.success) node.info = read.data
  return read.success
}

function toldState(node: HeardNode, text: string): boolean {
  const state = readStateMessage(text)
  if (typeof state === 'string' || state.node !== node.node) return false
  if (node.first?.boot !== state.boot) node.first = state
  node.latest = state
  return true
}

function toldSensor(node: HeardNode, sensor: string, text: string): boolean {
  if (!SENSOR.test(sensor)) return false
  if (text === '') return node.sensors.delete(sensor)
  if (text !== STATUS_ONLINE && text !== STATUS_OFFLINE) return false
  node.sensors.add(sensor)
  return true
}
