import { Command, CommanderError } from 'commander'
import { CommandError } from './command-error.ts'
import { FAILURE, SUCCESS, USAGE } from './exit-code.ts'
import { foldHelp } from './fold-help.ts'
import { programVersion } from './program-version.ts'
import type { StartSimulatedPort } from '../tools/console/simulated-port.ts'

/** A command by its name, with what its help says; its code is loaded when it is called. */
interface Entry {
  name: string
  does: string
  load(): Promise<Command>
}

/** What `--port sim` is plugged into: `tools/` knows no simulator. */
const simulatedPort: StartSimulatedPort = async sensors => (await import('../host-sim/scenario/simulated-port.ts')).startSimulatedPort(sensors)

const COMMANDS: Entry[] = [
  {
    name: 'sim',
    does: 'Run the firmware bundle on simulated boards and publish to an MQTT broker.',
    load: async () => (await import('../host-sim/sim/sim-command.ts')).simCommand()
  },
  {
    name: 'watch',
    does: 'Show live readings and statuses of the nodes at a broker.',
    load: async () => (await import('../tools/watch/watch-command.ts')).watchCommand()
  },
  {
    name: 'logs',
    does: 'Show what one node says, at a broker or on its console.',
    load: async () => (await import('../tools/logs/logs-command.ts')).logsCommand()
  },
  {
    name: 'homeassistant',
    does: 'Make the nodes at a broker appear in Home Assistant.',
    load: async () => (await import('../gateways/home-assistant/home-assistant-command.ts')).homeAssistantCommand()
  },
  {
    name: 'ports',
    does: 'List the serial ports that may be a board.',
    load: async () => (await import('../tools/console/ports-command.ts')).portsCommand()
  },
  {
    name: 'broker',
    does: 'Run a small MQTT broker on this machine.',
    load: async () => (await import('../broker/broker-command.ts')).brokerCommand()
  },
  {
    name: 'settings',
    does: 'Work with the settings of a node.',
    load: async () => (await import('../tools/settings/settings-command.ts')).settingsCommand()
  },
  {
    name: 'provision',
    does: 'Give nodes their secrets, their accounts at the broker and their settings.',
    load: async () => (await import('../tools/provision/provision-command.ts')).provisionCommand()
  },
  {
    name: 'flash',
    does: 'Put guard, application and settings on a board that runs Espruino.',
    load: async () => (await import('../tools/flash/flash-command.ts')).flashCommand(simulatedPort)
  },
  {
    name: 'selftest',
    does: 'Confirm on a board, step by step, what the firmware expects of it, and write a report.',
    load: async () => (await import('../tools/selftest/selftest-command.ts')).selftestCommand(simulatedPort)
  },
  {
    name: 'torture',
    does: 'Run whole nodes in virtual time under random faults, and check that they keep their promises.',
    load: async () => (await import('../host-sim/torture/torture-command.ts')).tortureCommand()
  },
  {
    name: 'new',
    does: 'Write the skeleton of a new sensor into the checkout.',
    load: async () => (await import('../tools/new/new-command.ts')).newCommand()
  },
  {
    name: 'explain',
    does: 'Name the functions, files and lines behind the error text of a board.',
    load: async () => (await import('../tools/explain/explain-command.ts')).explainCommand()
  },
  {
    name: 'completion',
    does: 'Print what makes bash, zsh or fish complete the words of breva.',
    load: async () => (await import('./completion/completion-command.ts')).completionCommand(() => programOf(() => true))
  }
]

const EXAMPLES = `
Examples:
  breva sim                                   one node, a broker, a live table
  breva sim --scenario factory --speed 60     four nodes, an hour in a minute
  breva watch                                 what the nodes at a broker measure
  breva logs bedroom-1                        what one node says
  breva broker                                a broker for nodes and clients on this machine
  breva homeassistant                         the nodes appear in Home Assistant
  breva settings new node.json                write a settings file, question by question
  breva settings check node.json              check a settings file
  breva provision bedroom-1                   secrets, account and settings of a node, question by question
  breva flash --settings node.json            put firmware and settings on a board
  breva selftest --port /dev/ttyUSB0          what the board is to confirm
  breva torture --seeds 5                     five days of one node's life under faults
  breva explain --file console.txt            where in the sources a board's error comes from

Exit codes: 0 ok, 1 failure, 2 usage, 3 device not found, 4 authentication, 5 timeout.`

/** The program with the options of those commands that are `needed`; of the others it knows the names. */
async function programOf(needed: (name: string) => boolean): Promise<Command> {
  const program = new Command('breva')
    .description('CO2 and temperature nodes for Espruino on an ESP32, and the same firmware on this machine.')
    .version(programVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', EXAMPLES)
  for (const { name, does, load } of COMMANDS) {
    const command = needed(name) ? await load() : new Command(name)
    program.addCommand(command.description(does))
  }
  return program
}

/** The `breva` command: runs one command line and returns the exit code. */
async function main(commandLine: string[]): Promise<number> {
  // `breva sim ...` and `breva help sim` name the one that is needed.
  const called = commandLine.slice(0, 2)
  const program = await programOf(name => called.includes(name))
  for (const command of [program, ...program.commands, ...program.commands.flatMap(command => command.commands)]) {
    command.exitOverride().configureOutput({ writeOut: folded(process.stdout), writeErr: folded(process.stderr) }).showHelpAfterError(`Run "${pathOf(command)} --help" for what it takes.`)
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
      // What was wrong may have been said already, as JSON.
      if (error.message !== '') process.stderr.write(`breva: ${error.message}\n`)
      return error.exitCode
    }
    process.stderr.write(`breva: an unexpected error, which is a defect of this program: ${(error as Error).stack ?? String(error)}\n`)
    return FAILURE
  }
}

/** Writes help so that a terminal need not cut words in two. */
function folded(stream: NodeJS.WriteStream): (text: string) => void {
  return text => { stream.write(stream.isTTY ? foldHelp(text, stream.columns || 80) : text) }
}

function pathOf(command: Command): string {
  return command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name()
}

/** Why nobody takes what is printed, if so. A command that runs for long ends by itself then; others do what they were called for. */
let unprinted: NodeJS.ErrnoException | undefined
process.stdout.on('error', error => { unprinted ??= error })
process.stderr.on('error', () => { /* there is nobody left to tell */ })

const code = await main(process.argv.slice(2))
// What is written last may fail a moment later.
await new Promise(resolve => { setImmediate(resolve) })
// A reader such as "head" has seen enough: no failure.
if (unprinted && unprinted.code !== 'EPIPE') {
  const reason = unprinted.code === 'ENOSPC' ? 'the disk is full' : String(unprinted.code)
  process.stderr.write(`breva: the output cannot be written: ${reason}. Make room, or send it elsewhere, and run the command again.\n`)
  process.exitCode = FAILURE
} else process.exitCode = code
