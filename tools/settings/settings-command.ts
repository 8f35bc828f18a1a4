import { Command } from 'commander'
import { USAGE } from '../../cli/exit-code.ts'
import { fromBytes } from '../../cli/settings/bytes.ts'
import { checkSettingsFile, problemLines, refusal } from '../../cli/settings-file.ts'
import { settingsSchema } from '../../cli/settings/settings-schema.ts'
import { CommandError } from '../../cli/command-error.ts'
import type { NodeSettings } from '../../contract/settings.ts'
import { newSettings } from './new-settings.ts'

const EXAMPLES = `
Examples:
  breva settings check node.json
  breva settings check node.json --json
  breva settings new node.json                   asks, and writes a file that only you can read
  breva settings schema > settings.schema.json   for editors that complete and check JSON

All errors are said at once, each with line, column, field, value and what it takes, and end with exit code 2.
A warning is about what the firmware takes and a board may not do: a pin that decides how it starts, a server that it cannot find.
No message contains a password.`

/** What stands for the last digits of the MAC address while there is no board. */
const UNNAMED = '000000'

/** `breva settings`. */
export function settingsCommand(): Command {
  const settings = new Command('settings').helpOption('-h, --help', 'print this help')
  settings.command('check')
    .description('Check a settings file exactly as the firmware does, and for what a board will make of it.')
    .argument('<file>', 'the settings, as JSON')
    .option('--json', 'print the result as JSON, errors too')
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', EXAMPLES)
    .action((file: string, given: { json?: boolean }) => check(file, given.json === true))
  settings.command('new')
    .description('Ask for the settings of a node, and write them to a file that only you can read.')
    .argument('[file]', 'the file to write', 'node.json')
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', EXAMPLES)
    .action(newSettings)
  settings.command('schema')
    .description('Print the JSON Schema of a settings file, for editors.')
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', EXAMPLES)
    .action(() => { process.stdout.write(`${JSON.stringify(settingsSchema(), null, 2)}\n`) })
  settings.addHelpText('after', EXAMPLES)
  return settings
}

function check(file: string, json: boolean): void {
  const { settings, problems } = checkSettingsFile(file, UNNAMED)
  if (json) {
    process.stdout.write(`${JSON.stringify({ ok: settings !== undefined, ...settings && summary(settings), problems })}\n`)
    if (!settings) throw new CommandError('', USAGE)
    return
  }
  if (!settings) throw refusal(file, problems)
  const { node, location, period, sensors } = summary(settings)
  process.stdout.write(`ok: node ${node ?? '(named after its MAC address)'}${location === '' ? '' : ` in "${location}"`}, a sample every ${period} s, sensors ${sensors.join(', ')}\n`)
  for (const line of problemLines(problems)) process.stderr.write(`${line}\n`)
}

/** What the settings say, in a line. */
function summary({ node, location, period, sensors }: NodeSettings): { node: string | null, location: string, period: number, sensors: string[] } {
  return { node: node === UNNAMED ? null : node, location: fromBytes(location), period, sensors: Object.keys(sensors) }
}
