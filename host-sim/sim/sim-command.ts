import { Command, Option } from 'commander'
import { addBrokerOptions, processSurroundings } from '../../cli/broker-options.ts'
import { addRootOption } from '../../cli/topic-root.ts'
import { scenarioNames } from '../scenario/find-scenario.ts'
import { readSimOptions } from './sim-options.ts'
import type { SimArguments } from './sim-options.ts'

const EXAMPLES = `
Examples:
  breva sim
  breva sim --nodes 20 --seconds 60 --json > run.ndjson
  breva sim --scenario classroom --speed 60 --seconds 36000 --csv day.csv
  breva sim --broker mqtt://192.168.1.10:1883
  BREVA_BROKER_PASSWORD=... breva sim --broker mqtt://station@broker.lan
  breva sim --broker mqtts://station@broker.example --ca ca.pem
  breva sim --accounts devices/accounts --settings devices/bedroom-1.settings.json
  breva sim --fault scd30:unplug@20s+10s --fault node2/wifi:loss@60s+30s
  breva sim --qos 0 --fault wifi:loss@20s+10s --seconds 60
  breva sim --scenario bedroom-night --speed 60 --seconds 28800

Ctrl-C ends the run: every node publishes a retained "offline" and disconnects. After kill -9 the broker
publishes the nodes' wills instead. --seconds and --fault count the nodes' time, which passes faster with --speed.`

/** The help and a shell's completion name what there is. Another word is refused in a sentence of its own, as every argument is. */
function offering(option: Option, choices: string[]): Option {
  option.argChoices = choices
  return option
}

/** `breva sim`. */
export function simCommand(): Command {
  return addRootOption(addBrokerOptions(new Command('sim'), 'a broker of its own on 127.0.0.1'))
    .option('--port <port>', 'port of its own broker, which it then takes whatever BREVA_BROKER says (default: 1883, or a free one when 1883 is taken)')
    .option('--accounts <file>', 'its own broker, which then refuses everyone without an account in this file; a node of --settings uses its own account there')
    .option('--acl <file>', 'what each account may read and write (default: the file of --accounts with .acl behind its name)')
    .option('--nodes <count>', 'number of nodes, 1 to 500 (default: as many as the scenario has)')
    .addOption(offering(new Option('--scenario <name>', 'the rooms and sensors').default(scenarioNames()[0]), scenarioNames()))
    .option('--seed <number>', 'the same seed gives the same nodes, rooms and noise', '1')
    .option('--speed <factor>', 'how many times faster the nodes live, 1 to 300', '1')
    .option('--seconds <time>', 'end after so many seconds of the nodes\' time (default: run until Ctrl-C)')
    .addOption(new Option('--fault <spec>', 'break something, as [nodeN/]part:fault@start[+duration]; may be repeated').argParser(collect).default([], 'nothing breaks'))
    .option('--settings <file>', 'use all of a node\'s settings (JSON) but the broker\'s address and account, which come from --broker; root and QoS are those of the file unless --root or --qos is given')
    .addOption(offering(new Option('--qos <level>', 'QoS of the readings (default: 1, or that of --settings)'), ['0', '1', '2']))
    .option('--csv <file>', 'write every sample into this CSV file; - is standard output')
    .option('--jsonl <file>', 'write every sample into this file, as one line of JSON; - is standard output')
    .option('--overwrite', 'replace a file of --csv or --jsonl that exists (default: an error)')
    .option('--json', 'print events as JSON, one a line, on stdout')
    .option('--quiet', 'print only the summary and errors')
    .option('--verbose', 'print what the firmware logs, on stderr')
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', EXAMPLES)
    .action(async (given: SimArguments) => {
      const options = readSimOptions(given, processSurroundings())
      const { runSim } = await import('./run-sim.ts')
      await runSim(options)
    })
}

function collect(value: string, before: string[]): string[] {
  return [...before, value]
}
