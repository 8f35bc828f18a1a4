import type { Timer } from '../../drivers/hal/clock.ts'
import type { Pin } from '../../drivers/hal/pin.ts'
import type { SimulatedClock } from '../clock/simulated-clock.ts'
import type { Part } from '../parts/part.ts'
import type { Random } from '../random.ts'
import type { I2cWire } from '../wires/i2c-wire.ts'
import type { OneWireLine } from '../wires/one-wire-line.ts'
import type { UartWire } from '../wires/uart-wire.ts'
import type { World } from '../world/world.ts'
import type { FaultTarget, FaultTargets } from './fault-target.ts'
import type { Fitting } from './fitting.ts'
import { ProbeBusFaults } from './probe-bus-faults.ts'
import type { SimulatedNetwork } from './simulated-network.ts'
import type { SimulatedFlashPages } from './simulated-flash-pages.ts'
import { SimulatedStorage } from './simulated-storage.ts'
import { SimulatedWifi } from './simulated-wifi.ts'

/** ms between two looks at the world: no part measures more often. */
const TICK = 1000

/** What a board is made of, as a scenario chooses it. */
export interface BoardParts {
  readonly clock: SimulatedClock
  /** Twelve hex digits. */
  readonly mac: string
  readonly i2c: I2cWire
  readonly uart: UartWire
  readonly oneWire: OneWireLine
  readonly world: World
  /** Each on its wire already. */
  readonly fittings: readonly Fitting[]
  readonly flash: SimulatedFlashPages
  /** This board's own. */
  readonly network: SimulatedNetwork
  /** The node's own stream; everything random about it is split from here. */
  readonly random: Random
}

/** One node's hardware: wires with parts on them, the world around, flash, Wi-Fi and the way to the broker. */
export class SimulatedBoard {
  readonly clock: SimulatedClock
  readonly mac: string
  readonly random: Random
  readonly i2c: I2cWire
  readonly uart: UartWire
  readonly oneWire: OneWireLine
  readonly fittings: readonly Fitting[]
  readonly storage = new SimulatedStorage()
  readonly flash: SimulatedFlashPages
  readonly wifi: SimulatedWifi
  readonly network: SimulatedNetwork
  /** What can be broken, by the names of the command line. */
  readonly targets: FaultTargets
  private readonly world: World
  private timer: Timer

  /** Without power yet. */
  constructor({ clock, mac, i2c, uart, oneWire, world, fittings, flash, network, random }: BoardParts) {
    this.clock = clock
    this.mac = mac
    this.random = random
    this.network = network
    this.flash = flash
    this.i2c = i2c
    this.uart = uart
    this.oneWire = oneWire
    this.world = world
    this.wifi = new SimulatedWifi(clock, random.split('wifi'), joined => network.associate(joined))
    this.fittings = fittings
    this.targets = this.faultTargets()
    for (const { part, air } of fittings) {
      part.expose(air)
      part.powerDown()
    }
    network.associate(false)
  }

  get parts(): readonly Part[] {
    return this.fittings.map(({ part }) => part)
  }

  /** Power for the board and all its parts. */
  powerUp(): void {
    this.clock.cancel(this.timer)
    this.timer = undefined
    SimulatedBoard.tick(this)
    for (const { part } of this.fittings) part.powerUp()
  }

  /** What is in flash and in the parts' non-volatile memory stays. */
  powerDown(): void {
    this.clock.cancel(this.timer)
    this.timer = undefined
    for (const { part } of this.fittings) part.powerDown()
    this.wifi.powerDown()
  }

  /** The high-side switch of the sensor's supply, closed by `level`; `sensor` as in the settings. */
  supply(sensor: string, level: number): Pin {
    const parts = this.fittings.filter(fitting => fitting.sensor === sensor).map(({ part }) => part)
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

  /** Every part and its wire; a line of probes answers to the sensor's name together with all that are on it. */
  private faultTargets(): FaultTargets {
    const targets: Record<string, FaultTarget> = {}
    const probes = this.fittings.filter(({ wire }) => wire === 'oneWire')
    for (const { wire, part } of this.fittings) {
      targets[part.name] = part
      if (wire !== 'oneWire') targets[wire] = this[wire]
    }
    for (const { sensor } of probes) {
      targets[sensor] ??= new ProbeBusFaults(this.oneWire, probes.filter(probe => probe.sensor === sensor).map(({ part }) => part))
    }
    targets['wifi'] = this.wifi
    targets['broker'] = this.network
    return targets
  }
}
