import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { endRuns, makeFolder, run } from '../support/breva-command.ts'

beforeEach(makeFolder)
afterEach(endRuns)

// At a broker: home-assistant.long.test.ts.
describe('breva homeassistant', () => {
  it.each([
    [['--follow', '--remove'], 2, '--follow and --remove contradict each other'],
    [['--follow', '--seconds', '5'], 2, '--seconds is how long to wait without --follow'],
    [['--prefix', 'home/#'], 2, '--prefix home/# is refused'],
    [['--period', '1'], 2, '--period 1 is refused'],
    [['--remove', 'Bedroom'], 2, 'Did you mean bedroom?'],
    [['--broker', 'mqtt://127.0.0.1:1'], 1, 'Nothing listens']
  ] as [string[], number, string][])('with %j ends with %i and says why', async (words, code, sentence) => {
    const ended = await run(['homeassistant', ...words])
    expect(ended.code).toBe(code)
    expect(ended.stderr).toContain(sentence)
    expect(ended.stdout).toBe('')
  })
})
