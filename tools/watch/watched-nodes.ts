import { readStateMessage } from '../../contract/schemas/state-message.ts'
import { STATUS_OFFLINE, STATUS_ONLINE, type StatusWord } from '../../contract/status-word.ts'
import { readNodeTopic } from '../../contract/node-topic.ts'
import { HISTORY_TOPIC, SENSOR_STATUS, SENSOR_TOPIC, STATE_TOPIC, STATUS_TOPIC } from '../../contract/topics.ts'
import { WatchedNode } from './watched-node.ts'
import type { InvalidEvent, WatchEvent } from './watch-event.ts'

const NAME = /^[a-z0-9-]{1,64}$/
/** More are not kept: somebody invents names. */
const MOST_NODES = 20_000
/** Bytes of a message beyond which it is not read. */
const LARGEST = 64 * 1024
/** Reasons that are counted apart. */
const MOST_REASONS = 20

/** The filters that bring what `WatchedNodes` reads, of these nodes or of all below a root. */
export function watchFilters(root: string, nodes: readonly string[]): string[] {
  return (nodes.length > 0 ? nodes : ['+']).flatMap(node => [STATUS_TOPIC, STATE_TOPIC, HISTORY_TOPIC, `${SENSOR_TOPIC}+${SENSOR_STATUS}`].map(topic => `${root}/${node}/${topic}`))
}

/** The nodes of a broker as their messages tell. Nothing that comes in throws: what is wrong with it is counted and named. */
export class WatchedNodes {
  readonly nodes = new Map<string, WatchedNode>()
  readonly counts = { messages: 0, states: 0, missing: 0, late: 0, anomalies: 0, invalid: 0 }
  readonly invalidBy = new Map<string, number>()
  private readonly root: string
  private readonly window: number | undefined
  private readonly now: () => number

  /** `root` stands before the nodes' names. `window`: how many values the statistics are of; undefined: there are none. `now` gives ms since 1970. */
  constructor(root: string, window: number | undefined, now: () => number) {
    this.root = root
    this.window = window
    this.now = now
  }

  /** What one message says. */
  message(topic: string, payload: Buffer, retained: boolean): WatchEvent[] {
    const { node: name, below } = readNodeTopic(this.root, topic) ?? { node: '', below: '' }
    this.counts.messages++
    if (!NAME.test(name)) return [this.invalid(name, topic, 'not a name of a node')]
    if (payload.length > LARGEST) return [this.invalid(name, topic, `longer than ${LARGEST} bytes`)]
    const node = this.node(name)
    if (!node) return [this.invalid(name, topic, `more than ${MOST_NODES} nodes`)]
    const text = payload.toString()
    if (below === STATE_TOPIC) return this.state(node, topic, text)
    if (below === HISTORY_TOPIC) return [this.history(node, topic, text)]
    if (below === STATUS_TOPIC) return this.status(node, topic, text, retained)
    if (below.startsWith(SENSOR_TOPIC) && below.endsWith(SENSOR_STATUS)) {
      return this.sensor(node, topic, below.slice(SENSOR_TOPIC.length, -SENSOR_STATUS.length), text, retained)
    }
    return []
  }

  /** Those that should have been heard by now, each once until it speaks again. */
  silent(): WatchEvent[] {
    const now = this.now()
    return [...this.nodes.values()].filter(node => node.fallsSilent(now)).map(node => ({
      event: 'silent', time: this.time(), node: node.name, seconds: Math.round((now - (node.seenAt ?? now)) / 1000)
    }))
  }

  online(): number {
    return [...this.nodes.values()].filter(({ link }) => link === STATUS_ONLINE).length
  }

  time(): string {
    return new Date(this.now()).toISOString()
  }

  private node(name: string): WatchedNode | undefined {
    let node = this.nodes.get(name)
    if (!node && this.nodes.size < MOST_NODES) {
      node = new WatchedNode(name, this.window)
      this.nodes.set(name, node)
    }
    return node
  }

  private state(node: WatchedNode, topic: string, text: string): WatchEvent[] {
    const state = readStateMessage(text)
    if (typeof state === 'string') return [this.invalid(node.name, topic, state, node)]
    const { missing, statistics, anomalies } = node.sample(state, this.now())
    this.counts.states++
    this.counts.missing += missing
    this.counts.anomalies += anomalies.length
    const time = this.time()
    return [
      { event: 'state', time, node: node.name, state, missing, ...statistics && { statistics } },
      ...anomalies.map(anomaly => ({ event: 'anomaly' as const, time, node: node.name, ...anomaly }))
    ]
  }

  private history(node: WatchedNode, topic: string, text: string): WatchEvent {
    let list: unknown
    try {
      list = JSON.parse(text)
    } catch {
      return this.invalid(node.name, topic, 'not JSON', node)
    }
    if (!Array.isArray(list)) return this.invalid(node.name, topic, 'not a list', node)
    this.counts.late += list.length
    return { event: 'history', time: this.time(), node: node.name, samples: list.length }
  }

  private status(node: WatchedNode, topic: string, text: string, retained: boolean): WatchEvent[] {
    if (text === '') {
      node.link = undefined
      return []
    }
    if (!isStatus(text)) return [this.invalid(node.name, topic, `neither ${STATUS_ONLINE} nor ${STATUS_OFFLINE}`, node)]
    if (!node.turns(text, retained, this.now())) return []
    return [{ event: 'link', time: this.time(), node: node.name, link: text, retained }]
  }

  private sensor(node: WatchedNode, topic: string, sensor: string, text: string, retained: boolean): WatchEvent[] {
    if (text === '') {
      node.sensors.delete(sensor)
      return []
    }
    if (!isStatus(text)) return [this.invalid(node.name, topic, `neither ${STATUS_ONLINE} nor ${STATUS_OFFLINE}`, node)]
    if (node.sensors.get(sensor) === text) return []
    node.sensors.set(sensor, text)
    return [{ event: 'sensor', time: this.time(), node: node.name, sensor, status: text, retained }]
  }

  private invalid(name: string, topic: string, reason: string, node?: WatchedNode): InvalidEvent {
    if (node) node.invalid++
    this.counts.invalid++
    const known = this.invalidBy.has(reason) || this.invalidBy.size < MOST_REASONS ? reason : 'other reasons'
    this.invalidBy.set(known, (this.invalidBy.get(known) ?? 0) + 1)
    return { event: 'invalid', time: this.time(), node: name, topic, reason }
  }
}

function isStatus(text: string): text is StatusWord {
  return text === STATUS_ONLINE || text === STATUS_OFFLINE
}
