import { expect } from 'vitest'
import { MemoryBroker } from '../../broker/memory-broker.ts'
import { applicationRecord, nodeScripts } from '../../cli/node-scripts.ts'
import type { NodeSettings } from '../../contract/settings.ts'
import { FaultSchedule } from '../../host-sim/board/fault-schedule.ts'
import { InProcessStation } from '../../host-sim/board/in-process-station.ts'
import { MemoryNetwork } from '../../host-sim/board/memory-network.ts'
import type { SimulatedBoard } from '../../host-sim/board/simulated-board.ts'
import { SimulatedWallClock } from '../../host-sim/board/simulated-wall-clock.ts'
import { TimeServer } from '../../host-sim/board/time-server.ts'
import { VirtualClock } from '../../host-sim/clock/virtual-clock.ts'
import { FlashedNode } from '../../host-sim/espruino/flashed-node.ts'
import { buildBoard } from '../../host-sim/scenario/build-board.ts'
import { findScenario, scenarioNames } from '../../host-sim/scenario/find-scenario.ts'
import { planNodes } from '../../host-sim/scenario/node-plan.ts'
import { simulatedSettings } from '../../host-sim/scenario/simulated-settings.ts'
import { drawFaults } from '../../host-sim/torture/draw-faults.ts'
import { interpreterHardware } from './interpreter-hardware.ts'

const HOUR = 3_600_000
/** Monday 2026-01-05, 00:00 UTC. */
const MONDAY = 1767571200000

const scripts = nodeScripts()
const [, BUNDLE] = applicationRecord(scripts.application).split(' ')

/** A program that runs on a board. */
type Program = (board: SimulatedBoard, settings: NodeSettings, log: (line: string) => void) => { start(): void }

/** The firmware's source in this process. */
export const source: Program = (board, settings) => new InProcessStation(
  board, settings, new SimulatedWallClock(board.clock, 0), 1, hardware => interpreterHardware(hardware, `240ac4${hardware.suffix}`, BUNDLE)
)

/** What is flashed, in the sandbox. */
export const bundle: Program = (board, settings, log) => new FlashedNode(board, scripts, settings, { date: 0, log })

/** Everything that the broker gets from a node of this seed, and the faults it lived through. */
export function stream(seed: number, program: Program, hours: number, name?: string): { messages: string[], faults: number, printed: string[], client: string[] } {
  const clock = new VirtualClock()
  const messages: string[] = []
  const printed: string[] = []
  const broker = new MemoryBroker(clock, message => messages.push(`${message.topic} ${message.payload}`))
  const network = new MemoryNetwork(clock, 5)
  network.serve(1883, broker)
  network.serveDatagrams(123, new TimeServer(clock, MONDAY))
  const names = scenarioNames()
  const [plan] = planNodes(findScenario(names[seed % names.length]), 1, seed)
  const settings = { ...simulatedSettings(plan, { host: 'broker', port: 1883, keepAlive: 60 }, seed % 2 === 0), time: { server: 'time', port: 123 } }
  if (name !== undefined) settings.node = name
  const board = buildBoard(clock, plan, network)
  const faults = drawFaults(plan.random.split('faults'), board.targets, hours * HOUR)
  new FaultSchedule(clock, 1, faults, board.targets, () => undefined).start()
  program(board, settings, line => printed.push(line)).start()
  clock.advance(hours * HOUR)
  return { messages, faults: faults.length, printed, client: broker.clients() }
}

/** A node of this seed, under its faults, says the same whichever of the two it runs: every topic, every payload, in one order. */
export function expectOneNode(seed: number, hours: number): void {
  const flashed = stream(seed, bundle, hours)
  const own = stream(seed, source, hours)
  expect(own.faults).toBeGreaterThan(20)
  expect(own.messages.length).toBeGreaterThan(hours * 300)
  const at = own.messages.findIndex((message, i) => message !== flashed.messages[i])
  expect([own.messages[at], flashed.messages[at], at]).toEqual([undefined, undefined, -1])
  expect([own.messages.length, own.client]).toEqual([flashed.messages.length, flashed.client])
  expect(flashed.printed.filter(line => line.startsWith('Uncaught'))).toEqual([])
}
