import { Command } from 'commander'
import { fromBytes, readSettingsFile } from '../../cli/settings-file.ts'

const EXAMPLES = `
Examples:
  breva settings check node.json
  breva settings check node.json --json

A wrong file ends with exit code 2, and the message names the first wrong field, its value and what it takes.
No message contains a password.`

/** What stands for the last digits of the MAC address while there is no board. */
const UNNAMED = '000000'

/** `breva settings`. */
export function settingsCommand(): Command {
  const settings = new Command('settings').helpOption('-h, --help', 'print this help')
  settings.command('check')
    .description('Check a settings file exactly as the firmware does.')
    .argument('<file>', 'the settings, as JSON')
    .option('--json', 'print the result as JSON')
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', EXAMPLES)
    .action((file: string, given: { json?: boolean }) => check(file, given.json === true))
  settings.addHelpText('after', EXAMPLES)
  return settings
}

function check(file: string, json: boolean): void {
  const { node, location, period, sensors } = readSettingsFile(file, UNNAMED)
  const name = node === UNNAMED ? null : node
  const wired = Object.keys(sensors)
  const place = fromBytes(location)
  if (json) {
    process.stdout.write(`${JSON.stringify({ ok: true, node: name, location: place, period, sensors: wired })}\n`)
    return
  }
  const sentence = `node ${name ?? '(named after its MAC address)'}${place === '' ? '' : ` in "${place}"`}, a sample every ${period} s, sensors ${wired.join(', ')}`
  process.stdout.write(`ok: ${sentence}\n`)
}
