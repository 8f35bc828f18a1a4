import { CommandError } from '../../cli/command-error.ts'
import { USAGE } from '../../cli/exit-code.ts'
import { printable } from '../../cli/printable.ts'

/** A whole number of the command line. Throws a CommandError. */
export function whole(option: string, value: string, least: number, most: number): number {
  const number = Number(value)
  if (Number.isInteger(number) && number >= least && number <= most) return number
  throw new CommandError(`${option} ${printable(value)} is refused; it takes a whole number from ${least} to ${most}.`, USAGE)
}

/** The speed of a serial port. */
export function readBaud(value: string): number {
  return whole('--baud', value, 300, 4_000_000)
}

/** Refuses a network address that names no port of a machine. */
export function checkPort(port: string | undefined): void {
  if (!port?.startsWith('tcp://')) return
  const address = URL.canParse(port) ? new URL(port) : undefined
  if (address && address.hostname !== '' && (address.pathname === '' || address.pathname === '/')) return
  throw new CommandError(`--port ${printable(port)} is refused; a board in the network is named as tcp://<host>:<port>.`, USAGE)
}
