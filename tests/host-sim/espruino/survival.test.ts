import { describe, expect, it } from 'vitest'
import type { Death } from '../../../host-sim/espruino/interpreter-fault.ts'
import { Random } from '../../../host-sim/random.ts'
import { FlashedBench } from '../../support/flashed-bench.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
/** ms between two samples. */
const PERIOD = 10 * SECOND

/** A node with a time server that has settled. */
function settled(): FlashedBench {
  return FlashedBench.settled({ change: settings => { settings.time = { server: '192.168.1.1', port: 123 } } })
}

/** Uptimes of the samples published since the message of that number, ms. */
function uptimes(bench: FlashedBench, from: number): number[] {
  return bench.messages.slice(from).filter(message => message.topic.endsWith('/state'))
    .map(message => (JSON.parse(message.payload) as { uptime: number }).uptime)
}

describe('a flashed node whose interpreter fails', () => {
  it.each<[Death, number]>([['memory', 1], ['memory', 2], ['exception', 3]])(
    'F42 %s in the middle of any callback, timers lost with it: samples go on within two slots, the link comes back, no restart (seed %i)',
    (death, seed) => {
      const random = new Random(seed)
      const bench = settled()
      for (let strike = 1; strike <= 60; strike++) {
        // Anywhere in the period, and in any of the calls that follow.
        bench.clock.advance(random.next() * PERIOD)
        bench.fault.arm(death, 1 + random.below(40))
        bench.clock.advance(30 * SECOND)
        const from = bench.messages.length
        bench.clock.advance(2 * MINUTE)
        const times = uptimes(bench, from)
        // Twelve slots, of which the first may have been lost.
        expect(times.length, `strike ${strike}`).toBeGreaterThanOrEqual(9)
        for (let i = 1; i < times.length; i++) expect(times[i] - times[i - 1], `strike ${strike}`).toBeLessThan(2 * PERIOD + SECOND)
      }
      expect(bench.fault.strikes).toBe(60)
      expect(bench.watchdog.bites).toBe(0)
      expect(bench.states().at(-1)).toMatchObject({ boot: 1, quality: { co2: 'ok', temperature: 'ok', humidity: 'ok' } })
    }
  )
})
