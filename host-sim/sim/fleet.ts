import { parseFault, type Fault } from '../board/fault.ts'
import { FaultSchedule } from '../board/fault-schedule.ts'
import type { SimulatedBoard } from '../board/simulated-board.ts'
import { buildBoard } from '../scenario/build-board.ts'
import { type SimulatedBroker, simulatedSettings } from '../scenario/simulated-settings.ts'
import { RealClock } from '../clock/real-clock.ts'
import { CommandError } from '../../cli/command-error.ts'
import { FlashedNode } from '../espruino/flashed-node.ts'
import { MemberNames } from '../espruino/member-names.ts'
import { applicationMembers, type NodeScripts } from '../../cli/node-scripts.ts'
import { USAGE } from '../../cli/exit-code.ts'
import { findScenario } from '../scenario/find-scenario.ts'
import { planNodes, type NodePlan } from '../scenario/node-plan.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { asBytes, fromBytes } from '../../cli/settings/bytes.ts'
import { readSettingsFile } from '../../cli/settings-file.ts'
import { tlsOptions } from '../../cli/broker-certificates.ts'
import { readSettings, type NodeSettings } from '../../contract/settings.ts'
import { describeBroker, type BrokerAddress } from '../../cli/broker-address.ts'
import { TOPIC_ROOT } from '../../contract/topics.ts'
import { LinkTap, TappedNetwork } from './link-tap.ts'
import { settingsFromFile } from './settings-from-file.ts'
import type { Account, SimulatedAccounts } from './simulated-accounts.ts'
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
  private readonly options: SimOptions
  /** The broker that the settings file names, as `mqtt://host:port`. */
  namedBroker: string | undefined
  /** The account that the settings file names for its node. */
  private ownAccount: Account | undefined
  /** What stands before the nodes' names in their topics. */
  root = TOPIC_ROOT
  /** Of their readings. */
  qos = 1

  /** Throws a `CommandError`. */
  constructor(options: SimOptions) {
    this.scenario = scenarioNamed(options.scenario)
    this.options = options
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
    for (const plan of plans) {
      const { root, qos } = this.settings(plan, broker).broker
      this.root = fromBytes(root)
      this.qos = qos
    }
  }

  /** The nodes, with everything in flash and the power off. `accounts`: of a broker that lets in nobody else. */
  nodes(scripts: NodeScripts, broker: BrokerAddress, listener: FleetListener, accounts?: SimulatedAccounts): SimulatedNode[] {
    // A node with settings of its own gets the date as its board would: from the time server that they name, or not at all.
    const date = this.options.settingsFile === undefined ? Date.now() : 0
    const names = new MemberNames(applicationMembers())
    return this.boards.map(({ board, clock, plan, tap }) => {
      const plain = this.settings(plan, broker)
      const settings = accounts?.given(plain, this.ownAccount) ?? plain
      const name = settings.node
      const node = new FlashedNode(board, scripts, settings, { date, log: line => listener.onLog(name, line) })
      const schedule = new FaultSchedule(clock, plan.number, this.faults, board.targets, (fault, active) => {
        listener.onFault(name, `${fault.target}:${fault.fault}`, active)
      })
      return {
        node: name,
        location: fromBytes(settings.location),
        sensors: Object.keys(settings.sensors),
        link: tap,
        waiting: () => waitingIn(node, names),
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
    const { settingsFile, root, rootGiven, qos } = this.options
    const address: SimulatedBroker = {
      host: broker.host,
      port: broker.port,
      keepAlive: 60,
      ...(broker.user === undefined ? {} : { user: asBytes(broker.user) }),
      ...(broker.password === undefined ? {} : { password: asBytes(broker.password) }),
      ...(settingsFile === undefined || rootGiven ? { root: asBytes(root) } : {}),
      ...(qos === undefined ? {} : { qos })
    }
    const own = settingsFile === undefined ? simulatedSettings(plan, address) : this.fromFile(settingsFile, plan, address)
    const checked = readSettings(own, plan.id)
    if (typeof checked === 'string') throw new CommandError(`The firmware would refuse its settings: ${fromBytes(checked)}. Change what --broker, --qos or --settings gives.`, USAGE)
    return checked
  }

  /** The file describes the node; where it publishes is the command line's business, so that a try-out stays one. */
  private fromFile(path: string, plan: NodePlan, address: SimulatedBroker): NodeSettings {
    const file = readSettingsFile(path, plan.id)
    const { user, password = '' } = file.broker
    this.namedBroker = describeBroker(file.broker)
    if (user !== undefined && this.boards.length === 1) this.ownAccount = { user: fromBytes(user), password: fromBytes(password) }
    const suffix = `-${plan.number}`
    const name = file.node === plan.id || this.boards.length === 1 ? file.node : file.node.slice(0, LONGEST_NAME - suffix.length) + suffix
    return settingsFromFile(file, name, address)
  }
}

function scenarioNamed(name: string): Scenario {
  try {
    return findScenario(name)
  } catch (error) {
    throw error instanceof CommandError ? error : new CommandError((error as Error).message, USAGE)
  }
}

/** Read inside of the node, where only the simulator looks. */
function waitingIn(node: FlashedNode, names: MemberNames): number | undefined {
  const station = node.global('station') as object | undefined
  const backlog = member(station, 'backlog', names) as object | undefined
  return member(backlog, 'count', names) as number | undefined
}

function member(object: object | undefined, name: string, names: MemberNames): unknown {
  const short = object && names.candidates(name).find(candidate => candidate in object)
  return short && (object as Record<string, unknown>)[short]
}
