import { describe, expect, it } from 'vitest'
import { FlashedBench } from '../../support/flashed-bench.ts'

const MINUTE = 60_000

interface Health { queued: number, flash: boolean, drops: Record<string, number> }

describe('a flashed node whose flash is full or broken', () => {
  it('F39 measures on with what memory holds, through trouble, an outage and a restart, says so in health, and writes nothing again and again', () => {
    const bench = new FlashedBench()
    const { storage, board } = bench.node
    // The first start makes the file that counts them.
    bench.node.start()
    storage.write('filler', '\0', 0, storage.getFree())
    expect(storage.getFree()).toBe(0)
    board.flash.broken = true
    const programmed = storage.programmed
    for (const boot of [2, 3]) {
      bench.restart()
      bench.clock.advance(5 * MINUTE)
      bench.network.inject('loss', true)
      bench.fault.arm('exception', 1)
      bench.clock.advance(90 * MINUTE)
      const { steps } = board.flash
      bench.clock.advance(90 * MINUTE)
      expect(board.flash.steps).toBe(steps)
      const from = bench.messages.length
      bench.network.inject('loss', false)
      bench.clock.advance(10 * MINUTE)
      const after = bench.messages.slice(from)
      const of = (topic: string): string[] => after.filter(message => message.topic.endsWith(`/${topic}`)).map(message => message.payload)
      const { queued, flash, drops } = JSON.parse(of('health').at(-1)!) as Health
      expect([queued, flash]).toEqual([0, false])
      // Its trouble, though it could not be written, is told.
      expect(of('log/info').join('')).toMatch(new RegExp(`^${boot} \\d+ uncaught Error: planted$`, 'm'))
      const samples = bench.states().filter(state => state['boot'] === boot).length
      const late = bench.messages.filter(message => message.topic.endsWith('/history')).flatMap(message => JSON.parse(message.payload) as { boot: number }[])
      const dropped = Object.values(drops).reduce((sum, count) => sum + count, 0)
      const kept = late.filter(state => state.boot === boot).length
      expect(kept).toBeGreaterThanOrEqual(60)
      expect(samples + kept + dropped).toBe(bench.states().at(-1)!['seq'])
    }
    // Two bytes for each start.
    expect([storage.programmed - programmed, bench.watchdog.bites]).toEqual([4, 0])
    expect(storage.list()).not.toContain('box.a')
  })
})
