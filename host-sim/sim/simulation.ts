import type { Clock } from '../../drivers/hal/clock.ts'
import { STATUS_OFFLINE, STATUS_ONLINE } from '../../contract/status-word.ts'
import type { BrokerListener } from '../../cli/broker-listener.ts'
import { observeNodes } from './observe-nodes.ts'
import { describeBroker, subscribeCommand } from '../../cli/broker-address.ts'
import { FleetView } from './fleet-view.ts'
import type { BrokerAddress } from '../../cli/broker-address.ts'
import type { BrokerSource } from '../../cli/broker-options.ts'
import type { LinkReport } from './link-tap.ts'
import { refusalWords } from './refusal-words.ts'
import type { SimEvent, SummaryEvent } from './sim-event.ts'
import type { SimOutput } from './sim-output.ts'

/** One node as a run handles it. */
export interface SimulatedNode {
  readonly node: string
  readonly location: string
  /** The sensors that its settings name. */
  readonly sensors?: string[]
  /** What comes of its links. */
  readonly link: LinkReport
  /** Samples that wait in it for the broker; undefined where that cannot be read. */
  waiting?(): number | undefined
  start(): void
  /** Says goodbye: retained `offline`, its acknowledgement, DISCONNECT; then `done`. */
  stop(done: () => void): void
  /** Drops the link without a word. */
  kill(): void
}

export interface SimulationSettings {
  version: string
  scenario: string
  seed: number
  speed: number
  seconds: number | undefined
  broker: BrokerAddress
  /** The same with the simulator's own account, where that is not for showing. */
  observer?: BrokerAddress | undefined
  /** What stands before the nodes' names in their topics, and the QoS of their readings. */
  root: string
  qos: number
  embedded: boolean
  /** What named the broker; null for the embedded one. */
  brokerFrom: BrokerSource | null
  clientId: string
}

/** How long the nodes may take to say goodbye, in the laptop's milliseconds. */
const GOODBYE = 3000
/** ms between two looks at whether anything is heard. */
const SUSPECT_EVERY = 1000
/** ms between two looks at what waits in the nodes. */
const BACKLOG_EVERY = 500

/** A run: watches the broker, starts the nodes, ends on a signal or when its time is over. */
export class Simulation {
  readonly view: FleetView
  private readonly settings: SimulationSettings
  private readonly nodes: SimulatedNode[]
  private readonly clock: Clock
  private readonly startedAt: number
  private output: SimOutput | undefined
  private observer: BrokerListener | undefined
  private ended: SummaryEvent['reason'] | undefined
  private onEnd: (() => void) | undefined
  private onProgress: (() => void) | undefined
  private suspicion: NodeJS.Timeout | undefined
  private backlogs: NodeJS.Timeout | undefined

  /** `clock` is the nodes' time. */
  constructor(settings: SimulationSettings, nodes: SimulatedNode[], clock: Clock) {
    this.settings = settings
    this.nodes = nodes
    this.clock = clock
    this.startedAt = clock.now()
    this.view = new FleetView(nodes, settings.root, () => new Date())
  }

  /** Seconds of the nodes' time since the start. */
  elapsed(): number {
    return (this.clock.now() - this.startedAt) / 1000
  }

  /**
   * Runs to the end, and resolves to its summary. The broker has been found to work; what happens to it later is told and survived. Rejects with a `CommandError` where
   * it does not answer the simulator, and with the reason of an aborted `signal` where that comes before the nodes start.
   */
  async run(output: SimOutput, signal?: AbortSignal): Promise<SummaryEvent> {
    this.output = output
    this.observer = await this.observe(signal)
    try {
      this.tell(this.started())
      if (this.observer.reads) this.suspicion = setInterval(() => { this.suspect() }, SUSPECT_EVERY)
      else this.watchLinks()
      for (const node of this.nodes) node.start()
      this.backlogs = setInterval(() => { this.lookAtBacklogs() }, BACKLOG_EVERY)
      await this.untilEnd()
      return await this.stopNodes()
    } finally {
      clearInterval(this.suspicion)
      clearInterval(this.backlogs)
      for (const node of this.nodes) node.kill()
      await this.observer.stop()
    }
  }

  /** Ends the run; the first reason stands. */
  end(reason: SummaryEvent['reason']): void {
    this.ended ??= reason
    this.onEnd?.()
  }

  /** A fault of one node begins or ends. */
  fault(node: string, fault: string, active: boolean): void {
    this.tell(this.view.fault(node, fault, active))
  }

  private observe(signal: AbortSignal | undefined): Promise<BrokerListener> {
    const { broker, observer = broker, clientId, root } = this.settings
    return observeNodes(observer, clientId, this.nodes.map(({ node }) => `${root}/${node}`), {
      onMessage: (topic, payload) => {
        const event = this.view.message(topic, payload)
        if (event) this.tell(event)
        this.onProgress?.()
      },
      onLink: connected => this.tell({ event: 'broker', time: this.view.time(), connected })
    }, signal)
  }

  /** A broker may grant a subscription and deliver nothing: it has been sent samples then, and we have not heard of any. */
  private suspect(): void {
    if (this.view.total('messages') > 0) clearInterval(this.suspicion)
    else if (this.nodes.some(({ link }) => link.acknowledged + link.sentOnce > 1)) this.watchLinks()
  }

  private lookAtBacklogs(): void {
    for (const { node, waiting } of this.nodes) {
      const samples = waiting?.()
      const event = samples === undefined ? undefined : this.view.backlog(node, samples)
      if (event) this.tell(event)
    }
  }

  /** Where the broker lets us read nothing, the nodes' own links are what there is to tell. */
  private watchLinks(): void {
    clearInterval(this.suspicion)
    this.tell({ event: 'unreadable', time: this.view.time() })
    for (const { node, link } of this.nodes) {
      link.onChange = online => {
        this.tell(this.view.linked(node, online ? STATUS_ONLINE : STATUS_OFFLINE))
        this.onProgress?.()
      }
      if (link.everOnline) link.onChange(link.online)
    }
  }

  private started(): SimEvent {
    const { settings } = this
    return {
      event: 'started',
      time: this.view.time(),
      version: settings.version,
      scenario: settings.scenario,
      seed: settings.seed,
      speed: settings.speed,
      nodes: this.nodes.map(({ node, location, sensors = [] }) => ({ node, location, sensors })),
      broker: describeBroker(settings.broker),
      brokerFrom: settings.brokerFrom,
      tls: settings.broker.tls !== undefined,
      embedded: settings.embedded,
      root: settings.root,
      qos: settings.qos,
      subscribe: subscribeCommand(settings.broker, settings.root)
    }
  }

  private tell(event: SimEvent): void {
    this.output?.event(event)
  }

  private untilEnd(): Promise<void> {
    return new Promise(resolve => {
      this.onEnd = resolve
      if (this.ended) resolve()
      else if (this.settings.seconds !== undefined) {
        this.clock.after(this.settings.seconds * 1000, (run: Simulation) => run.end('seconds'), this)
      }
    })
  }

  private async stopNodes(): Promise<SummaryEvent> {
    const seconds = this.elapsed()
    this.lookAtBacklogs()
    clearInterval(this.backlogs)
    const waiting = this.view.total('waiting')
    const gone = await this.goodbyes()
    const unclean: string[] = []
    const online = new Set(this.nodes.filter(({ link }) => link.everOnline).map(({ node }) => node))
    for (const view of this.view.nodes) {
      const clean = online.has(view.node) && gone.has(view.node) && view.link !== STATUS_ONLINE
      if (!clean) unclean.push(view.node)
      this.tell({ event: 'stopped', time: this.view.time(), node: view.node, clean })
    }
    const summary: SummaryEvent = {
      event: 'summary',
      time: this.view.time(),
      reason: this.ended ?? 'signal',
      nodes: this.nodes.length,
      online: online.size,
      refused: this.nodes.filter(({ link }) => link.refusal !== 0).map(({ node, link }) => ({ node, reason: refusalWords(link.refusal) })),
      acknowledged: this.nodes.reduce((sum, { link }) => sum + link.acknowledged, 0),
      states: this.view.total('states'),
      history: this.view.total('history'),
      waiting,
      messages: this.view.total('messages'),
      invalid: this.view.total('invalid'),
      unclean,
      seconds: Math.round(seconds * 10) / 10
    }
    this.tell(summary)
    return summary
  }

  /** The nodes that have ended by themselves; waits also until the broker has delivered their `offline`. */
  private async goodbyes(): Promise<Set<string>> {
    const gone = new Set<string>()
    await new Promise<void>(resolve => {
      const finish = (): void => {
        clearTimeout(deadline)
        this.onProgress = undefined
        resolve()
      }
      const check = (): void => {
        if (gone.size === this.nodes.length && this.view.nodes.every(view => view.link !== STATUS_ONLINE)) finish()
      }
      const deadline = setTimeout(finish, GOODBYE)
      this.onProgress = check
      for (const node of this.nodes) {
        node.stop(() => {
          gone.add(node.node)
          check()
        })
      }
    })
    // Sockets that have just been closed say their last words before the power goes.
    await new Promise(resolve => setImmediate(resolve))
    return gone
  }
}
