import { describe, expect, it } from 'vitest'
import { ESPRUINO } from '../../bench/peers/real-interpreter.ts'
import { selftest } from '../../tools/selftest/selftest.ts'
import { eachConsole } from '../support/each-interpreter.ts'

describe.skipIf(!ESPRUINO)('the selftest of the real interpreter through its console', () => {
  const own = eachConsole()

  it('passes: memory, bursts, prompt and Storage are looked at, and what needs an ESP32 is left out by name', async () => {
    const report = await selftest({ port: own.port, baud: 115200, pins: {}, prompt: 5000, agrees: () => Promise.resolve(undefined), done: () => undefined })
    const names = (result: string): string[] => report.steps.filter(step => step.result === result).map(({ name }) => name)
    expect(names('failed')).toEqual([])
    expect(names('passed')).toEqual(['variables', 'bursts', 'prompt', 'small-files'])
    expect(report.steps.find(({ name }) => name === 'closed')?.found).toBe('this is not an ESP32')
    expect(report).toMatchObject({ board: 'LINUX', espruino: '2v29' })
  })
})
