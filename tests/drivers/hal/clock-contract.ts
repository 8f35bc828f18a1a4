import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Clock } from '../../../drivers/hal/clock.ts'

/** A clock, and a way to let its time pass. */
export interface ClockBench {
  clock: Clock
  /** Returns once `milliseconds` of the clock's time have passed and what was due has run. */
  pass(milliseconds: number): Promise<void>
}

function append(context: { log: string[], text: string }): void {
  context.log.push(context.text)
}

/** What `Clock` promises, checked on one implementation. */
export function clockContract(name: string, make: () => ClockBench): void {
  describe(`${name} as a Clock`, () => {
    let bench: ClockBench
    let log: string[]

    beforeEach(() => {
      bench = make()
      log = []
    })
    afterEach(() => bench.pass(0))

    it('never steps back', async () => {
      let last = bench.clock.now()
      for (let i = 0; i < 5; i++) {
        await bench.pass(1)
        const now = bench.clock.now()
        expect(now).toBeGreaterThanOrEqual(last)
        last = now
      }
    })

    it('lets as much time pass as it says', async () => {
      const before = bench.clock.now()
      await bench.pass(5)
      expect(bench.clock.now() - before).toBeGreaterThanOrEqual(4)
    })

    it('runs a task once, with its context, and not from inside the call', async () => {
      bench.clock.after(2, append, { log, text: 'a' })
      expect(log).toEqual([])
      await bench.pass(6)
      expect(log).toEqual(['a'])
      await bench.pass(6)
      expect(log).toEqual(['a'])
    })

    it('does not run a task of no delay from inside the call either', async () => {
      bench.clock.after(0, append, { log, text: 'a' })
      expect(log).toEqual([])
      await bench.pass(3)
      expect(log).toEqual(['a'])
    })

    it('runs tasks in the order they are due', async () => {
      bench.clock.after(8, append, { log, text: 'late' })
      bench.clock.after(2, append, { log, text: 'early' })
      await bench.pass(15)
      expect(log).toEqual(['early', 'late'])
    })

    it('runs tasks due together in the order they were set', async () => {
      for (const text of ['1', '2', '3', '4']) bench.clock.after(3, append, { log, text })
      await bench.pass(8)
      expect(log).toEqual(['1', '2', '3', '4'])
    })

    it('forgets a cancelled task', async () => {
      const timer = bench.clock.after(2, append, { log, text: 'no' })
      bench.clock.after(2, append, { log, text: 'yes' })
      bench.clock.cancel(timer)
      await bench.pass(6)
      expect(log).toEqual(['yes'])
    })

    it('takes the cancelling of nothing without complaint', async () => {
      bench.clock.after(1, append, { log, text: 'a' })
      bench.clock.cancel(undefined)
      await bench.pass(5)
      expect(log).toEqual(['a'])
    })

    it('lets a task set the next one', async () => {
      const again = (context: { log: string[] }): void => {
        context.log.push('tick')
        if (context.log.length < 3) bench.clock.after(1, again, context)
      }
      bench.clock.after(1, again, { log })
      await bench.pass(15)
      expect(log).toEqual(['tick', 'tick', 'tick'])
    })
  })
}
