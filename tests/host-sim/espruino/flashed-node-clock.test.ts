import { describe, expect, it } from 'vitest'
import type { NodeSettings } from '../../../contract/settings.ts'
import { FlashedBench } from '../../support/flashed-bench.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

function withTimeServer(settings: NodeSettings): void {
  settings.time = { server: '192.168.1.1', port: 123 }
}

/** The samples' uptimes, seconds from each to the next. */
function gaps(bench: FlashedBench): number[] {
  const uptimes = bench.states().map(state => state['uptime'] as number)
  return uptimes.slice(1).map((uptime, i) => (uptime - uptimes[i]) / SECOND)
}

/** Each slot since the start was sampled once or counted as missed; the first is due after 5 s, the others every 10 s. */
function expectEverySlotCounted(bench: FlashedBench): void {
  const last = bench.states().at(-1)
  const missed = bench.published('health').at(-1)?.['late_slots'] as number
  const slots = Math.floor(((last?.['uptime'] as number) - 5 * SECOND) / (10 * SECOND)) + 1
  expect((last?.['seq'] as number) + missed).toBe(slots)
}

describe('the date of a flashed node', () => {
  it('is unknown and asked of nobody while the settings name no server', () => {
    const bench = new FlashedBench()
    bench.node.start()
    bench.clock.advance(10 * MINUTE)
    expect(bench.timeServer.asked).toEqual([])
    expect(bench.states().every(state => state['time'] === null)).toBe(true)
  })

  it('comes from the server within seconds of joining', () => {
    const bench = new FlashedBench({ change: withTimeServer })
    bench.node.start()
    const dated = bench.next('state', state => state['time'] !== null)
    expect(bench.clock.now()).toBeLessThan(MINUTE)
    const expected = bench.timeServer.zero + (dated['uptime'] as number)
    expect(Math.abs(Date.parse(dated['time'] as string) - expected)).toBeLessThan(2 * SECOND)
    expect(bench.printed.filter(line => line.includes('Uncaught'))).toEqual([])
  })

  it('F35 arrives late and steps by hours and decades, both ways, and no timer, slot or connection notices', () => {
    const bench = new FlashedBench({
      change: settings => {
        withTimeServer(settings)
        settings.period = 60
      }
    })
    const server = bench.timeServer
    // So late that a decade back is not before the firmware was written.
    const start = server.zero = Date.UTC(2033, 0, 31, 18)
    server.inject('mute', true)
    bench.node.start()
    bench.clock.advance(10 * MINUTE)
    expect(bench.states().at(-1)).toMatchObject({ time: null })
    server.inject('mute', false)
    bench.clock.advance(20 * MINUTE)
    for (const step of [0, HOUR, -HOUR, 3653 * DAY, -2190 * DAY]) {
      server.zero = start + step
      bench.clock.advance(6 * HOUR + MINUTE)
      const last = bench.states().at(-1)
      expect(Math.abs(Date.parse(last?.['time'] as string) - server.zero - bench.clock.now())).toBeLessThan(MINUTE + 5 * SECOND)
    }
    expect(gaps(bench).filter(gap => Math.abs(gap - 60) > 1)).toEqual([])
    const states = bench.states()
    expect(states.map(state => state['seq'])).toEqual(states.map((_state, i) => (states[0]['seq'] as number) + i))
    const health = bench.published('health')
    expect(health.at(-1)).toMatchObject({ reconnects: 0, late_slots: 0 })
    // One a minute, whatever the date does.
    expect(Math.abs(health.length - Math.floor(bench.clock.now() / MINUTE))).toBeLessThanOrEqual(2)
    expect(bench.broker.connections).toBe(1)
  })
})

describe('a flashed node whose interpreter is blocked', () => {
  it('F34 by connects of 20 s skips the slots that it missed, counts them, and connects once the broker is back', () => {
    const bench = new FlashedBench()
    bench.node.start()
    bench.clock.advance(5 * MINUTE)
    bench.network.inject('loss', true)
    bench.connecting = 20 * SECOND
    bench.clock.advance(10 * MINUTE)
    bench.network.inject('loss', false)
    bench.clock.advance(5 * MINUTE)
    bench.connecting = 0
    const connections = bench.broker.connections
    expect(connections).toBe(2)
    bench.clock.advance(10 * MINUTE)
    // Never two samples in one slot, and never off the slots.
    expect(gaps(bench).filter(gap => gap < 9 || Math.abs(gap - 10 * Math.round(gap / 10)) > 1)).toEqual([])
    expect(bench.published('health').at(-1)?.['late_slots']).toBeGreaterThan(0)
    expectEverySlotCounted(bench)
    expect(bench.broker.connections).toBe(connections)
    expect(bench.watchdog.bites).toBe(0)
  })

  it.each([20, 30])('F34 for %i s with acknowledgements in the socket takes none of them for missing', seconds => {
    const bench = new FlashedBench({ change: settings => { settings.broker.keepAlive = 40 } })
    bench.node.start()
    bench.clock.advance(MINUTE)
    for (let i = 0; i < 40; i++) {
      bench.clock.block(seconds * SECOND)
      bench.clock.advance(45 * SECOND + i * 333)
    }
    expect(bench.broker.connections).toBe(1)
    expect(bench.published('health').at(-1)).toMatchObject({ reconnects: 0 })
    expect(bench.watchdog.bites).toBe(0)
    // The sample under way when it stopped comes late and the next one on its slot; never a third with them.
    const waits = gaps(bench)
    expect(waits.slice(1).filter((wait, i) => wait + waits[i] < 9)).toEqual([])
    expectEverySlotCounted(bench)
    expect(bench.states().at(-1)).toMatchObject({ quality: { co2: 'ok', temperature: 'ok', humidity: 'ok' } })
  })
})
