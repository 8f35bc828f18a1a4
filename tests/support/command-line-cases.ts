import { expect, it } from 'vitest'
import { run, SETTINGS, settingsFile } from './breva-command.ts'

// Each starts a process, so the tests take some of every kind, and the long walks all.

/** Commands that explain themselves, the first ones in the tests. */
const EXPLAINED = [['--help'], ['settings', 'check', '--help'], ['sim', '--help'], ['settings', '--help']]
const EXPLAINED_FIRST = 2

/** Command lines and what is said of them. */
const USAGE_ERRORS: [commandLine: string[], words: string][] = [
  [[], 'Usage: breva'],
  [['dance'], 'unknown command'],
  [['sim', '--nodes', '0'], '--nodes is "0" and must be a whole number from 1 to 500'],
  [['sim', '--broker', 'broker.lan'], 'mqtt://192.168.1.10:1883'],
  [['sim', '--fault', 'scd30:unplug'], 'scd30:unplug@20s+10s'],
  [['settings', 'check', '/does/not/exist.json'], 'does not exist'],
  [['sim', '--dance'], 'unknown option'],
  [['sim', '--nodes'], 'argument missing'],
  [['sim', 'extra'], 'too many arguments'],
  [['sim', '--speed', 'fast'], '--speed is "fast" and must be a number from 1 to 300'],
  [['sim', '--broker', 'mqtt://h', '--port', '1884'], 'only one of them'],
  [['sim', '--scenario', 'moon'], 'office, bedroom-night, classroom, factory, lab-bench'],
  [['sim', '--fault', 'scd30:dance@20s'], 'scd30 knows only'],
  [['sim', '--fault', 'node9/scd30:unplug@20s'], 'node1/']
]
const USAGE_ERRORS_FIRST = 6

/** Contents of a settings file, and what is said of them. */
const REFUSED: [content: unknown, words: string[]][] = [
  [{ ...SETTINGS, period: 0 }, ['period', '0', 'a whole number from 1 to 3600']],
  ['{"node": "a', ['1:10', 'is not JSON', 'no closing quote']],
  [{ ...SETTINGS, node: 'Bedroom' }, ['node', 'Bedroom', 'a-z']],
  [{ ...SETTINGS, wifi: undefined }, ['wifi is missing']],
  [{ ...SETTINGS, sensors: { scd30: { sda: 'D99', scl: 'D22' } } }, ['sensors.scd30.sda', 'D99', 'D0 to D33']],
  [{ ...SETTINGS, colour: 1 }, ['colour is not a setting']],
  ['[]', ['one JSON object']]
]
const REFUSED_FIRST = 2

/** Those of a list that belong to the tests, or the others, which belong to the long walks. */
function part<T>(all: readonly T[], first: number, long: boolean): T[] {
  return long ? all.slice(first) : all.slice(0, first)
}

export function itExplainsItself(long: boolean): void {
  it.each(part(EXPLAINED, EXPLAINED_FIRST, long).map(line => [line]))('%j explains itself with examples on stdout', async commandLine => {
    const { code, stdout, stderr } = await run(commandLine)
    expect(code).toBe(0)
    expect(stderr).toBe('')
    expect(stdout).toContain('Examples:')
  })
}

export function itRefusesUsage(long: boolean): void {
  it.each(part(USAGE_ERRORS, USAGE_ERRORS_FIRST, long))('%j is a usage error', async (commandLine, words) => {
    const { code, stdout, stderr } = await run(commandLine)
    expect(code).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toContain(words)
    expect(stderr).not.toContain('    at ')
  })
}

export function itRefusesSettings(long: boolean): void {
  it.each(part(REFUSED, REFUSED_FIRST, long))('refuses %j by field, value and range', async (content, words) => {
    const { code, stderr } = await run(['settings', 'check', await settingsFile(content)])
    expect(code).toBe(2)
    for (const word of words) expect(stderr).toContain(word)
  })
}
