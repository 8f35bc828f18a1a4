import { rollup } from 'rollup'
import { deviceSource } from '../../build/device-source.mjs'
import { MemoryNetwork } from '../../host-sim/board/memory-network.ts'
import { SimulatedFlashPages } from '../../host-sim/board/simulated-flash-pages.ts'
import { SimulatedWifi } from '../../host-sim/board/simulated-wifi.ts'
import { VirtualClock } from '../../host-sim/clock/virtual-clock.ts'
import type { SandboxBoard } from '../../host-sim/espruino/espruino-globals.ts'
import { FlashStorage } from '../../host-sim/espruino/flash-storage.ts'
import { SandboxedNode } from '../../host-sim/espruino/sandboxed-node.ts'
import { projectPath } from '../../cli/project-path.ts'
import { Random } from '../../host-sim/random.ts'
import type { EspruinoAdapters } from './espruino-adapters.ts'

const ENTRY = 'tests/support/espruino-adapters.ts'

/** The adapters as one plain script, compiled the way the bundle is. */
export async function adapterScript(): Promise<string> {
  const entry = projectPath(ENTRY)
  const plugins = [deviceSource({ configFile: projectPath('tsconfig.device.json'), entry, supplied: {}, shorten: false })]
  const bundle = await rollup({ input: entry, plugins })
  const { output } = await bundle.generate({ format: 'es' })
  return output[0].code
}

export interface AdapterBench {
  clock: VirtualClock
  adapters: EspruinoAdapters
}

/**
 * The adapters running in the sandbox, over Espruino's globals, on a board that has the wires of `wired` and nothing
 * else. An exception that escapes into the interpreter's loop fails the test.
 */
export function adapterBench(script: string, wired: Partial<SandboxBoard>): AdapterBench {
  const clock = new VirtualClock(500)
  const board: SandboxBoard = {
    clock,
    i2c: () => undefined,
    uart: () => undefined,
    oneWire: () => undefined,
    wifi: new SimulatedWifi(clock, new Random(1), () => undefined),
    network: new MemoryNetwork(clock, 3),
    flash: new SimulatedFlashPages(),
    mac: '240ac4a1b2c3',
    ...wired
  }
  const storage = new FlashStorage()
  storage.write('.bootcde', script)
  const node = new SandboxedNode(board, {
    storage,
    date: 0,
    log: line => { throw new Error(line) },
    reboot: () => undefined
  })
  node.start()
  return { clock: wired.clock as VirtualClock | undefined ?? clock, adapters: node.global('adapters') as EspruinoAdapters }
}
