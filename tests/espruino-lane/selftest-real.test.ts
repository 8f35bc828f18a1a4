import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { refuseDeath } from '../../bench/peers/dead-interpreter.ts'
import { ESPRUINO, WITHOUT_ESPRUINO } from '../../bench/peers/real-interpreter.ts'
import { selftest } from '../../tools/selftest/selftest.ts'
import { InterpreterBridge } from '../support/interpreter-bridge.ts'

if (!ESPRUINO) process.stdout.write(`${WITHOUT_ESPRUINO}\n`)

describe.skipIf(!ESPRUINO)('the selftest of the real interpreter through its console', () => {
  let bridge: InterpreterBridge
  let port = ''

  beforeEach(async () => {
    bridge = new InterpreterBridge(ESPRUINO ?? '')
    port = await bridge.start()
  })

  afterEach(async ({ task }) => {
    const { death } = bridge
    await bridge.stop()
    refuseDeath(task, task.result?.state === 'fail' ? death : '')
  })

  it('passes: memory, bursts, prompt and Storage are looked at, and what needs an ESP32 is left out by name', async () => {
    const report = await selftest({ port, baud: 115200, pins: {}, prompt: 5000, agrees: () => Promise.resolve(undefined), done: () => undefined })
    const names = (result: string): string[] => report.steps.filter(step => step.result === result).map(({ name }) => name)
    expect(names('failed')).toEqual([])
    expect(names('passed')).toEqual(['variables', 'bursts', 'prompt', 'small-files'])
    expect(report.steps.find(({ name }) => name === 'closed')?.found).toBe('this is not an ESP32')
    expect(report).toMatchObject({ board: 'LINUX', espruino: '2v29' })
  })
})
