import { describe, expect, it } from 'vitest'
import { FlashedBench } from '../../support/flashed-bench.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND

describe('a flashed node whose timers fire before they are due', () => {
  it('goes on with every sample, and its beat is there once', () => {
    const bench = FlashedBench.settled()
    const after = bench.clock.after.bind(bench.clock)
    // As when the date is set while the interpreter is held up. Long ones only: what the wires do is not the interpreter's.
    bench.clock.after = (delay, task, context) => after(delay > SECOND ? delay - 100 : delay, task, context)
    bench.clock.advance(10 * MINUTE)
    bench.clock.after = after
    const before = bench.states().length
    const health = bench.published('health').length
    bench.clock.advance(10 * MINUTE)
    // Two beats where there is to be one would tell its health twice as often.
    expect([bench.states().length - before, bench.published('health').length - health]).toEqual([60, 10])
  })
})

describe('a flashed node whose SCD30 says a false temperature', () => {
  it('publishes no spike, and no value of a broken element, and its CO2 all the same', () => {
    // Each measurement of the part is a sample, so that none of its spikes goes by unread.
    const bench = FlashedBench.settled({ change: settings => { settings.period = 2 } })
    const { scd30 } = bench.node.board.targets
    const temperatures = (): (number | null)[] => bench.states().map(state => state['temperature'] as number | null)
    const usual = temperatures().at(-1)!
    scd30.inject('warm-spike', true)
    bench.clock.advance(30 * MINUTE)
    scd30.inject('warm-spike', false)
    for (const temperature of temperatures()) if (temperature !== null) expect(Math.abs(temperature - usual)).toBeLessThan(5)
    scd30.inject('cold-element', true)
    bench.clock.advance(5 * MINUTE)
    expect(bench.states().at(-1)).toMatchObject({ temperature: null, quality: { co2: 'ok', temperature: 'suspect' } })
    scd30.inject('cold-element', false)
    bench.clock.advance(5 * MINUTE)
    expect(bench.states().at(-1)).toMatchObject({ quality: { co2: 'ok', temperature: 'ok' } })
  })
})

describe('a flashed node one of whose probes has spikes', () => {
  it('publishes none of them', () => {
    const bench = FlashedBench.settled()
    const probe = '2839386a0d000044'
    const probes = (): number[] => bench.states().map(state => (state['probes'] as Record<string, number>)[probe])
    bench.node.board.targets[probe].inject('spike', true)
    bench.clock.advance(60 * MINUTE)
    const read = probes().filter(temperature => typeof temperature === 'number')
    expect(read.length).toBeGreaterThan(350)
    for (let i = 1; i < read.length; i++) expect(Math.abs(read[i] - read[i - 1])).toBeLessThan(2)
  })
})
