import type { NodeSettings } from '../../contract/settings.ts'
import { MemoryBroker } from '../../broker/memory-broker.ts'
import type { BrokerMessage } from '../../broker/broker-message.ts'
import type { SimulatedBoard } from '../../host-sim/board/simulated-board.ts'
import { MemoryNetwork } from '../../host-sim/board/memory-network.ts'
import { buildBoard } from '../../host-sim/scenario/build-board.ts'
import { simulatedSettings } from '../../host-sim/scenario/simulated-settings.ts'
import { TimeServer } from '../../host-sim/board/time-server.ts'
import { VirtualClock } from '../../host-sim/clock/virtual-clock.ts'
import { FlashedNode } from '../../host-sim/espruino/flashed-node.ts'
import { HardwareWatchdog } from '../../host-sim/espruino/hardware-watchdog.ts'
import { InterpreterFault } from '../../host-sim/espruino/interpreter-fault.ts'
import { nodeScripts } from '../../cli/node-scripts.ts'
import type { NodeScripts } from '../../cli/node-scripts.ts'
import { countedBundle } from './counted-bundle.ts'
import { findScenario } from '../../host-sim/scenario/find-scenario.ts'
import { planNodes } from '../../host-sim/scenario/node-plan.ts'
import { until } from './until.ts'

export interface FlashedBenchOptions {
  /** What is flashed in place of what the build emits. */
  scripts?: Partial<NodeScripts>
  /** What the clock says at power-on, ms since 1970, or 0. */
  date?: number
  /** Which board of the scenario, from 0: each has a MAC address of its own. */
  number?: number
  /** Changes the settings before they are written to flash. */
  change?: (settings: NodeSettings) => void
  /** Is shown the board before it has power. */
  board?: (board: SimulatedBoard) => void
}

/** The bundle as flashed on a simulated board, its broker and its time server, in virtual time. */
export class FlashedBench {
  readonly clock = new VirtualClock()
  readonly messages: BrokerMessage[] = []
  readonly printed: string[] = []
  readonly broker = new MemoryBroker(this.clock, message => this.messages.push(message))
  readonly network = new MemoryNetwork(this.clock, 5)
  /** On port 123, unless it is asked for by nobody. */
  readonly timeServer: TimeServer
  readonly node: FlashedNode
  readonly watchdog = new HardwareWatchdog(this.clock)
  /** Makes the node's interpreter fail. */
  readonly fault = new InterpreterFault(() => this.clock.now())
  /** Last six digits of the board's MAC address. */
  readonly suffix: string
  /** ms for which every `connect` blocks the interpreter. */
  connecting = 0
  /** When each attempt to join the Wi-Fi began, ms. */
  readonly joins: number[] = []

  constructor(options: FlashedBenchOptions = {}) {
    this.network.serve(1883, this.broker)
    this.timeServer = new TimeServer(this.clock, Date.UTC(2026, 0, 31, 18, 4, 5))
    this.network.serveDatagrams(123, this.timeServer)
    const number = options.number ?? 0
    const plan = planNodes(findScenario('office'), number + 1, 7)[number]
    const settings = simulatedSettings(plan, { host: 'broker', port: 1883, keepAlive: 60 })
    options.change?.(settings)
    const board = buildBoard(this.clock, plan, this.network)
    options.board?.(board)
    const connect = this.network.connect.bind(this.network)
    this.network.connect = (...target) => {
      this.clock.block(this.connecting)
      return connect(...target)
    }
    const join = board.wifi.join.bind(board.wifi)
    board.wifi.join = (...target) => {
      this.joins.push(this.clock.now())
      join(...target)
    }
    this.suffix = plan.id
    const shipped = nodeScripts()
    const scripts = { ...shipped, application: countedBundle(shipped.application), ...options.scripts }
    this.node = new FlashedNode(board, scripts, settings, {
      date: options.date ?? 0, log: line => this.printed.push(line), fault: this.fault, watchdog: this.watchdog
    })
  }

  /** Switched on, and left alone for five minutes. */
  static settled(options: FlashedBenchOptions = {}): FlashedBench {
    const bench = new FlashedBench(options)
    bench.node.start()
    bench.clock.advance(300_000)
    return bench
  }

  /** Payloads of all messages whose topic ends so, parsed. */
  published(topic: string): Record<string, unknown>[] {
    return this.messages.filter(message => message.topic.endsWith(`/${topic}`)).map(message => JSON.parse(message.payload) as Record<string, unknown>)
  }

  states(): Record<string, unknown>[] {
    return this.published('state')
  }

  /** The next message whose topic ends so, parsed, as soon as it has come; with `wanted`, the next of which that holds. */
  next(topic: string, wanted: (message: Record<string, unknown>) => boolean = () => true): Record<string, unknown> {
    let looked = this.messages.length
    let found: Record<string, unknown> | undefined
    until(this.clock, () => {
      for (; !found && looked < this.messages.length; looked++) {
        const message = this.messages[looked]
        if (!message.topic.endsWith(`/${topic}`)) continue
        const parsed = JSON.parse(message.payload) as Record<string, unknown>
        if (wanted(parsed)) found = parsed
      }
      return found !== undefined
    })
    return found!
  }

  /** The first `health` from now on by which no sample waits to be sent. */
  drained(): Record<string, unknown> {
    return this.next('health', health => health['queued'] === 0)
  }

  /** The chip restarts by itself, as after a panic: not a power cut. */
  crash(): void {
    this.node.restart()
  }

  /** Power off and on again. */
  restart(): void {
    this.node.kill()
    this.node.start()
  }
}
