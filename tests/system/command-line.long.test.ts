import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { endRuns, makeFolder, run, SETTINGS, settingsFile } from '../support/breva-command.ts'

// Each of them starts a process; command-line.test.ts has some of every kind.
beforeEach(makeFolder)
afterEach(endRuns)

describe('breva', () => {
  it.each([[['sim', '--help']], [['settings', '--help']]])('%j explains itself with examples on stdout', async commandLine => {
    const { code, stdout, stderr } = await run(commandLine)
    expect(code).toBe(0)
    expect(stderr).toBe('')
    expect(stdout).toContain('Examples:')
  })

  it.each([
    [['sim', '--dance'], 'unknown option'],
    [['sim', '--nodes'], 'argument missing'],
    [['sim', 'extra'], 'too many arguments'],
    [['sim', '--speed', 'fast'], '--speed is "fast" and must be a number from 1 to 300'],
    [['sim', '--broker', 'mqtt://h', '--port', '1884'], 'only one of them'],
    [['sim', '--scenario', 'moon'], 'office, bedroom-night, classroom, factory, lab-bench'],
    [['sim', '--fault', 'scd30:dance@20s'], 'scd30 knows only'],
    [['sim', '--fault', 'node9/scd30:unplug@20s'], 'node1/']
  ])('%j is a usage error', async (commandLine, words) => {
    const { code, stdout, stderr } = await run(commandLine)
    expect(code).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toContain(words)
    expect(stderr).not.toContain('    at ')
  })
})

describe('breva settings check', () => {
  it.each([
    [{ ...SETTINGS, node: 'Bedroom' }, ['node', 'Bedroom', 'a-z']],
    [{ ...SETTINGS, wifi: undefined }, ['wifi is missing']],
    [{ ...SETTINGS, sensors: { scd30: { sda: 'D99', scl: 'D22' } } }, ['sensors.scd30.sda', 'D99', 'D0 to D33']],
    [{ ...SETTINGS, colour: 1 }, ['colour is not a setting']],
    ['[]', ['one JSON object']]
  ])('refuses %j by field, value and range', async (content, words) => {
    const { code, stderr } = await run(['settings', 'check', await settingsFile(content)])
    expect(code).toBe(2)
    for (const word of words) expect(stderr).toContain(word)
  })
})
