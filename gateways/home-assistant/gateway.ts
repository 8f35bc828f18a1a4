import { randomBytes } from 'node:crypto'
import { BrokerListener } from '../../cli/broker-listener.ts'
import type { FoundBroker } from '../../cli/broker-options.ts'
import { probeBroker } from '../../cli/broker-probe.ts'
import { STATUS_OFFLINE } from '../../contract/status-word.ts'
import { ConfirmedPublisher } from './confirmed-publisher.ts'
import { DiscoveryKeeper, type Plan, type PublishedNode } from './discovery-keeper.ts'
import type { GatewayEvent, NodeEvent, NodeOutcome, SummaryEvent } from './gateway-event.ts'

export interface GatewayOptions {
  broker: FoundBroker
  prefix: string
  /** What stands before the nodes' names in their topics. */
  root: string
  /** Seconds between two samples; undefined: measured. */
  period: number | undefined
  /** Nothing is published. */
  dryRun: boolean
}

type Counts = Record<NodeOutcome, number>

/** A connection to a broker, what is known of its nodes, and what has become of each. */
export class Gateway {
  readonly keeper: DiscoveryKeeper
  /** When the latest retained message came, by `now`. */
  lastRetainedAt: number
  private readonly counts: Counts = { published: 0, unchanged: 0, planned: 0, refused: 0, removed: 0, left_out: 0 }
  private readonly options: GatewayOptions
  private readonly tell: (event: GatewayEvent) => void
  private readonly signal: AbortSignal
  private readonly publisher = new ConfirmedPublisher()
  private listener: BrokerListener | undefined

  private constructor(options: GatewayOptions, tell: (event: GatewayEvent) => void, signal: AbortSignal) {
    this.options = options
    this.tell = tell
    this.signal = signal
    this.keeper = new DiscoveryKeeper({ prefix: options.prefix, root: options.root, period: options.period, random: Math.random })
    this.lastRetainedAt = this.now()
  }

  /** Resolves once the broker has granted the subscriptions. Rejects with a CommandError, or the reason of an aborted `signal`. */
  static async start(options: GatewayOptions, tell: (event: GatewayEvent) => void, signal: AbortSignal): Promise<Gateway> {
    const { address } = options.broker
    const clientId = `brevahass${randomBytes(6).toString('hex')}`
    await probeBroker(address, clientId, undefined, signal)
    const gateway = new Gateway(options, tell, signal)
    gateway.listener = await BrokerListener.start(address, clientId, gateway.keeper.filters, {
      onMessage: (topic, payload, retained) => { gateway.message(topic, payload, retained) },
      onLink: connected => { gateway.link(connected) }
    }, { signal })
    gateway.lastRetainedAt = gateway.now()
    return gateway
  }

  /** ms that do not step back. */
  now(): number {
    return performance.now()
  }

  /** Tells Home Assistant of a node, unless it knows. */
  async publish(plan: Plan): Promise<NodeOutcome> {
    const outcome = plan.problems.length > 0 ? 'refused' : plan.unchanged ? 'unchanged' : this.options.dryRun ? 'planned' : 'published'
    if (outcome === 'published') await this.send(plan, plan.text)
    this.told(describe(plan, outcome))
    return outcome
  }

  async remove(published: PublishedNode): Promise<void> {
    if (!this.options.dryRun) await this.send(published, '')
    this.told({ ...this.about(published.node), topic: published.topic, outcome: this.options.dryRun ? 'planned' : 'removed', ...this.options.dryRun && { payload: null } })
  }

  /** A node of which too little is known; returns what is missing. */
  leaveOut(name: string): 'offline' | 'no_info' | 'no_sample' {
    const node = this.keeper.nodes.find(one => one.node === name)
    const reason = node?.status === STATUS_OFFLINE ? 'offline' : node?.info ? 'no_sample' : 'no_info'
    this.told({ ...this.about(name), reason })
    return reason
  }

  summary(reason: SummaryEvent['reason'], nodes: number): void {
    this.tell({ event: 'summary', time: new Date().toISOString(), reason, nodes, ...this.counts })
  }

  async stop(): Promise<void> {
    await this.listener?.stop()
  }

  private async send(published: PublishedNode, text: string): Promise<void> {
    if (!this.listener) throw new Error('the gateway has not started')
    await this.publisher.publish(this.listener, published.topic, text, this.signal)
    this.keeper.done(published, text)
  }

  private message(topic: string, payload: Buffer, retained: boolean): void {
    if (retained) this.lastRetainedAt = this.now()
    this.publisher.message(topic, payload)
    if (this.keeper.message(topic, payload, retained, this.now())) this.tell({ event: 'home_assistant', time: new Date().toISOString() })
  }

  private link(connected: boolean): void {
    if (connected) this.keeper.reconnected(this.now())
    this.tell({ event: 'broker', time: new Date().toISOString(), connected })
  }

  private about(node: string): NodeEvent {
    const location = this.keeper.nodes.find(one => one.node === node)?.latest?.location ?? null
    return {
      event: 'node', time: new Date().toISOString(), node, location, outcome: 'left_out', reason: null, topic: this.keeper.topicOf(node), entities: [], gone: [], period: null, expiry: null
    }
  }

  private told(event: NodeEvent): void {
    this.counts[event.outcome]++
    this.tell(event)
  }
}

function describe({ node, location, topic, message, period, expiry, gone, problems }: Plan, outcome: NodeOutcome): NodeEvent {
  const entities = Object.values(message.cmps).flatMap(({ name }) => typeof name === 'string' ? [name] : [])
  return {
    event: 'node', time: new Date().toISOString(), node, location, outcome, reason: problems.length > 0 ? problems.join('; ') : null, topic, entities, gone,
    period: period === undefined ? null : Math.round(period * 10) / 10, expiry, ...outcome === 'planned' && { payload: message }
  }
}
