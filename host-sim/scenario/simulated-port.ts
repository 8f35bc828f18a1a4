import type { SensorSettings } from '../../contract/settings.ts'
import { MemoryNetwork } from '../board/memory-network.ts'
import { RealClock } from '../clock/real-clock.ts'
import { ReplEndpoint } from '../espruino/repl-endpoint.ts'
import { sandboxBoard } from '../espruino/sandbox-board.ts'
import { buildBoard } from './build-board.ts'
import { planNodes } from './node-plan.ts'
import { office } from './office.ts'
import { simulatedSettings } from './simulated-settings.ts'

const NOWHERE = { host: 'nowhere', port: 1883, keepAlive: 60 }
/** ms on the way to nobody. */
const LATENCY = 5

/** The console of a simulated board. */
export interface SimulatedPort {
  /** `tcp://127.0.0.1:port` */
  port: string
  stop(): Promise<void>
}

/**
 * Switches on a simulated board with a bare Espruino, whose console is a TCP port of this machine. It has an SCD30, an MH-Z19 and probes, on the pins of `sensors`, or on those
 * of the wiring diagram. Its radio reaches nobody: what is flashed starts, and publishes nothing.
 */
export async function startSimulatedPort(sensors?: SensorSettings): Promise<SimulatedPort> {
  const [plan] = planNodes(office, 1, 1)
  const clock = new RealClock()
  const network = new MemoryNetwork(clock, LATENCY)
  const board = buildBoard(clock, plan, network)
  board.powerUp()
  const endpoint = new ReplEndpoint(sandboxBoard(board, sensors ?? simulatedSettings(plan, NOWHERE).sensors))
  return {
    port: await endpoint.start(),
    stop: async () => {
      await endpoint.stop()
      board.powerDown()
      clock.stop()
    }
  }
}
