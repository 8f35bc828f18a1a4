import { SimulatedFlashPages } from '../../host-sim/board/simulated-flash-pages.ts'
import { FlashStorage } from '../../host-sim/espruino/flash-storage.ts'
import type { SandboxBoard } from '../../host-sim/espruino/espruino-globals.ts'
import { ReplEndpoint, type Trouble } from '../../host-sim/espruino/repl-endpoint.ts'
import type { SimulatedClock } from '../../host-sim/clock/simulated-clock.ts'
import { VirtualClock } from '../../host-sim/clock/virtual-clock.ts'
import { FakeNetwork } from './fake-network.ts'
import { FakeWifi } from './fake-wifi.ts'

export const MAC = '240ac4a1b2c3'

/**
 * A board behind the console endpoint whose wires lead nowhere, unless `wires` says where, and whose time stands still, unless
 * `clock` is one that goes: it starts, and no more.
 */
export function replBoard(trouble: Trouble = {}, storage = new FlashStorage(), clock: SimulatedClock = new VirtualClock(), wires: Partial<SandboxBoard> = {}): ReplEndpoint {
  const board = {
    clock,
    wifi: new FakeWifi(clock),
    network: new FakeNetwork(new VirtualClock()),
    flash: new SimulatedFlashPages(),
    mac: MAC,
    i2c: () => undefined,
    uart: () => undefined,
    oneWire: () => undefined,
    ...wires
  }
  return new ReplEndpoint(board, storage, trouble)
}
