import { SimulatedFlashPages } from '../../host-sim/board/simulated-flash-pages.ts'
import { FlashStorage } from '../../host-sim/espruino/flash-storage.ts'
import { ReplEndpoint, type Trouble } from '../../host-sim/espruino/repl-endpoint.ts'
import { VirtualClock } from '../../host-sim/clock/virtual-clock.ts'
import { FakeNetwork } from './fake-network.ts'
import { FakeWifi } from './fake-wifi.ts'

export const MAC = '240ac4a1b2c3'

/** A board behind the console endpoint whose wires lead nowhere and whose time stands still: it starts, and no more. */
export function replBoard(trouble: Trouble = {}, storage = new FlashStorage()): ReplEndpoint {
  const clock = new VirtualClock()
  const board = {
    clock,
    wifi: new FakeWifi(clock),
    network: new FakeNetwork(clock),
    flash: new SimulatedFlashPages(),
    mac: MAC,
    i2c: () => undefined,
    uart: () => undefined,
    oneWire: () => undefined
  }
  return new ReplEndpoint(board, storage, trouble)
}
