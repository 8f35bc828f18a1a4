import { readFileSync } from 'node:fs'
import { Command, CommanderError } from 'commander'
import { describe, expect, it } from 'vitest'
import { completionCommand } from '../../cli/completion/completion-command.ts'
import { projectPath } from '../../cli/project-path.ts'
import { brokerCommand } from '../../broker/broker-command.ts'
import { simCommand } from '../../host-sim/sim/sim-command.ts'
import { tortureCommand } from '../../host-sim/torture/torture-command.ts'
import { homeAssistantCommand } from '../../gateways/home-assistant/home-assistant-command.ts'
import { explainCommand } from '../../tools/explain/explain-command.ts'
import { flashCommand } from '../../tools/flash/flash-command.ts'
import { portsCommand } from '../../tools/console/ports-command.ts'
import { logsCommand } from '../../tools/logs/logs-command.ts'
import { newCommand } from '../../tools/new/new-command.ts'
import { provisionCommand } from '../../tools/provision/provision-command.ts'
import { watchCommand } from '../../tools/watch/watch-command.ts'
import { selftestCommand } from '../../tools/selftest/selftest-command.ts'
import { settingsCommand } from '../../tools/settings/settings-command.ts'
import { codeLines, codeSpans, documents } from '../support/documents.ts'

const PAGES = documents()
const SCRIPTS = (JSON.parse(readFileSync(projectPath('package.json'), 'utf8')) as { scripts: Record<string, string> }).scripts

const nobody = (): Promise<never> => Promise.reject(new Error('nobody asked'))

/** The program's own definitions; its commands do nothing here. */
function program(): Command {
  const breva = new Command('breva').version('0.0.0')
  const desk = [watchCommand(), logsCommand(), portsCommand(), brokerCommand(), newCommand(), homeAssistantCommand(), completionCommand(() => Promise.resolve(breva))]
  const board = [settingsCommand(), provisionCommand(), flashCommand(nobody), selftestCommand(nobody), explainCommand()]
  for (const command of [...desk, ...board, simCommand(), tortureCommand()]) breva.addCommand(command)
  const all = [breva, ...breva.commands, ...breva.commands.flatMap(command => command.commands)]
  for (const command of all) {
    command.exitOverride().configureOutput({ writeOut: () => undefined, writeErr: () => undefined })
    if (command !== breva && (command.commands.length === 0 || command.name() === 'provision')) command.action(() => undefined)
  }
  return breva
}

/** The words after `breva` in a line of code, or after a script that is one of its commands; undefined for another line. */
function words(line: string): string[] | undefined {
  const match = /(?:^|[\s$(])(?:npx breva|node bin\/breva\.js|breva|npm run flash(?: --(?= ))?|npm start(?: --(?= ))?)(?= |$)(.*)$/.exec(line)
  if (!match || /^breva:|^breva \d/.test(line.trim())) return undefined
  // What follows two blanks explains; a shell goes on behind its own signs.
  const rest = match[1].split(/ {2,}| [>|;&]+ |…|\)"/)[0].trim()
  const given = rest === '' ? [] : rest.split(' ').map(word => word.replace(/^['"]|['"]$/g, ''))
  return /npm run flash/.test(match[0]) ? ['flash', ...given] : /npm start/.test(match[0]) ? ['sim', ...given] : given
}

/** What the program says of these words; undefined when it accepts them. */
function refusal(given: string[]): string | undefined {
  try {
    program().parse(given, { from: 'user' })
    return undefined
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    // A command that is only named, without its arguments.
    return error.exitCode === 0 || error.code === 'commander.missingArgument' ? undefined : error.message
  }
}

/** The options in the tables of one section of a page, or of the whole page. */
function documented(path: string, heading?: string): string[] {
  const { text } = PAGES.find(page => page.path === path)!
  const part = heading === undefined ? text : text.slice(text.indexOf(`\n## ${heading}`) + 1).split(/^## /m)[1]
  return [...part.matchAll(/^\| (`--[^|]+)\|/gm)].flatMap(([, cell]) => [...cell.matchAll(/--[a-z-]+/g)].map(([option]) => option))
}

function defined(command: Command): string[] {
  return command.options.map(option => option.long!)
}

describe('the commands that the pages name', () => {
  it('every npm script exists', () => {
    const named = PAGES.flatMap(({ path, text }) => [...text.matchAll(/npm run ([a-z][\w:-]*)/g)].map(([, script]) => [path, script] as const))
    expect(named.length).toBeGreaterThan(10)
    expect(named.filter(([, script]) => !Object.hasOwn(SCRIPTS, script)).map(([path, script]) => `${path}: npm run ${script}`)).toEqual([])
  })

  it('every breva command line is accepted by the program', () => {
    const lines = PAGES.flatMap(({ path, text }) => [...codeLines(text), ...codeSpans(text)].map(line => [path, line] as const))
      .flatMap(([path, line]) => words(line) === undefined ? [] : [[path, words(line)!] as const])
      .filter(([, given]) => given.length > 0)
    expect(lines.length).toBeGreaterThan(30)
    expect(lines.flatMap(([path, given]) => refusal(given) === undefined ? [] : [`${path}: breva ${given.join(' ')}: ${refusal(given)}`])).toEqual([])
  })

  it('an option that the program does not have is noticed', () => {
    expect(refusal(words('npx breva sim --speeed 3')!)).toContain('unknown option')
    expect(refusal(words('$ npm run flash -- --settings node.json')!)).toBeUndefined()
    expect(words('breva 0.1.0 node a1b2c3 start 1: scd30')).toBeUndefined()
  })

  it.each([
    ['docs/command-line.md', 'sim', simCommand(), '`breva sim`'],
    ['docs/command-line.md', 'watch', watchCommand(), '`breva watch`'],
    ['docs/command-line.md', 'logs', logsCommand(), '`breva logs` and `ports`'],
    ['docs/command-line.md', 'broker', brokerCommand(), '`breva broker`'],
    ['docs/command-line.md', 'torture', tortureCommand(), '`breva torture`'],
    ['docs/command-line.md', 'new sensor', newCommand().commands[0], '`breva new sensor`'],
    ['docs/command-line.md', 'selftest', selftestCommand(nobody), '`breva selftest`'],
    ['docs/provisioning.md', 'provision', provisionCommand(), 'Options'],
    ['docs/provisioning.md', 'provision rotate', provisionCommand().commands[1], 'New secrets'],
    ['docs/provisioning.md', 'provision forget', provisionCommand().commands[2], 'Forgetting a node'],
    ['docs/home-assistant.md', 'homeassistant', homeAssistantCommand(), 'The command'],
    ['docs/flashing.md', 'flash', flashCommand(nobody), '4. Updates']
  ] as const)('%s lists exactly the options of breva %s', (path, _name, command, heading) => {
    expect(documented(path, heading).sort()).toEqual(defined(command).sort())
  })
})
