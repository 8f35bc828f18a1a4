import type { I2cBus } from '../../drivers/hal/i2c-bus.ts'
import type { OneWireBus } from '../../drivers/hal/one-wire-bus.ts'
import type { Pin } from '../../drivers/hal/pin.ts'
import type { UartPort } from '../../drivers/hal/uart-port.ts'
import type { SensorSettings } from '../../contract/settings.ts'
import type { SimulatedBoard } from './simulated-board.ts'

/** A sensor's pins, on whichever wire it is. */
interface Soldered {
  sda?: string
  scl?: string
  tx?: string
  rx?: string
  pin?: string
  power?: string
  powerLevel?: number
}

/** The board's wires where the settings say that they are soldered, and nothing at all other pins. */
export class Wiring {
  private readonly board: SimulatedBoard
  /** By the names of the sensors. */
  private readonly soldered: [string, Soldered][]

  constructor(board: SimulatedBoard, sensors: SensorSettings) {
    this.board = board
    this.soldered = Object.entries<Soldered>({ ...sensors })
  }

  i2c(scl: string, sda: string): I2cBus | undefined {
    return this.soldered.some(([, own]) => own.scl === scl && own.sda === sda) ? this.board.i2c : undefined
  }

  uart(tx: string, rx: string): UartPort | undefined {
    return this.soldered.some(([, own]) => own.tx === tx && own.rx === rx) ? this.board.uart : undefined
  }

  oneWire(pin: string): OneWireBus | undefined {
    return this.soldered.some(([, own]) => own.pin === pin) ? this.board.oneWire : undefined
  }

  /** What an output switches. */
  pin(name: string): Pin | undefined {
    const switched = this.soldered.find(([, own]) => own.power === name)
    return switched && this.board.supply(switched[0], switched[1].powerLevel ?? 1)
  }
}
