import type { Clock } from '../../drivers/hal/clock.ts'
import { STATUS_ONLINE } from '../../contract/status-word.ts'
import { BrokerObserver } from './broker-observer.ts'
import { describeBroker, subscribeCommand } from '../../cli/broker-address.ts'
import { FleetView } from './fleet-view.ts'
import type { BrokerAddress } from '../../cli/broker-address.ts'
import type { SimEvent, SummaryEvent } from './sim-event.ts'
import type { SimOutput } from './sim-output.ts'

/** One node as a run handles it. */
export interface SimulatedNode {
  readonly node: string
  readonly location: string
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
  embedded: boolean
  clientId: string
}

/** How long the nodes may take to say goodbye, in the laptop's milliseconds. */
const GOODBYE = 3000

/** A run: watches the broker, starts the nodes, ends on a signal or when its time is over. */
export class Simulation {
  readonly view: FleetView
  private readonly settings: SimulationSettings
  private readonly nodes: SimulatedNode[]
  private readonly clock: Clock
  private readonly startedAt: number
  private output: SimOutput | undefined
  private observer: BrokerObserver | undefined
  private ended: SummaryEvent['reason'] | undefined
  private onEnd: (() => void) | undefined
  private onProgress: (() => void) | undefined

  /** `clock` is the nodes' time. */
  constructor(settings: SimulationSettings, nodes: SimulatedNode[], clock: Clock) {
    this.settings = settings
    this.nodes = nodes
    this.clock = clock
    this.startedAt = clock.now()
    this.view = new FleetView(nodes, () => new Date())
  }

  /** Seconds of the nodes' time since the start. */
  elapsed(): number {
    return (this.clock.now() - this.startedAt) / 1000
  }

  /** Runs to the end. The broker has been found to work; what happens to it later is told and survived. */
  async run(output: SimOutput): Promise<void> {
    this.output = output
    this.observer = await this.observe()
    try {
      this.tell(this.started())
      for (const node of this.nodes) node.start()
      await this.untilEnd()
      await this.stopNodes()
    } finally {
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

  private observe(): Promise<BrokerObserver> {
    const { broker, clientId } = this.settings
    return BrokerObserver.start(broker, clientId, this.nodes.map(node => node.node), {
      onMessage: (topic, payload) => {
        const event = this.view.message(topic, payload)
        if (event) this.tell(event)
        this.onProgress?.()
      },
      onLink: connected => this.tell({ event: 'broker', time: this.view.time(), connected })
    })
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
      nodes: this.nodes.map(({ node, location }) => ({ node, location })),
      broker: describeBroker(settings.broker),
      embedded: settings.embedded,
      subscribe: subscribeCommand(settings.broker)
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

  private async stopNodes(): Promise<void> {
    const seconds = this.elapsed()
    const gone = await this.goodbyes()
    const unclean: string[] = []
    for (const view of this.view.nodes) {
      const clean = gone.has(view.node) && view.link !== STATUS_ONLINE
      if (!clean) unclean.push(view.node)
      this.tell({ event: 'stopped', time: this.view.time(), node: view.node, clean })
    }
    this.tell({
      event: 'summary',
      time: this.view.time(),
      reason: this.ended ?? 'signal',
      nodes: this.nodes.length,
      states: this.view.total('states'),
      messages: this.view.total('messages'),
      invalid: this.view.total('invalid'),
      unclean,
      seconds: Math.round(seconds * 10) / 10
    })
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
