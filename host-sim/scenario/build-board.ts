import { SimulatedBoard } from '../board/simulated-board.ts'
import { SimulatedFlashPages } from '../board/simulated-flash-pages.ts'
import type { SimulatedNetwork } from '../board/simulated-network.ts'
import type { SimulatedClock } from '../clock/simulated-clock.ts'
import { I2cWire } from '../wires/i2c-wire.ts'
import { OneWireLine } from '../wires/one-wire-line.ts'
import { UartWire } from '../wires/uart-wire.ts'
import { createWorld } from '../world/create-world.ts'
import type { NodePlan } from './node-plan.ts'
import { sensorKind } from './sensor-kinds.ts'

/** The maker's half of an ESP32's MAC address; the plan's id is the other. */
const MAKER = '240ac4'
const UART_BAUD = 9600

/** A node's world, its parts on their wires and in the places that the plan names, and the board that has them. `network` must be this board's own. */
export function buildBoard(clock: SimulatedClock, plan: NodePlan, network: SimulatedNetwork, flash = new SimulatedFlashPages()): SimulatedBoard {
  const { id, random } = plan
  const i2c = new I2cWire(clock)
  i2c.random = random.split('i2c')
  const wires = { i2c, uart: new UartWire(clock, UART_BAUD), oneWire: new OneWireLine(clock, random.split('1-wire')) }
  const world = createWorld(random.split('world'), plan.world, plan.startHour)
  const fittings = plan.sensors.map(sensor => ({
    sensor: sensor.part,
    ...sensorKind(sensor.part).fit(sensor, wires, clock, random),
    air: world.air(sensor.position)
  }))
  return new SimulatedBoard({ clock, mac: MAKER + id, random, ...wires, world, fittings, flash, network })
}
