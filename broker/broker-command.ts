import { Command } from 'commander'
import { processSurroundings } from '../cli/broker-options.ts'
import { readBrokerOptions, type BrokerArguments } from './broker-options.ts'

const EXAMPLES = `
Examples:
  breva broker
  breva broker --port 1884 --json
  breva broker --host 0.0.0.0         for boards in your network; see the warning

It speaks MQTT 3.1.1, asks for no password, has no TLS, and keeps nothing on disk. Ctrl-C ends it with a summary.`

/** `breva broker`. */
export function brokerCommand(): Command {
  return new Command('broker')
    .option('--host <address>', 'listen on this address of this machine; everyone who reaches it may read and publish everything', '127.0.0.1')
    .option('--port <port>', 'listen on this port', '1883')
    .option('--quiet', 'print only the summary, and on stderr warnings, drops and errors')
    .option('--json', 'print events as JSON, one a line, on stdout')
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', EXAMPLES)
    .action(async (given: BrokerArguments) => {
      const options = readBrokerOptions(given, processSurroundings())
      const { runBroker } = await import('./run-broker.ts')
      await runBroker(options)
    })
}
