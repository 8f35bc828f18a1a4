import { Command } from 'commander'
import { projectPath } from '../../cli/project-path.ts'

const EXAMPLES = `
Examples:
  breva new sensor NAME --dry-run        what would be created and changed
  breva new sensor NAME --raise-limit    write it, with the limit of the flashed bundle raised as far as needed

It writes into the checkout that this program belongs to: a driver and an emulated part over I2C, their tests, and the
lines that a sensor has elsewhere. They pass "npm test" at once. It overwrites nothing, and writes all of it or nothing.`

/** `breva new`. */
export function newCommand(): Command {
  const command = new Command('new').helpOption('-h, --help', 'print this help')
  command.command('sensor')
    .description('Write driver, part, tests and composition lines of a new sensor.')
    .argument('<name>', 'name in settings, files and topics: a-z, 0-9 and -')
    .option('--dry-run', 'list the files, and write nothing')
    .option('--raise-limit', 'raise the limits of the flashed bundle where the sensor does not fit')
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', EXAMPLES)
    .action(async (name: string, { dryRun, raiseLimit }: { dryRun?: boolean, raiseLimit?: boolean }) => {
      const { newSensor } = await import('./run-new-sensor.ts')
      await newSensor(projectPath(''), name, { dryRun: dryRun === true, raiseLimit: raiseLimit === true })
    })
  return command
}
