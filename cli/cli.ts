import { Command, CommanderError } from 'commander'
import { CommandError } from './command-error.ts'
import { FAILURE, SUCCESS, USAGE } from './exit-code.ts'
import { programVersion } from './program-version.ts'
import { settingsCommand } from '../tools/settings/settings-command.ts'
import { simCommand } from '../host-sim/sim/sim-command.ts'
import { flashCommand } from '../tools/flash/flash-command.ts'
import { tortureCommand } from '../host-sim/torture/torture-command.ts'

const EXAMPLES = `
Examples:
  breva sim                                   one node, its own broker, a live table
  breva sim --scenario factory --speed 60     four nodes, an hour in a minute
  breva settings check node.json              is this settings file usable?
  breva flash --settings node.json            put it all on a board
  breva torture --seeds 5                     five days of one node's life under faults

Exit codes: 0 ok, 1 failure, 2 usage, 3 device not found, 4 authentication, 5 timeout.`

/** The `breva` command: runs one command line and returns the exit code. */
async function main(commandLine: string[]): Promise<number> {
  const program = new Command('breva')
    .description('CO2 and temperature nodes for Espruino on an ESP32, and the same firmware on this machine.')
    .version(programVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', EXAMPLES)
  program.addCommand(simCommand())
  program.addCommand(settingsCommand())
  program.addCommand(flashCommand())
  program.addCommand(tortureCommand())
  for (const command of [program, ...program.commands, ...program.commands.flatMap(command => command.commands)]) {
    command.exitOverride().showHelpAfterError(`Run "${pathOf(command)} --help" for what it takes.`)
  }
  if (commandLine.length === 0) {
    program.outputHelp({ error: true })
    return USAGE
  }
  try {
    await program.parseAsync(commandLine, { from: 'user' })
    return SUCCESS
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? SUCCESS : USAGE
    if (error instanceof CommandError) {
      process.stderr.write(`breva: ${error.message}\n`)
      return error.exitCode
    }
    process.stderr.write(`breva: an unexpected error, which is a defect of this program: ${(error as Error).stack ?? String(error)}\n`)
    return FAILURE
  }
}

function pathOf(command: Command): string {
  return command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name()
}

process.exitCode = await main(process.argv.slice(2))
