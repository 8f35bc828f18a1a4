import { readStateMessage } from '../../contract/schemas/state-message.ts'
import type { State } from '../../contract/state.ts'
import { STATUS_OFFLINE, STATUS_ONLINE, type StatusWord } from '../../contract/status-word.ts'
import { SENSOR_STATUS, SENSOR_TOPIC, STATE_TOPIC, STATUS_TOPIC, TOPIC_ROOT } from '../../contract/topics.ts'
import type { SimEvent } from './sim-event.ts'

/** What the broker has delivered from one node. */
export interface NodeView {
  readonly node: string
  readonly location: string
  link: 'starting' | StatusWord
  readonly sensors: Map<string, StatusWord>
  readonly faults: Set<string>
  state: State | undefined
  states: number
  messages: number
  invalid: number
}

const LARGEST_PAYLOAD = 16 * 1024

/**
 * The nodes as an outsider sees them: built from the messages of the broker alone, so that what is shown is what was
 * published. Turns each message into an event.
 */
export class FleetView {
  readonly nodes: NodeView[] = []
  private readonly byName = new Map<string, NodeView>()
  private readonly now: () => Date

  constructor(nodes: { node: string, location: string }[], now: () => Date) {
    this.now = now
    for (const { node, location } of nodes) {
      const view: NodeView = {
        node, location, link: 'starting', sensors: new Map(), faults: new Set(), state: undefined, states: 0, messages: 0, invalid: 0
      }
      this.nodes.push(view)
      this.byName.set(node, view)
    }
  }

  /** One message; undefined when it changes nothing worth telling. */
  message(topic: string, payload: Buffer): SimEvent | undefined {
    const [name] = topic.slice(TOPIC_ROOT.length).split('/')
    const view = topic.startsWith(TOPIC_ROOT) ? this.byName.get(name) : undefined
    if (!view) return undefined
    const below = topic.slice(TOPIC_ROOT.length + name.length + 1)
    view.messages++
    if (payload.length > LARGEST_PAYLOAD) return this.invalid(view, topic, `${payload.length} bytes long`)
    if (below === STATE_TOPIC) return this.state(view, topic, payload.toString())
    if (below === STATUS_TOPIC) return this.status(view, topic, payload.toString())
    if (below.startsWith(SENSOR_TOPIC) && below.endsWith(SENSOR_STATUS)) {
      return this.sensor(view, topic, below.slice(SENSOR_TOPIC.length, -SENSOR_STATUS.length), payload.toString())
    }
    return undefined
  }

  /** What is known of a node's link where its messages cannot be read. */
  linked(node: string, link: StatusWord): SimEvent {
    const view = this.byName.get(node)
    if (view) view.link = link
    return { event: 'link', time: this.time(), node, link }
  }

  fault(node: string, fault: string, active: boolean): SimEvent {
    const faults = this.byName.get(node)?.faults
    if (active) faults?.add(fault)
    else faults?.delete(fault)
    return { event: 'fault', time: this.time(), node, fault, active }
  }

  time(): string {
    return this.now().toISOString()
  }

  total(of: 'states' | 'messages' | 'invalid'): number {
    return this.nodes.reduce((sum, view) => sum + view[of], 0)
  }

  private state(view: NodeView, topic: string, payload: string): SimEvent {
    const state = readStateMessage(payload)
    if (typeof state === 'string') return this.invalid(view, topic, state)
    view.state = state
    view.states++
    return { event: 'state', time: this.time(), node: view.node, state }
  }

  private status(view: NodeView, topic: string, payload: string): SimEvent | undefined {
    if (payload !== STATUS_ONLINE && payload !== STATUS_OFFLINE) return this.invalid(view, topic, `neither ${STATUS_ONLINE} nor ${STATUS_OFFLINE}`)
    if (view.link === payload) return undefined
    view.link = payload
    return { event: 'link', time: this.time(), node: view.node, link: payload }
  }

  private sensor(view: NodeView, topic: string, sensor: string, payload: string): SimEvent | undefined {
    if (payload !== STATUS_ONLINE && payload !== STATUS_OFFLINE) return this.invalid(view, topic, `neither ${STATUS_ONLINE} nor ${STATUS_OFFLINE}`)
    if (view.sensors.get(sensor) === payload) return undefined
    view.sensors.set(sensor, payload)
    return { event: 'sensor', time: this.time(), node: view.node, sensor, status: payload }
  }

  private invalid(view: NodeView, topic: string, reason: string): SimEvent {
    view.invalid++
    return { event: 'invalid', time: this.time(), node: view.node, topic, reason }
  }
}
