import { realpath } from 'node:fs/promises'
import { serialLibrary, type SerialPortFacts } from './serial-library.ts'

export interface PortEntry {
  path: string
  description?: string
}

/** Where Linux on a Raspberry Pi has the UART of its pins, which is one of those below. */
const PI_UART = '/dev/serial0'
/** Ports that are there whether or not something is plugged in: of the mainboard, and of a Mac's own chips. */
const BUILT_IN = /^\/dev\/(ttyS\d*|.*\.SOC|.*\.MALS)$/

/** Serial ports of this machine, those on USB if there are any. Throws a CommandError where the library is missing. */
export async function listPorts(): Promise<PortEntry[]> {
  const { SerialPort } = await serialLibrary()
  // A machine without udevadm, such as a container, cannot tell its ports.
  return usualPorts(await SerialPort.list().catch(() => []), await realpath(PI_UART).catch(() => undefined))
}

/** Those of `ports` that may be a board. `onPins` is the UART of a Raspberry Pi's pins, which counts where nothing is on USB. */
export function usualPorts(ports: SerialPortFacts[], onPins?: string): PortEntry[] {
  const onUsb = ports.filter(port => port.vendorId !== undefined && port.productId !== undefined)
  const usual = onUsb.length > 0 ? onUsb : ports.filter(port => !BUILT_IN.test(port.path) && port.path !== onPins)
  const entries = usual.map(({ path, manufacturer }) => manufacturer ? { path, description: manufacturer } : { path })
  return onPins === undefined || onUsb.length > 0 ? entries : [{ path: PI_UART, description: `UART on the pins, ${onPins}` }, ...entries]
}
