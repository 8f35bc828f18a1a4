import { Command } from 'commander'
import { addBrokerOptions, findBrokerOrLocal, processSurroundings, type BrokerArguments } from '../../cli/broker-options.ts'
import { addRootOption, findRoot, type RootArguments } from '../../cli/topic-root.ts'
import { readNodeArgument } from '../../cli/node-argument.ts'
import { readWhole } from '../../cli/whole-number.ts'

const EXAMPLES = `
Examples:
  breva watch                                     all nodes at the broker of .env, else of this machine
  breva watch bedroom-1 --broker mqtt://192.168.1.10
  breva watch --root home/sensors                 nodes whose settings have this broker.root
  breva watch --stats                             with mean, spread and anomalies of CO2
  breva watch --json --seconds 60 > nodes.ndjson

It reads status, state and history of the nodes, and publishes nothing. Ctrl-C ends it with a summary.`

interface Given extends BrokerArguments, RootArguments {
  stats?: boolean
  window: string
  seconds?: string
  json?: boolean
}

/** `breva watch`. */
export function watchCommand(): Command {
  return addRootOption(addBrokerOptions(new Command('watch').argument('[node...]', 'names of the nodes to watch (default: all)'), 'mqtt://127.0.0.1:1883'))
    .option('--stats', 'rolling mean, minimum, maximum, standard deviation and z-score, and values that a short forecast did not expect')
    .option('--window <count>', 'how many values the statistics are of, 20 to 1000', '50')
    .option('--seconds <time>', 'end after so many seconds (default: run until Ctrl-C)')
    .option('--json', 'print events as JSON, one a line, on stdout')
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', EXAMPLES)
    .action(async (nodes: string[], given: Given) => {
      const window = readWhole('--window', given.window, 20, 1000)
      const seconds = given.seconds === undefined ? undefined : readWhole('--seconds', given.seconds, 1, 31536000)
      const options = { nodes: nodes.map(readNodeArgument), window: given.stats ? window : undefined, seconds, json: given.json === true }
      const surroundings = processSurroundings()
      const [broker, root] = [findBrokerOrLocal(given, surroundings), findRoot(given, surroundings)]
      const { runWatch } = await import('./run-watch.ts')
      await runWatch({ ...options, broker, root })
    })
}
