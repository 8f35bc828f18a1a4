import { serialLibrary, type SerialPortFacts } from './serial-library.ts'

export interface PortEntry {
  path: string
  description?: string
}

/** Ports that are there whether or not something is plugged in: of the mainboard, and of a Mac's own chips. */
const BUILT_IN = /^\/dev\/(ttyS\d*|.*\.SOC|.*\.MALS)$/

/** Serial ports of this machine, those on USB if there are any. Throws a CommandError where the library is missing. */
export async function listPorts(): Promise<PortEntry[]> {
  const { SerialPort } = await serialLibrary()
  // A machine without udevadm, such as a container, cannot tell its ports.
  return usualPorts(await SerialPort.list().catch(() => []))
}

/** Those of `ports` that may be a board. */
export function usualPorts(ports: SerialPortFacts[]): PortEntry[] {
  const possible = ports.filter(port => !BUILT_IN.test(port.path))
  const onUsb = possible.filter(port => port.vendorId !== undefined && port.productId !== undefined)
  return (onUsb.length > 0 ? onUsb : possible).map(({ path, manufacturer }) => manufacturer ? { path, description: manufacturer } : { path })
}
