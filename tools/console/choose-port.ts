import { CommandError } from '../../cli/command-error.ts'
import { DEVICE_NOT_FOUND, USAGE } from '../../cli/exit-code.ts'
import { printable } from '../../cli/printable.ts'
import type { PortEntry } from './list-ports.ts'
import { CHECK } from './port-problem.ts'

/** The port to use when none was named: the only one there is. Throws a CommandError otherwise. */
export function choosePort(ports: PortEntry[], command: string): string {
  if (ports.length === 1) return ports[0].path
  if (ports.length === 0) {
    throw new CommandError(`No serial port was found. ${CHECK} A board on another machine is reached with: breva ${command} --port tcp://<host>:<port>`, DEVICE_NOT_FOUND)
  }
  const list = ports.map(port => `  ${printable(port.path)}${port.description === undefined ? '' : `  ${printable(port.description)}`}`).join('\n')
  throw new CommandError(`There are ${ports.length} serial ports:\n${list}\nName the board's, for example: breva ${command} --port ${printable(ports[0].path)}`, USAGE)
}
