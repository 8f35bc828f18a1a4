import { Random } from '../random.ts'
import type { WorldSettings } from '../world/create-world.ts'
import { nodeId } from './node-id.ts'
import { similarRom } from './rom-code.ts'
import type { Scenario, ScenarioNode, SensorSettings } from './scenario.ts'

/** One node of one run: what the scenario says, and what the seed makes of it. */
export interface NodePlan extends ScenarioNode {
  /** From 1, as in the fault prefix `node2/`. */
  number: number
  /** Six hex digits. */
  id: string
  startHour: number
  /** The node's own stream; everything random about it is split from here. */
  random: Random
}

/** Another room of the same kind: 70-140 % of the volume, and air that has been used for longer or shorter. */
function varied(world: WorldSettings, random: Random): WorldSettings {
  if (world.model !== 'room') return world
  const size = 0.7 + 0.7 * random.next()
  const room = world.room
  return {
    model: 'room',
    room: {
      ...room,
      volume: room.volume * size,
      heatCapacity: room.heatCapacity * size,
      co2: room.outdoors.co2 + (room.co2 - room.outdoors.co2) * (0.5 + random.next()),
      temperature: room.temperature + 1.5 * (random.next() - 0.5)
    }
  }
}

function copied(sensor: SensorSettings, random: Random): SensorSettings {
  return sensor.part === 'ds18b20' ? { ...sensor, rom: similarRom(sensor.rom, random) } : sensor
}

/**
 * The first `count` nodes of a scenario. Beyond its last node it begins again, with rooms and probes of their own and
 * the locations `office-2`, `office-3`, ...
 */
export function planNodes(scenario: Scenario, count: number, seed: number): NodePlan[] {
  const plans: NodePlan[] = []
  for (let index = 0; index < count; index++) {
    const node = scenario.nodes[index % scenario.nodes.length]
    const round = Math.floor(index / scenario.nodes.length)
    const random = new Random(seed).split(`node ${index}`)
    const variation = random.split('variation')
    plans.push({
      number: index + 1,
      id: nodeId(seed, index),
      startHour: scenario.startHour,
      random,
      location: round === 0 ? node.location : `${node.location}-${round + 1}`,
      period: node.period,
      world: round === 0 ? node.world : varied(node.world, variation),
      sensors: round === 0 ? node.sensors : node.sensors.map(sensor => copied(sensor, variation))
    })
  }
  return plans
}
