import { Command } from 'commander'
import { CommandError } from '../../cli/command-error.ts'
import { DEVICE_NOT_FOUND } from '../../cli/exit-code.ts'
import { printable } from '../../cli/printable.ts'
import { listPorts } from './list-ports.ts'
import { CHECK } from './port-problem.ts'

const EXAMPLES = `
Examples:
  breva ports
  breva ports --json

Ports on USB are listed, and others where there is none on USB. Without any it ends with 3.`

/** `breva ports`. */
export function portsCommand(): Command {
  return new Command('ports')
    .option('--json', 'print the list as JSON')
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', EXAMPLES)
    .action(async ({ json }: { json?: boolean }) => {
      const ports = await listPorts()
      if (json) process.stdout.write(`${JSON.stringify({ ports })}\n`)
      else for (const { path, description } of ports) process.stdout.write(`${printable(description === undefined ? path : `${path}  ${description}`)}\n`)
      if (ports.length > 0) return
      throw new CommandError(`No serial port was found. ${CHECK} Without a board: breva sim`, DEVICE_NOT_FOUND)
    })
}
