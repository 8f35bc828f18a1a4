import { Command } from 'commander'
import { processSurroundings } from '../cli/broker-options.ts'
import { readBrokerOptions, type BrokerArguments } from './broker-options.ts'

const EXAMPLES = `
Examples:
  breva broker
  breva broker --port 1884 --json
  breva broker --host 0.0.0.0         for boards in your network; see the warning
  breva broker --host 0.0.0.0 --accounts devices/accounts   for the nodes of "breva provision" and nobody else

It speaks MQTT 3.1.1, asks for no password unless there are --accounts, has no TLS, and keeps nothing on disk.
Ctrl-C ends it with a summary.`

/** `breva broker`. */
export function brokerCommand(): Command {
  return new Command('broker')
    .option('--host <address>', 'listen on this address of this machine; without --accounts everyone who reaches it may read and publish everything', '127.0.0.1')
    .option('--port <port>', 'listen on this port', '1883')
    .option('--accounts <file>', 'refuse everyone without an account in this file, which "breva provision" or mosquitto_passwd has written (default: nobody needs one)')
    .option('--acl <file>', 'what each account may read and write, as mosquitto has it (default: the file of --accounts with .acl behind its name)')
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
