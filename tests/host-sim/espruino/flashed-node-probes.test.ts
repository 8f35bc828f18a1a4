import { describe, expect, it } from 'vitest'
import { Ds18b20Part } from '../../../host-sim/parts/ds18b20-part.ts'
import { FlashedBench } from '../../support/flashed-bench.ts'

const MINUTE = 60_000
const PROBES = ['28139bbb0b00001f', '2839386a0d000044', '28c7f240050000f4']
/** Of families without a driver, in the order in which a search finds them. */
const FOREIGN = ['42000000000000bd', '2600000000000061']
/** Its check byte is wrong. */
const MISREAD = ['2800000000000000']

function bus(bench: FlashedBench): Record<string, unknown> {
  const info = JSON.parse(bench.broker.retained.get(`breva/${bench.node.node}/info`)!) as { sensors: { ds18b20: Record<string, unknown> } }
  return info.sensors.ds18b20
}

describe('the bus of a flashed node\'s probes', () => {
  it.each([
    ['shorted to ground', 'short', 'held_low', []],
    ['without its pull-up', 'no-pull-up', 'held_low', []],
    ['with a broken wire', 'open', 'empty', []],
    ['with nothing but parts of other families', 'unplug', 'foreign', FOREIGN],
    ['with nothing but a part whose name is misread', 'unplug', 'noise', MISREAD]
  ])('that is %s says so in info and in its status, and the probes are there once it is whole', (_what, fault, word, others) => {
    const bench = new FlashedBench()
    const { board } = bench.node
    for (const rom of others) board.oneWire.attach(new Ds18b20Part(board.clock, board.random.split(rom), rom, 'A'))
    board.targets['ds18b20'].inject(fault, true)
    bench.node.start()
    bench.clock.advance(5 * MINUTE)
    expect(bus(bench)).toMatchObject({ bus: word, read: 0, foreign: word === 'foreign' ? ['42', '26'] : [] })
    expect(bench.broker.retained.get(`breva/${bench.node.node}/sensor/ds18b20/status`)).toBe('offline')
    expect(bench.states().at(-1)).toMatchObject({ probes: {}, quality: { co2: 'ok', probes: 'fault' } })
    board.targets['ds18b20'].inject(fault, false)
    bench.clock.advance(5 * MINUTE)
    expect(bus(bench)).toMatchObject({ bus: 'ok', found: 3, read: 3 })
    expect(Object.keys(bench.states().at(-1)!['probes'] as object).sort()).toEqual(PROBES)
    expect(bench.broker.retained.get(`breva/${bench.node.node}/sensor/ds18b20/status`)).toBe('online')
  })

  it('that is disturbed now and then costs no value: what is misread is read again, and counted', () => {
    const bench = FlashedBench.settled()
    bench.node.board.oneWire.errorRate = 0.005
    bench.node.board.targets['ds18b20'].inject('corrupt', true)
    const from = bench.states().length
    bench.clock.advance(20 * MINUTE)
    const probes = bench.states().slice(from).flatMap(state => Object.values(state['probes'] as Record<string, number | null>))
    expect(probes.length).toBeGreaterThan(350)
    expect(probes.filter(value => value === null).length).toBeLessThan(probes.length / 20)
    const health = bench.published('health').at(-1) as { crc_errors: Record<string, number>, recoveries: { ds18b20: { retry: number } } }
    expect(health.recoveries.ds18b20.retry).toBeGreaterThan(20)
    for (const probe of PROBES) expect(health.crc_errors[probe]).toBeGreaterThan(0)
  })

  it('whose probe was unplugged while the power was off has its key still, with null and quality fault, and its status is offline', () => {
    const bench = FlashedBench.settled()
    const [gone, there] = PROBES
    bench.node.kill()
    bench.node.board.targets[gone].inject('unplug', true)
    bench.node.start()
    bench.clock.advance(2 * MINUTE)
    expect(bench.states().at(-1)).toMatchObject({ boot: 2, probes: { [gone]: null }, quality: { [gone]: 'fault', [there]: 'ok' } })
    expect(bench.broker.retained.get(`breva/${bench.node.node}/sensor/${gone}/status`)).toBe('offline')
  })

  it('searches for a probe that went missing, and takes it back when it is plugged in again', () => {
    const bench = FlashedBench.settled()
    const [probe] = PROBES
    bench.node.board.targets[probe].inject('unplug', true)
    bench.clock.advance(2 * MINUTE)
    expect(bench.states().at(-1)).toMatchObject({ probes: { [probe]: null }, quality: { [probe]: 'fault', [PROBES[1]]: 'ok' } })
    expect(bench.published('health').at(-1)).toMatchObject({ recoveries: { ds18b20: { search: 1 } } })
    bench.node.board.targets[probe].inject('unplug', false)
    bench.clock.advance(2 * MINUTE)
    expect(bench.states().at(-1)).toMatchObject({ quality: { [probe]: 'ok' } })
  })
})
