import { UNREACHABLE } from '../../firmware/mqtt/disconnect-reason.ts'
import { InProcessStation } from '../../host-sim/board/in-process-station.ts'
import type { SimulatedBoard } from '../../host-sim/board/simulated-board.ts'
import { buildBoard } from '../../host-sim/scenario/build-board.ts'
import { simulatedSettings } from '../../host-sim/scenario/simulated-settings.ts'
import { SimulatedWallClock } from '../../host-sim/board/simulated-wall-clock.ts'
import { TcpNetwork } from '../../host-sim/board/tcp-network.ts'
import { findScenario } from '../../host-sim/scenario/find-scenario.ts'
import type { SensorSettings } from '../../host-sim/scenario/scenario.ts'
import { planNodes } from '../../host-sim/scenario/node-plan.ts'
import { Ledger } from '../../host-sim/torture/ledger.ts'
import { SourcePort } from '../../host-sim/torture/source-port.ts'
import { PoweredClock } from '../../host-sim/torture/powered-clock.ts'
import { PoweredNetwork } from '../../host-sim/torture/powered-network.ts'
import { BrokerLog } from './broker-log.ts'
import { FaultProxy } from './fault-proxy.ts'
import { Mosquitto } from '../../bench/peers/mosquitto.ts'
import { PacedClock } from './paced-clock.ts'

export const OBSERVER = { user: 'observer', password: 'only looking' }
/** Monday 2026-01-05, 00:00 UTC. */
const MONDAY = 1767571200000

/** What must never leave the node but in CONNECT. */
export const SECRETS = ['broker-sentinel-4711', 'wifi-sentinel-0815']

/** The node and the observer, with their passwords. */
export const ACCOUNTS: Record<string, string> = { [OBSERVER.user]: OBSERVER.password, node: SECRETS[0] }

/** A mosquitto that knows the node and the observer. */
export function brokerWithAccounts(): Promise<Mosquitto> {
  return Mosquitto.start({ accounts: ACCOUNTS })
}

export interface TcpNodeOptions {
  seed: number
  /** How many times faster than real the node lives. */
  speed?: number
  keepAliveSeconds?: number
  /** Its password, where it is not the right one. */
  password?: string
  /** False: its session outlives its links. */
  cleanSession?: boolean
  /** Of the same name as the node without it, and with chances of its own. */
  twin?: boolean
  /** The sensors that it has, of those of the office; without it all of them. */
  parts?: SensorSettings['part'][]
  /** Where it stands, as each of its samples says; without it the office. */
  location?: string
}

/**
 * The whole node on a simulated board, its time run faster, over real sockets through a fault proxy to a real mosquitto. Somebody
 * else, on a link of his own, hears what the broker hands on.
 */
export class TcpNode {
  readonly id: string
  readonly clock: PoweredClock
  readonly network: PoweredNetwork
  readonly station: InProcessStation
  readonly ledger: Ledger
  readonly proxy: FaultProxy
  readonly log: BrokerLog
  readonly keepAlive: number
  readonly period: number
  /** When each connection was attempted, by the node's clock. */
  readonly attempts: number[] = []
  /** Why links ended, and when. */
  readonly ends: { at: number, reason: number }[] = []
  /** The most that ever were. */
  sockets = 0
  timers = 0
  private readonly time: PacedClock
  private startedAt = 0

  private constructor(time: PacedClock, clock: PoweredClock, proxy: FaultProxy, log: BrokerLog, options: TcpNodeOptions) {
    const [plan] = planNodes(findScenario('office'), 1, options.seed)
    const { parts, location } = options
    if (parts) plan.sensors = plan.sensors.filter(({ part }) => parts.includes(part))
    if (location) plan.location = location
    if (options.twin) plan.random = plan.random.split('twin')
    this.id = plan.id
    this.period = plan.period * 1000
    this.time = time
    this.clock = clock
    this.proxy = proxy
    this.log = log
    this.keepAlive = (options.keepAliveSeconds ?? 10) * 1000
    this.network = new PoweredNetwork(new TcpNetwork())
    const connect = this.network.connect.bind(this.network)
    this.network.connect = (host, port, events) => {
      this.attempts.push(clock.now())
      const socket = connect(host, port, events)
      this.count()
      return socket
    }
    const board = buildBoard(time, plan, this.network)
    const view = Object.create(board, { clock: { value: clock } }) as SimulatedBoard
    const settings = simulatedSettings(plan, {
      host: '127.0.0.1', port: proxy.port, keepAlive: this.keepAlive / 1000,
      user: 'node', password: options.password ?? SECRETS[0], cleanSession: options.cleanSession ?? true
    })
    settings.wifi.password = SECRETS[1]
    const wallClock = new SimulatedWallClock(time, MONDAY)
    this.station = new InProcessStation(view, settings, wallClock, 1)
    const { onDisconnected, onSample } = this.station.station
    this.station.station.onDisconnected = reason => {
      if (reason !== UNREACHABLE) this.ends.push({ at: clock.now(), reason })
      onDisconnected.call(this.station.station, reason)
    }
    this.station.station.onSample = changed => {
      this.count()
      onSample.call(this.station.station, changed)
    }
    this.ledger = new Ledger(new SourcePort(this.station, wallClock), () => this.uptime(), plan.period)
  }

  /** Not started yet. */
  static async make(broker: { port: number }, options: TcpNodeOptions): Promise<TcpNode> {
    const time = new PacedClock(options.speed ?? 25)
    const clock = new PoweredClock(time)
    const [{ id }] = planNodes(findScenario('office'), 1, options.seed)
    const proxy = await FaultProxy.start(broker.port, () => clock.now())
    const log = await BrokerLog.open(broker.port, { username: OBSERVER.user, password: OBSERVER.password }, `breva/${id}`)
    const node = new TcpNode(time, clock, proxy, log, options)
    // What an acknowledgement is held against: what has left the proxy's hands cannot be told, what has come to it can.
    node.ledger.received = Infinity
    return node
  }

  /** Started, and online at the broker. */
  static async online(broker: { port: number }, options: TcpNodeOptions): Promise<TcpNode> {
    const node = await TcpNode.make(broker, options)
    node.start()
    await node.log.samples(1, 0, 20_000)
    return node
  }

  /** ms of its own time since it was started. */
  uptime(): number {
    return this.clock.now() - this.startedAt
  }

  start(): void {
    this.startedAt = this.clock.now()
    this.station.board.powerUp()
    this.station.run()
  }

  /** Says goodbye and takes the power away. */
  stop(): Promise<void> {
    return new Promise(resolve => this.station.stop(resolve))
  }

  /** Runs `play` and ends the node, whatever becomes of it. */
  async during(play: (node: TcpNode) => Promise<void>): Promise<void> {
    try {
      await play(this)
    } finally {
      await this.end()
    }
  }

  /** Ends it without a word, and everything around it. */
  async end(): Promise<void> {
    this.clock.powerDown()
    this.network.powerDown()
    this.station.board.powerDown()
    this.time.stop()
    await this.proxy.stop()
    await this.log.close()
  }

  private count(): void {
    this.sockets = Math.max(this.sockets, this.network.sockets)
    this.timers = Math.max(this.timers, this.clock.pending())
  }
}
