import { Command } from 'commander'
import { scenarioNames } from '../scenario/find-scenario.ts'
import { readSimOptions } from './sim-options.ts'
import type { SimArguments } from './sim-options.ts'

const EXAMPLES = `
Examples:
  breva sim
  breva sim --nodes 20 --seconds 60 --json > run.ndjson
  breva sim --broker mqtt://192.168.1.10:1883
  BREVA_BROKER_PASSWORD=... breva sim --broker mqtt://station@broker.lan
  breva sim --fault scd30:unplug@20s+10s --fault node2/wifi:loss@60s+30s
  breva sim --scenario bedroom-night --speed 60 --seconds 28800

Ctrl-C ends it: every node publishes a retained "offline" and disconnects. After kill -9 the broker
publishes the nodes' wills instead. Times of --seconds and --fault are the nodes' own, so --speed shortens them.`

/** `breva sim`. */
export function simCommand(): Command {
  return new Command('sim')
    .option('--broker <url>', 'publish there, as mqtt://[user[:password]@]host[:port]; the password may also stand in BREVA_BROKER_PASSWORD (default: a broker of its own on 127.0.0.1)')
    .option('--port <port>', 'port of its own broker (default: 1883, or a free one when that is taken)')
    .option('--nodes <count>', 'number of nodes, 1 to 500 (default: as many as the scenario has)')
    .option('--scenario <name>', `what the sensors live in: ${scenarioNames().join(', ')}`, scenarioNames()[0])
    .option('--seed <number>', 'the same seed gives the same nodes, rooms and noise', '1')
    .option('--speed <factor>', 'let the nodes live that many times faster, 1 to 300', '1')
    .option('--seconds <time>', 'end after so many seconds (default: run until Ctrl-C)')
    .option('--fault <spec>', 'break something, as [nodeN/]part:fault@start[+duration]; may be repeated', collect, [])
    .option('--settings <file>', 'settings of a node (JSON): its name, location, period, Wi-Fi and pins; where to publish stays with --broker')
    .option('--json', 'newline-delimited JSON events on stdout')
    .option('--quiet', 'print nothing but the summary and errors')
    .option('--verbose', 'print what the firmware logs, on stderr')
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', EXAMPLES)
    .action(async (given: SimArguments) => {
      const options = readSimOptions(given, process.env)
      const { runSim } = await import('./run-sim.ts')
      await runSim(options)
    })
}

function collect(value: string, before: string[]): string[] {
  return [...before, value]
}
