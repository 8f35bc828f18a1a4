import type { BoardPlan } from '../board/board-plan.ts'
import { SimulatedBoard } from '../board/simulated-board.ts'
import { SimulatedFlashPages } from '../board/simulated-flash-pages.ts'
import type { SimulatedNetwork } from '../board/simulated-network.ts'
import type { SimulatedClock } from '../clock/simulated-clock.ts'
import { Ds18b20Part } from '../parts/ds18b20-part.ts'
import { MhZ19Part } from '../parts/mh-z19-part.ts'
import type { Part } from '../parts/part.ts'
import { Scd30Part } from '../parts/scd30-part.ts'
import type { Random } from '../random.ts'
import { createWorld } from '../world/create-world.ts'
import type { NodePlan } from './node-plan.ts'
import type { SensorSettings } from './scenario.ts'

function createPart(sensor: SensorSettings, clock: SimulatedClock, random: Random): Part {
  switch (sensor.part) {
    case 'scd30': return new Scd30Part(clock, random.split('scd30'))
    case 'mh-z19': return new MhZ19Part(clock, random.split('mh-z19'), sensor.model)
    case 'ds18b20': return new Ds18b20Part(clock, random.split(sensor.rom), sensor.rom, sensor.family)
  }
}

/** A node's world, its parts in the places that the plan names, and the board that has them. `network` must be this board's own. */
export function buildBoard(clock: SimulatedClock, plan: NodePlan, network: SimulatedNetwork, flash = new SimulatedFlashPages()): SimulatedBoard {
  const { id, random } = plan
  const world = createWorld(random.split('world'), plan.world, plan.startHour)
  const parts = plan.sensors.map(sensor => {
    const part = createPart(sensor, clock, random)
    part.expose(world.air(sensor.position))
    return part
  })
  const own: BoardPlan = { id, random, world, parts }
  return new SimulatedBoard(clock, own, network, flash)
}
