import type { SensorSettings } from '../../contract/settings.ts'
import type { SimulatedBoard } from '../board/simulated-board.ts'
import { Wiring } from '../board/wiring.ts'
import type { SandboxBoard } from './espruino-globals.ts'

/** A simulated board as Espruino's globals see it, with its parts on the pins that the settings name. */
export function sandboxBoard(board: SimulatedBoard, sensors: SensorSettings): SandboxBoard {
  const wiring = new Wiring(board, sensors)
  return {
    clock: board.clock,
    wifi: board.wifi,
    network: board.network,
    flash: board.flash,
    sendDatagram: (host, port, bytes, onBytes) => board.network.sendDatagram(host, port, bytes, onBytes),
    mac: board.mac,
    i2c: (scl, sda) => wiring.i2c(scl, sda),
    uart: (tx, rx) => wiring.uart(tx, rx),
    oneWire: pin => wiring.oneWire(pin),
    pin: name => wiring.pin(name)
  }
}
