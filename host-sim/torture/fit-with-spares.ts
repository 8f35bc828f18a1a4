import type { SimulatedBoard } from '../board/simulated-board.ts'
import type { SimulatedFlashPages } from '../board/simulated-flash-pages.ts'
import type { SimulatedNetwork } from '../board/simulated-network.ts'
import type { SimulatedClock } from '../clock/simulated-clock.ts'
import { buildBoard } from '../scenario/build-board.ts'
import type { NodePlan } from '../scenario/node-plan.ts'
import { similarRom } from '../scenario/rom-code.ts'
import { type FittedProbe, type PowerSwitch, ProbeExchange } from './probe-exchange.ts'

/** Probes that lie beside the board, for each that has any. */
const SPARES = 2

/** The plan's board, and where it has probes, somebody who exchanges them for others while its power is off. */
export function fitWithSpares(
  clock: SimulatedClock, plan: NodePlan, network: SimulatedNetwork, flash: SimulatedFlashPages, power: PowerSwitch
): { board: SimulatedBoard, probes: ProbeExchange | undefined } {
  const random = plan.random.split('spares')
  const fitted = plan.sensors.flatMap(sensor => ('rom' in sensor ? [sensor] : []))
  const spares = fitted.length === 0 ? [] : Array.from({ length: SPARES }, () => {
    const model = fitted[random.below(fitted.length)]
    return { ...model, rom: similarRom(model.rom, random) }
  })
  const board = buildBoard(clock, { ...plan, sensors: [...plan.sensors, ...spares] }, network, flash)
  const parts = board.fittings.flatMap(({ wire, part }) => (wire === 'oneWire' ? [part as FittedProbe] : []))
  if (parts.length === 0) return { board, probes: undefined }
  const count = fitted.length
  return { board, probes: new ProbeExchange(board.oneWire, parts.slice(0, count), parts.slice(count), power, clock, random) }
}
