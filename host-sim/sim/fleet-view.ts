import { healthMessage } from '../../contract/schemas/health-message.ts'
import { infoMessage } from '../../contract/schemas/info-message.ts'
import { readHistoryMessage, readStateMessage } from '../../contract/schemas/state-message.ts'
import type { Health } from '../../contract/health.ts'
import type { Info } from '../../contract/info.ts'
import type { State } from '../../contract/state.ts'
import { STATUS_OFFLINE, STATUS_ONLINE, type StatusWord } from '../../contract/status-word.ts'
import { readNodeTopic } from '../../contract/node-topic.ts'
import { HEALTH_TOPIC, HISTORY_TOPIC, INFO_TOPIC, LOG_TOPIC, SENSOR_STATUS, SENSOR_TOPIC, STATE_TOPIC, STATUS_TOPIC } from '../../contract/topics.ts'
import { SpacedNumber } from './spaced-number.ts'
import type { SimEvent } from './sim-event.ts'

/** What the broker has delivered from one node. */
export interface NodeView {
  readonly node: string
  readonly location: string
  link: 'starting' | StatusWord
  /** By sensor or probe; those of the settings from the beginning, as undefined. */
  readonly sensors: Map<string, StatusWord | undefined>
  readonly faults: Set<string>
  state: State | undefined
  info: Info | undefined
  health: Health | undefined
  states: number
  /** Samples that came as history. */
  history: number
  /** Samples that wait in the node, as last read there. */
  waiting: number
  messages: number
  invalid: number
}

const LARGEST_PAYLOAD = 16 * 1024
/** ms between two events about a backlog that goes on growing or shrinking. */
const BACKLOG_EVERY = 10_000

/**
 * The nodes as an outsider sees them: built from the messages of the broker, so that what is shown is what was
 * published. Turns each message into an event. Only what waits in a node comes from the node itself.
 */
export class FleetView {
  readonly nodes: NodeView[] = []
  private readonly byName = new Map<string, NodeView>()
  private readonly backlogs = new Map<string, SpacedNumber>()
  private readonly root: string
  private readonly now: () => Date

  /** `root` stands before the nodes' names in their topics. */
  constructor(nodes: { node: string, location: string, sensors?: string[] }[], root: string, now: () => Date) {
    this.root = root
    this.now = now
    for (const { node, location, sensors = [] } of nodes) {
      const view: NodeView = {
        node, location, link: 'starting', sensors: new Map(sensors.map(sensor => [sensor, undefined])), faults: new Set(), state: undefined, info: undefined, health: undefined,
        states: 0, history: 0, waiting: 0, messages: 0, invalid: 0
      }
      this.backlogs.set(node, new SpacedNumber(BACKLOG_EVERY))
      this.nodes.push(view)
      this.byName.set(node, view)
    }
  }

  /** One message; undefined when it changes nothing worth telling. */
  message(topic: string, payload: Buffer): SimEvent | undefined {
    const { node, below } = readNodeTopic(this.root, topic) ?? {}
    const view = this.byName.get(node ?? '')
    if (!view || below === undefined) return undefined
    view.messages++
    if (payload.length > LARGEST_PAYLOAD) return this.invalid(view, topic, `${payload.length} bytes long`)
    if (below === STATE_TOPIC) return this.state(view, topic, payload.toString())
    if (below === STATUS_TOPIC) return this.status(view, topic, payload.toString())
    if (below.startsWith(SENSOR_TOPIC) && below.endsWith(SENSOR_STATUS)) {
      return this.sensor(view, topic, below.slice(SENSOR_TOPIC.length, -SENSOR_STATUS.length), payload.toString())
    }
    return this.about(view, topic, below, payload.toString())
  }

  /** What waits in a node, as read there; undefined when there is nothing new to tell. */
  backlog(node: string, waiting: number): SimEvent | undefined {
    const view = this.byName.get(node)
    if (!view) return undefined
    view.waiting = waiting
    return this.backlogs.get(node)?.tell(waiting, this.now().getTime()) ? { event: 'backlog', time: this.time(), node, waiting } : undefined
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

  total(of: 'states' | 'history' | 'waiting' | 'messages' | 'invalid'): number {
    return this.nodes.reduce((sum, view) => sum + view[of], 0)
  }

  private state(view: NodeView, topic: string, payload: string): SimEvent {
    const state = readStateMessage(payload)
    if (typeof state === 'string') return this.invalid(view, topic, state)
    view.state = state
    view.states++
    return { event: 'state', time: this.time(), node: view.node, state }
  }

  /** A node's own report. */
  private about(view: NodeView, topic: string, below: string, payload: string): SimEvent | undefined {
    const head = { time: this.time(), node: view.node }
    switch (below) {
      case HISTORY_TOPIC: {
        const samples = readHistoryMessage(payload)
        if (typeof samples === 'string') return this.invalid(view, topic, samples)
        view.history += samples.length
        return { event: 'history', ...head, samples }
      }
      case HEALTH_TOPIC: {
        const health = healthMessage.safeParse(parsed(payload))
        if (!health.success) return this.invalid(view, topic, firstIssue(health.error))
        view.health = health.data
        return { event: 'health', ...head, health: health.data }
      }
      case INFO_TOPIC: {
        const info = infoMessage.safeParse(parsed(payload))
        if (!info.success) return this.invalid(view, topic, firstIssue(info.error))
        view.info = info.data
        return { event: 'info', ...head, info: info.data }
      }
      case LOG_TOPIC:
        return { event: 'log', ...head, text: payload }
      default:
        return undefined
    }
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

/** Undefined for what is not JSON, which no schema takes. */
function parsed(payload: string): unknown {
  try {
    return JSON.parse(payload)
  } catch {
    return undefined
  }
}

function firstIssue({ issues: [issue] }: { issues: { path: PropertyKey[], message: string }[] }): string {
  return `${issue.path.join('.') || 'message'}: ${issue.message}`
}
