import { CommandError } from '../../cli/command-error.ts'
import { USAGE } from '../../cli/exit-code.ts'
import { printable } from '../../cli/printable.ts'
import { readWhole } from '../../cli/whole-number.ts'

/** The speed of a serial port. */
export function readBaud(value: string): number {
  return readWhole('--baud', value, 300, 4_000_000)
}

/** Refuses a network address that names no port of a machine. */
export function checkPort(port: string | undefined): void {
  if (!port?.startsWith('tcp://')) return
  const address = URL.canParse(port) ? new URL(port) : undefined
  if (address && address.hostname !== '' && (address.pathname === '' || address.pathname === '/')) return
  throw new CommandError(`--port ${printable(port)} is refused; a board in the network is named as tcp://<host>:<port>.`, USAGE)
}
