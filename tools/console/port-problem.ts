import { CommandError } from '../../cli/command-error.ts'
import { DEVICE_NOT_FOUND, FAILURE, USAGE } from '../../cli/exit-code.ts'
import { printable } from '../../cli/printable.ts'
import { SIMULATED } from './simulated-port.ts'

const DENIED = process.platform === 'linux'
  ? 'Serial ports belong to the group dialout: run "sudo usermod -aG dialout $USER", log out and in again, then repeat the command.'
  : 'Run it as a user who may use serial ports.'

/** A UART of the machine itself, as on the pins of a Raspberry Pi. */
const ON_PINS = /^\/dev\/(serial\d|ttyS\d+|ttyAMA\d+)$/
const SWITCH_ON = 'On a Raspberry Pi the UART is switched on with "sudo raspi-config", Interface Options, Serial Port: no login shell, but the hardware; then restart it.'

/** Why a port did not open, in words for the person who plugged it in. */
export function portProblem(port: string, error: NodeJS.ErrnoException): CommandError {
  if (error instanceof CommandError) return error
  const reason = `${error.code ?? ''} ${error.message}`
  if (ON_PINS.test(port) && /ENOENT|No such file|File not found|EIO|Input\/output|ENOTTY|Inappropriate/i.test(reason)) {
    return new CommandError(`There is no UART at ${port}. ${SWITCH_ON} The ports of this machine are listed by: breva ports`, DEVICE_NOT_FOUND)
  }
  if (/EACCES|EPERM|Permission denied|Access denied/i.test(reason)) return new CommandError(`You may not open ${port} (permission denied). ${DENIED}`, FAILURE)
  if (/EBUSY|Cannot lock|temporarily unavailable|Resource busy/i.test(reason)) {
    const login = ON_PINS.test(port) ? ` A login shell may run there: ${SWITCH_ON}` : ''
    return new CommandError(`${port} is in use by another program. Close serial monitors and the Espruino Web IDE, then repeat the command.${login}`, FAILURE)
  }
  if (/ENOENT|No such file|File not found/i.test(reason)) return noPort(port)
  if (/ENOTTY|Inappropriate ioctl/i.test(reason)) {
    return new CommandError(`${port} is not a serial port. The ports of this machine are listed by: breva ports`, DEVICE_NOT_FOUND)
  }
  if (/ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT/.test(reason)) {
    return new CommandError(`Nothing can be reached at ${port} (${error.code ?? 'closed'}). Check address, port and that the serial server there runs.`, DEVICE_NOT_FOUND)
  }
  return new CommandError(`${port} cannot be opened: ${printable(error.message).replace(/^Error: /, '')}. Unplug it, plug it in again and repeat the command.`, FAILURE)
}

function noPort(port: string): CommandError {
  if (port === SIMULATED) return new CommandError('A simulated board is for "breva flash --port sim" and "breva selftest --port sim" alone. Nodes without a board are shown by: breva sim', USAGE)
  return new CommandError(`There is no port ${port}. ${CHECK} The ports of this machine are listed by: breva ports`, DEVICE_NOT_FOUND)
}

export const CHECK = 'Is the board plugged in with a cable that carries data, and is the driver of its USB chip (CP210x or CH340) installed?'
