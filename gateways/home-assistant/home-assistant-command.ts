import { Command } from 'commander'
import { addBrokerOptions, findBrokerOrLocal, processSurroundings, type BrokerArguments } from '../../cli/broker-options.ts'
import { CommandError } from '../../cli/command-error.ts'
import { USAGE } from '../../cli/exit-code.ts'
import { readNodeArgument } from '../../cli/node-argument.ts'
import { printable } from '../../cli/printable.ts'
import { addRootOption, findRoot, type RootArguments } from '../../cli/topic-root.ts'
import { readWhole } from '../../cli/whole-number.ts'
import { PERIOD_LEAST, PERIOD_MOST } from '../../contract/ranges.ts'
import type { HomeAssistantOptions } from './run-home-assistant.ts'

const EXAMPLES = `
Examples:
  breva homeassistant --broker mqtt://192.168.1.10     every node at this broker appears in Home Assistant
  breva homeassistant --follow                         stay, and tell of new nodes and probes as they come
  breva homeassistant --dry-run                        print what would be published
  breva homeassistant --remove                         remove every node from Home Assistant
  breva homeassistant --remove bedroom-1               remove one

Home Assistant finds the nodes by itself where its MQTT integration uses the same broker.`

interface Given extends BrokerArguments, RootArguments {
  follow?: boolean
  remove?: string | true
  prefix: string
  period?: string
  seconds?: string
  dryRun?: boolean
  json?: boolean
  quiet?: boolean
}

/** `breva homeassistant`. */
export function homeAssistantCommand(): Command {
  return addRootOption(addBrokerOptions(new Command('homeassistant'), 'mqtt://127.0.0.1:1883'))
    .option('--follow', 'stay, publish new nodes and changes, and publish again when Home Assistant has started')
    .option('--remove [node]', 'remove a node, or every node, from Home Assistant')
    .option('--prefix <topic>', 'where Home Assistant looks for devices, as set in its MQTT integration', 'homeassistant')
    .option('--period <seconds>', `seconds between two samples of every node, ${PERIOD_LEAST} to ${PERIOD_MOST} (default: measured)`)
    .option('--seconds <time>', 'wait so long for a sample of each node, 1 to 86400 (default: 90)')
    .option('--dry-run', 'print what would be published, and publish nothing')
    .option('--json', 'print events as JSON, one a line, on stdout')
    .option('--quiet', 'print only the summary and errors')
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', EXAMPLES)
    .action(async (given: Given) => {
      const options = readOptions(given)
      const surroundings = processSurroundings()
      const [broker, root] = [findBrokerOrLocal(given, surroundings), findRoot(given, surroundings)]
      const { runHomeAssistant } = await import('./run-home-assistant.ts')
      await runHomeAssistant({ ...options, broker, root })
    })
}

function readOptions(given: Given): Omit<HomeAssistantOptions, 'broker' | 'root'> {
  const { follow = false, remove, prefix, dryRun = false, json = false, quiet = false } = given
  refuseContradictions(given)
  if (!/^[^+#\0/\s][^+#\0\s]*$/.test(prefix) || prefix.endsWith('/')) throw usage(`--prefix ${printable(prefix.slice(0, 40))} is refused; it takes a topic without wildcards, such as homeassistant.`)
  return {
    follow, prefix, dryRun, json, quiet,
    remove: typeof remove === 'string' ? readNodeArgument(remove) : remove,
    period: given.period === undefined ? undefined : readWhole('--period', given.period, PERIOD_LEAST, PERIOD_MOST),
    seconds: readWhole('--seconds', given.seconds ?? '90', 1, 86400)
  }
}

function refuseContradictions({ follow, remove, seconds }: Given): void {
  if (follow && remove !== undefined) throw usage('--follow and --remove contradict each other: give only one of them.')
  if (follow && seconds !== undefined) throw usage('--seconds is how long to wait without --follow, which waits until it is ended: give only one of them.')
}

function usage(message: string): CommandError {
  return new CommandError(message, USAGE)
}
