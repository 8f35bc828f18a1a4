import { Command, Option } from 'commander'
import { processSurroundings } from '../../cli/broker-options.ts'
import { readNodeArgument } from '../../cli/node-argument.ts'
import { readWhole } from '../../cli/whole-number.ts'
import type { DraftArguments } from './draft-options.ts'
import { Place, type PlaceArguments } from './place.ts'

const EXAMPLES = `
Examples:
  breva provision                                   asks, and makes secrets, accounts and settings of a node
  breva provision bedroom-1 --wifi home --broker mqtt://192.168.1.10 --sensor scd30
  breva provision --csv rooms.csv --from school.json
  breva provision bedroom-1 --location Attic        changes the settings, and keeps the secrets
  breva provision label bedroom-1                   a label to print
  breva provision rotate bedroom-1                  new secrets; the old ones go once the node was seen with them
  breva provision forget bedroom-1                  accounts, retained topics and secrets go

The password of the network comes from BREVA_WIFI_PASSWORD, from --from, from the list, or is asked for.
Secrets are printed with --show alone.`

const FOLDER = 'where secrets and settings of the nodes are, readable by you alone'

interface Given extends PlaceArguments, DraftArguments {
  csv?: string
  dryRun?: boolean
  json?: boolean
  show?: boolean
}

/** `breva provision`. */
export function provisionCommand(): Command {
  const command = addPlaceOptions(new Command('provision').argument('[node]', 'the name of the node: a-z, 0-9 and - (default: it is asked for)'))
    .option('--csv <file>', 'provision every node of this list, or none; its first line names the settings, node among them')
    .option('--from <file>', 'settings (JSON) to begin with, without an account')
    .option('--location <text>', 'where the node will be, as people say')
    .option('--period <seconds>', 'seconds from one sample to the next')
    .option('--wifi <network>', 'name of the Wi-Fi network')
    .option('--broker <url>', 'the broker as the node reaches it, mqtt://host[:port]')
    .option('--root <topic>', 'what stands before the node\'s name in its topics')
    .option('--time <server>', 'time server: name or address')
    .addOption(new Option('--sensor <sensor>', 'a sensor that is wired, as scd30 or scd30:sda=D21,scl=D22; may be repeated').argParser(collect).default([], 'none'))
    .option('--show', 'print the secrets too')
    .option('--dry-run', 'say what would be made, and write nothing')
    .option('--json', 'print the result as JSON')
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', EXAMPLES)
    .addCommand(labelCommand())
    .addCommand(rotateCommand())
    .addCommand(forgetCommand())
    .action(async (node: string | undefined, given: Given) => {
      const { runProvision } = await import('./run-provision.ts')
      await runProvision({
        node: node === undefined ? undefined : readNodeArgument(node), csv: given.csv, place: new Place(given), settings: given,
        dryRun: given.dryRun === true, json: given.json === true, show: given.show === true
      }, processSurroundings())
    })
  return command
}

function labelCommand(): Command {
  return new Command('label')
    .description('Write a label to print, with the name of the node as a QR code.')
    .argument('<node...>', 'names of provisioned nodes')
    .option('--folder <folder>', FOLDER, 'devices')
    .helpOption('-h, --help', 'print this help')
    .action(async (nodes: string[], _own: object, command: Command) => {
      const { runLabel } = await import('./run-label.ts')
      runLabel(nodes.map(readNodeArgument), new Place(allOptions(command)))
    })
}

function rotateCommand(): Command {
  return addPlaceOptions(new Command('rotate').argument('<node>', 'the name of the node'))
    .description('Replace the secrets of a node: once to make the second account, and again to withdraw the first.')
    .option('--broker <url>', 'the broker as this machine reaches it (default: that of owner.env in the folder)')
    .option('--seconds <time>', 'how long to wait for the node', '10')
    .helpOption('-h, --help', 'print this help')
    .action(async (node: string, _own: object, command: Command) => {
      const given = allOptions(command)
      const seconds = readWhole('--seconds', given.seconds ?? '', 1, 3600)
      const { runRotate } = await import('./run-rotate.ts')
      await runRotate({ node: readNodeArgument(node), place: new Place(given), broker: given.broker, seconds })
    })
}

function forgetCommand(): Command {
  return addPlaceOptions(new Command('forget').argument('<node>', 'the name of the node'))
    .description('Withdraw the accounts of a node, clear its retained topics, and remove its secrets.')
    .option('--broker <url>', 'the broker as this machine reaches it (default: that of owner.env in the folder)')
    .option('--offline', 'leave the retained topics at the broker')
    .option('--yes', 'do not ask')
    .helpOption('-h, --help', 'print this help')
    .action(async (node: string, _own: object, command: Command) => {
      const given = allOptions(command)
      const { runForget } = await import('./run-forget.ts')
      await runForget({ node: readNodeArgument(node), place: new Place(given), broker: given.broker, offline: given.offline === true, yes: given.yes === true })
    })
}

/** Options of a command within `provision`: one that `provision` has too is taken by that, wherever it stands. */
function allOptions(command: Command): PlaceArguments & { broker?: string, seconds?: string, offline?: boolean, yes?: boolean } {
  return command.optsWithGlobals()
}

/** Adds where secrets and accounts are. */
function addPlaceOptions(command: Command): Command {
  return command
    .option('--folder <folder>', FOLDER, 'devices')
    .option('--accounts <file>', 'mosquitto\'s password file (default: accounts in that folder)')
    .option('--acl <file>', 'mosquitto\'s access control list (default: the file of --accounts with .acl behind its name)')
}

function collect(value: string, before: string[]): string[] {
  return [...before, value]
}
