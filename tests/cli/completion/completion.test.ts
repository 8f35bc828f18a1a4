import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { Command } from 'commander'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { bashCompletion } from '../../../cli/completion/bash-completion.ts'
import { commandTree, everyCommand, type CommandTree } from '../../../cli/completion/command-tree.ts'
import { completionCommand } from '../../../cli/completion/completion-command.ts'
import { fishCompletion } from '../../../cli/completion/fish-completion.ts'
import { zshCompletion } from '../../../cli/completion/zsh-completion.ts'
import { scenarioNames } from '../../../host-sim/scenario/find-scenario.ts'
import { simCommand } from '../../../host-sim/sim/sim-command.ts'
import { homeAssistantCommand } from '../../../gateways/home-assistant/home-assistant-command.ts'
import { flashCommand } from '../../../tools/flash/flash-command.ts'
import { settingsCommand } from '../../../tools/settings/settings-command.ts'
import { BrevaProcess } from '../../support/breva-process.ts'

const FOLDERS = (process.env['PATH'] ?? '').split(delimiter)
/** In CI a missing shell is a failure. */
const wanted = (shell: string): boolean => Boolean(process.env['CI']) || FOLDERS.some(folder => existsSync(join(folder, shell)))

function program(): Command {
  const breva = new Command('breva').version('0.0.0')
  for (const command of [simCommand(), flashCommand(() => Promise.reject(new Error('nobody asked'))), homeAssistantCommand(), settingsCommand(), completionCommand(() => Promise.resolve(breva))]) breva.addCommand(command)
  breva.addCommand(new Command('odd').description('It\'s "odd": $HOME, `id` and \\.').option('--odd', 'one: "it\'s" $HOME'))
  return breva
}

const TREE = commandTree(program())

let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'breva-completion-'))
  writeFileSync(join(folder, 'node one.json'), '{}')
})

afterEach(() => { rmSync(folder, { recursive: true, force: true }) })

function shell(program: string, words: string[]): string[] {
  const { status, stdout, stderr } = spawnSync(program, words, { encoding: 'utf8', cwd: folder, env: { PATH: process.env['PATH'], HOME: folder } })
  expect(stderr).toBe('')
  expect(status).toBe(0)
  return stdout.split('\n').filter(line => line !== '').map(line => line.split('\t')[0])
}

/** What each shell offers for the last of these words. */
const SHELLS: Record<string, (words: string[]) => string[]> = {
  bash: words => shell('bash', ['--norc', '-c', `${bashCompletion(TREE)}\nCOMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _breva; printf '%s\\n' "\${COMPREPLY[@]}"`, 'bash', 'breva', ...words]),
  // The two functions of zsh's completion that the script calls, as far as they print what is offered.
  zsh: words => shell('zsh', ['-f', '-c', `compdef() { : }
_describe() { local list=\${@[-1]}; for one in \${(P)list}; do case $one in ("\${words[CURRENT]}"*) print -r -- \${one%%:*} ;; esac; done }
_files() { print -rl -- *(N) }
${zshCompletion(TREE)}
words=("$@"); CURRENT=$#; _breva || true`, 'zsh', 'breva', ...words]),
  fish: words => shell('fish', ['--no-config', '-c', `${fishCompletion(TREE)}\ncomplete -C (string join -- ' ' $argv)`, 'breva', ...words])
}

const sorted = (list: string[]): string[] => [...list].sort()
const names = (tree: CommandTree): string[] => tree.options.map(({ name }) => name)

const ROWS = Object.keys(SHELLS).map(name => ({ name, skipped: wanted(name) ? '' : ` (skipped: install ${name}, as in "apt install ${name}")` }))

describe.each(ROWS)('completion in $name$skipped', ({ name }) => {
  const offered = SHELLS[name]

  it.skipIf(!wanted(name))('offers the commands, those of a command, and the choices of an argument', () => {
    expect(sorted(offered(['']))).toEqual(sorted(['sim', 'flash', 'homeassistant', 'settings', 'completion', 'odd', 'help']))
    expect(sorted(offered(['settings', '']))).toEqual(['check', 'new', 'schema'])
    expect(offered(['settings', 'ch'])).toEqual(['check'])
    expect(sorted(offered(['completion', '']))).toEqual(['bash', 'fish', 'zsh'])
    expect(offered(['help', 'fl'])).toEqual(['flash'])
  })

  it.skipIf(!wanted(name))('offers the options of each command, and no others', () => {
    for (const command of everyCommand(TREE).filter(({ path }) => path[0] !== 'help')) {
      expect(sorted(offered([...command.path, '--'])), command.path.join(' ')).toEqual(sorted(names(command)))
    }
    expect(offered(['sim', '--json', '--sce'])).toEqual(['--scenario'])
  })

  it.skipIf(!wanted(name))('offers the words that an option takes, where they are known', () => {
    expect(sorted(offered(['sim', '--scenario', '']))).toEqual(sorted(scenarioNames()))
    expect(offered(['sim', '--json', '--scenario', 'class'])).toEqual(['classroom'])
    expect(sorted(offered(['sim', '--scenario', 'office', '--qos', '']))).toEqual(['0', '1', '2'])
  })

  it.skipIf(!wanted(name))('offers files where a file is taken, and nothing where it cannot know', () => {
    expect(offered(['flash', '--settings', 'no']).join()).toMatch(/node.* one\.json/)
    expect(offered(['settings', 'check', 'no']).join()).toMatch(/node.* one\.json/)
    expect(offered(['sim', '--nodes', ''])).toEqual([])
  })
})

describe('breva completion', () => {
  it.each(['bash', 'zsh', 'fish'])('prints a script for %s with every command', async name => {
    const run = new BrevaProcess(['completion', name])
    expect(await run.exit()).toBe(0)
    for (const word of ['sim', 'flash', 'homeassistant', 'settings', 'explain', 'scenario', 'dry-run', 'schema']) expect(run.stdout).toContain(word)
  })

  it('refuses a shell that it does not know', async () => {
    const run = new BrevaProcess(['completion', 'tcsh'])
    expect(await run.exit()).toBe(2)
    expect(run.stderr).toContain('Allowed choices are bash, zsh, fish')
  })
})
