import { describe, expect, it } from 'vitest'
import { settingsRecord } from '../../../cli/node-scripts.ts'
import { FlashedBench } from '../../support/flashed-bench.ts'

const MINUTE = 60_000

describe('a flashed node without usable settings', () => {
  it.each([
    ['both copies bad', { 'settings.a': '1 1 {}', 'settings.b': '\xff'.repeat(64) }],
    ['an unknown schema', { 'settings.a': settingsRecord(1, '{"schema":2,"network":{"ssid":"home"}}') }],
    ['a list for an object', { 'settings.a': settingsRecord(1, '[]') }]
  ])('F40 with %s says so on the console, measures nothing and does not restart', (_what, files: Record<string, string>) => {
    const bench = new FlashedBench()
    for (const [name, text] of Object.entries(files)) bench.node.storage.write(name, text)
    bench.node.start()
    bench.clock.advance(60 * MINUTE)
    expect(bench.printed).toEqual([expect.stringContaining(' is not set up: ')])
    expect(bench.states()).toEqual([])
    expect(bench.watchdog.bites).toBe(0)
  })
})
