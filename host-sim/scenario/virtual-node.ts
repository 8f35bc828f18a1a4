import { MemoryBroker } from '../../broker/memory-broker.ts'
import type { BrokerListener } from '../../broker/memory-broker.ts'
import { VirtualClock } from '../clock/virtual-clock.ts'
import type { NodePlan } from './node-plan.ts'
import { InProcessStation } from '../board/in-process-station.ts'
import { MemoryNetwork } from '../board/memory-network.ts'
import type { SimulatedBoard } from '../board/simulated-board.ts'
import { buildBoard } from './build-board.ts'
import { simulatedSettings } from './simulated-settings.ts'
import { SimulatedWallClock } from '../board/simulated-wall-clock.ts'

const BROKER = { host: 'broker', port: 1883, keepAlive: 60 }
/** ms between node and broker. */
const LATENCY = 5
/** Monday 2026-01-05, 00:00 UTC. */
const MONDAY = 1767571200000

/** A whole node and its broker in virtual time: nothing in it waits for anything real. */
export class VirtualNode {
  readonly clock = new VirtualClock()
  readonly broker: MemoryBroker
  readonly network: MemoryNetwork
  readonly plan: NodePlan
  readonly board: SimulatedBoard
  readonly station: InProcessStation

  /** `listener` sees every message that reaches the broker; `switched`: each sensor has a switch in its supply. */
  constructor(plan: NodePlan, listener: BrokerListener, switched = false) {
    this.plan = plan
    this.broker = new MemoryBroker(this.clock, listener)
    this.network = new MemoryNetwork(this.clock, LATENCY)
    this.network.serve(BROKER.port, this.broker)
    this.board = buildBoard(this.clock, plan, this.network)
    const wallClock = new SimulatedWallClock(this.clock, MONDAY + plan.startHour * 3600000)
    this.station = new InProcessStation(this.board, simulatedSettings(plan, BROKER, switched), wallClock, 1)
  }
}
