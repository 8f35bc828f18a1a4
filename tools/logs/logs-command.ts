import { Command } from 'commander'
import { addBrokerOptions, findBrokerOrLocal, processSurroundings, type BrokerArguments } from '../../cli/broker-options.ts'
import { CommandError } from '../../cli/command-error.ts'
import { USAGE } from '../../cli/exit-code.ts'
import { readNodeArgument } from '../../cli/node-argument.ts'
import { addRootOption, findRoot, type RootArguments } from '../../cli/topic-root.ts'
import { checkPort, readBaud } from '../console/port-options.ts'

const EXAMPLES = `
Examples:
  breva logs bedroom-1                            its log, info, health and statuses, from the broker
  breva logs --port /dev/ttyUSB0                  what its console prints
  breva logs --port                               the same at the only port there is

Nothing is sent to the node. Ctrl-C ends it.`

interface Given extends BrokerArguments, RootArguments {
  port?: string | true
  baud: string
  json?: boolean
}

/** `breva logs`. */
export function logsCommand(): Command {
  return addRootOption(addBrokerOptions(new Command('logs').argument('[node]', 'name of the node'), 'mqtt://127.0.0.1:1883'))
    .option('--port [port]', 'read the console of a board instead: a serial port, or tcp://host:port')
    .option('--baud <rate>', 'speed of the serial port', '115200')
    .option('--json', 'print each message or line as JSON')
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', EXAMPLES)
    .action(async (node: string | undefined, given: Given) => {
      const json = given.json === true
      if ((node === undefined) === (given.port === undefined)) {
        throw new CommandError('Name either a node, as in "breva logs bedroom-1", or a board\'s port, as in "breva logs --port /dev/ttyUSB0". "breva watch" and "breva ports" list them.', USAGE)
      }
      if (node === undefined) {
        const port = given.port === true ? undefined : given.port
        checkPort(port)
        const baud = readBaud(given.baud)
        const { logsOfPort } = await import('./run-logs.ts')
        await logsOfPort(port, baud, json)
        return
      }
      const name = readNodeArgument(node)
      const surroundings = processSurroundings()
      const [broker, root] = [findBrokerOrLocal(given, surroundings), findRoot(given, surroundings)]
      const { logsOfNode } = await import('./run-logs.ts')
      await logsOfNode({ root, node: name }, broker, json)
    })
}
