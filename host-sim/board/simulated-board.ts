import type { Timer } from '../../drivers/hal/clock.ts'
import type { SimulatedClock } from '../clock/simulated-clock.ts'
import { Ds18b20Part } from '../parts/ds18b20-part.ts'
import { MhZ19Part } from '../parts/mh-z19-part.ts'
import type { Pin } from '../../drivers/hal/pin.ts'
import type { Part } from '../parts/part.ts'
import { Scd30Part } from '../parts/scd30-part.ts'
import { I2cWire } from '../wires/i2c-wire.ts'
import { OneWireLine } from '../wires/one-wire-line.ts'
import { UartWire } from '../wires/uart-wire.ts'
import type { World } from '../world/world.ts'
import type { BoardPlan } from './board-plan.ts'
import type { FaultTarget, FaultTargets } from './fault-target.ts'
import { ProbeBusFaults } from './probe-bus-faults.ts'
import type { SimulatedNetwork } from './simulated-network.ts'
import type { SimulatedFlashPages } from './simulated-flash-pages.ts'
import { SimulatedStorage } from './simulated-storage.ts'
import { SimulatedWifi } from './simulated-wifi.ts'

/** ms between two looks at the world: no part measures more often. */
const TICK = 1000
const UART_BAUD = 9600

/** One node's hardware: wires with parts on them, the world around, flash, Wi-Fi and the way to the broker. */
export class SimulatedBoard {
  readonly clock: SimulatedClock
  readonly plan: BoardPlan
  readonly i2c: I2cWire
  readonly uart: UartWire
  readonly oneWire: OneWireLine
  readonly world: World
  readonly parts: readonly Part[]
  readonly storage = new SimulatedStorage()
  readonly flash: SimulatedFlashPages
  readonly wifi: SimulatedWifi
  readonly network: SimulatedNetwork
  /** What can be broken, by the names of the command line. */
  readonly targets: FaultTargets
  private timer: Timer

  /** Without power yet. `network` must be this board's own. */
  constructor(clock: SimulatedClock, plan: BoardPlan, network: SimulatedNetwork, flash: SimulatedFlashPages) {
    const random = plan.random
    this.clock = clock
    this.plan = plan
    this.network = network
    this.flash = flash
    this.i2c = new I2cWire(clock)
    this.i2c.random = random.split('i2c')
    this.uart = new UartWire(clock, UART_BAUD)
    this.oneWire = new OneWireLine(clock, random.split('1-wire'))
    this.world = plan.world
    this.wifi = new SimulatedWifi(clock, random.split('wifi'), joined => network.associate(joined))
    this.parts = plan.parts
    for (const part of plan.parts) this.attach(part)
    this.targets = this.faultTargets()
    for (const part of this.parts) part.powerDown()
    network.associate(false)
  }

  /** Power for the board and all its parts. */
  powerUp(): void {
    this.clock.cancel(this.timer)
    this.timer = undefined
    SimulatedBoard.tick(this)
    for (const part of this.parts) part.powerUp()
  }

  /** What is in flash and in the parts' non-volatile memory stays. */
  powerDown(): void {
    this.clock.cancel(this.timer)
    this.timer = undefined
    for (const part of this.parts) part.powerDown()
    this.wifi.powerDown()
  }

  /** The high-side switch of the sensor's supply, closed by `level`; `sensor` as in the settings. */
  supply(sensor: string, level: number): Pin {
    const parts = this.parts.filter(part => part.name === sensor || (sensor === 'ds18b20' && part instanceof Ds18b20Part))
    let closed = true
    return {
      write: high => {
        const close = high === (level !== 0)
        if (close === closed) return
        closed = close
        for (const part of parts) {
          if (close) part.powerUp()
          else part.powerDown()
        }
      }
    }
  }

  private static tick(board: SimulatedBoard): void {
    board.world.advance(board.clock.now())
    board.timer = board.clock.after(TICK, SimulatedBoard.tick, board)
  }

  private attach(part: Part): void {
    if (part instanceof Scd30Part) this.i2c.attach(part)
    else if (part instanceof MhZ19Part) this.uart.attach(part)
    else if (part instanceof Ds18b20Part) this.oneWire.attach(part)
  }

  private faultTargets(): FaultTargets {
    const targets: Record<string, FaultTarget> = {}
    const probes: Part[] = []
    for (const part of this.parts) {
      targets[part.name] = part
      if (part.name === 'scd30') targets['i2c'] = this.i2c
      else if (part.name === 'mh-z19') targets['uart'] = this.uart
      else probes.push(part)
    }
    if (probes.length > 0) targets['ds18b20'] = new ProbeBusFaults(this.oneWire, probes)
    targets['wifi'] = this.wifi
    targets['broker'] = this.network
    return targets
  }
}
