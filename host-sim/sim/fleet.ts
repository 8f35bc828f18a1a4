import { parseFault, type Fault } from '../board/fault.ts'
import { FaultSchedule } from '../board/fault-schedule.ts'
import type { SimulatedBoard } from '../board/simulated-board.ts'
import { buildBoard } from '../scenario/build-board.ts'
import { simulatedSettings } from '../scenario/simulated-settings.ts'
import { RealClock } from '../clock/real-clock.ts'
import { CommandError } from '../../cli/command-error.ts'
import { FlashedNode } from '../espruino/flashed-node.ts'
import type { NodeScripts } from '../../cli/node-scripts.ts'
import { USAGE } from '../../cli/exit-code.ts'
import { findScenario } from '../scenario/find-scenario.ts'
import { planNodes, type NodePlan } from '../scenario/node-plan.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { asBytes, fromBytes } from '../../cli/settings/bytes.ts'
import { readSettingsFile } from '../../cli/settings-file.ts'
import { readSettings, type NodeSettings } from '../../contract/settings.ts'
import type { BrokerAddress } from '../../cli/broker-address.ts'
import { tlsOptions } from '../../cli/broker-certificates.ts'
import { LinkTap, TappedNetwork } from './link-tap.ts'
import type { SimOptions } from './sim-options.ts'
import type { SimulatedNode } from './simulation.ts'

/** Told what goes on inside the nodes. */
export interface FleetListener {
  onFault(node: string, fault: string, active: boolean): void
  /** A line that a node's firmware printed. */
  onLog(node: string, line: string): void
}

/** Longest name of a node, as the settings have it. */
const LONGEST_NAME = 20

/** The boards of a run, ready for power: everything about them that the command line can get wrong has been checked. */
export class Fleet {
  readonly scenario: Scenario
  private readonly boards: { board: SimulatedBoard, clock: RealClock, plan: NodePlan, tap: LinkTap }[] = []
  private readonly faults: Fault[]
  private readonly settingsFile: string | undefined

  /** Throws a `CommandError`. */
  constructor(options: SimOptions) {
    this.scenario = scenarioNamed(options.scenario)
    this.settingsFile = options.settingsFile
    const secure = options.broker && tlsOptions(options.broker.address)
    const plans = planNodes(this.scenario, options.nodes ?? this.scenario.nodes.length, options.seed)
    for (const plan of plans) {
      // A clock each: a transfer that blocks one node's interpreter is nothing to the others.
      const clock = new RealClock(options.speed)
      const tap = new LinkTap()
      this.boards.push({ clock, plan, tap, board: buildBoard(clock, plan, new TappedNetwork(tap, secure)) })
    }
    const targets = this.boards.map(({ board }) => board.targets)
    this.faults = options.faults.map(text => parseFault(text, targets))
    const broker = options.broker?.address ?? { host: '127.0.0.1', port: 1 }
    for (const plan of plans) this.settings(plan, broker)
  }

  /** The nodes, with everything in flash and the power off. */
  nodes(scripts: NodeScripts, broker: BrokerAddress, listener: FleetListener): SimulatedNode[] {
    const date = Date.now()
    return this.boards.map(({ board, clock, plan, tap }) => {
      const settings = this.settings(plan, broker)
      const name = settings.node
      const node = new FlashedNode(board, scripts, settings, { date, log: line => listener.onLog(name, line) })
      const schedule = new FaultSchedule(clock, plan.number, this.faults, board.targets, (fault, active) => {
        listener.onFault(name, `${fault.target}:${fault.fault}`, active)
      })
      return {
        node: name,
        location: fromBytes(settings.location),
        link: tap,
        start: () => {
          node.start()
          schedule.start()
        },
        stop: done => node.stop(done),
        kill: () => {
          schedule.stop()
          node.kill()
          // The laptop lives on, and must not keep a dead node's sockets open.
          board.network.inject('loss', true)
          clock.stop()
        }
      }
    })
  }

  private settings(plan: NodePlan, broker: BrokerAddress): NodeSettings {
    const own = simulatedSettings(plan, {
      host: broker.host,
      port: broker.port,
      keepAlive: 60,
      ...(broker.user === undefined ? {} : { user: asBytes(broker.user) }),
      ...(broker.password === undefined ? {} : { password: asBytes(broker.password) })
    })
    if (this.settingsFile !== undefined) this.overlay(own, readSettingsFile(this.settingsFile, plan.id), plan)
    const checked = readSettings(own, plan.id)
    if (typeof checked === 'string') throw new CommandError(`The firmware would refuse its settings: ${fromBytes(checked)}. Change what --broker or --settings gives.`, USAGE)
    return checked
  }

  /** The file describes the node; where it publishes is the command line's business, so that a try-out stays one. */
  private overlay(own: NodeSettings, file: NodeSettings, plan: NodePlan): void {
    const suffix = `-${plan.number}`
    if (file.node === plan.id || this.boards.length === 1) own.node = file.node
    else own.node = file.node.slice(0, LONGEST_NAME - suffix.length) + suffix
    own.location = file.location
    own.period = file.period
    own.wifi = file.wifi
    own.sensors = file.sensors
    if (file.time) own.time = file.time
    own.broker.keepAlive = file.broker.keepAlive
  }
}

function scenarioNamed(name: string): Scenario {
  try {
    return findScenario(name)
  } catch (error) {
    throw error instanceof CommandError ? error : new CommandError((error as Error).message, USAGE)
  }
}
