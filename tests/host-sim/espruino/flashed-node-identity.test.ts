import { describe, expect, it } from 'vitest'
import type { NodeSettings } from '../../../contract/settings.ts'
import { FlashedBench } from '../../support/flashed-bench.ts'
import { until } from '../../support/until.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND

function nameless(settings: NodeSettings): void {
  Reflect.deleteProperty(settings, 'node')
  settings.time = { server: '192.168.1.1', port: 123 }
}

/** The random bytes of the first request that a start sends to the time server. */
function nonce(number: number, starts: number): string {
  const bench = new FlashedBench({ number, change: nameless })
  for (let i = 0; i < starts; i++) {
    bench.restart()
    until(bench.clock, () => bench.timeServer.asked.length === i + 1)
  }
  return bench.timeServer.asked[starts - 1].request.slice(40)
}

describe('the identity of a flashed node', () => {
  it.each([0, 1])('comes from its MAC address where the settings give no name (board %i)', number => {
    const bench = new FlashedBench({ number, change: nameless })
    bench.node.start()
    expect(bench.next('state')).toMatchObject({ node: bench.suffix })
    expect(bench.broker.clients()).toEqual([`breva${bench.suffix}`])
    expect(bench.broker.retained.get(`breva/${bench.suffix}/status`)).toBe('online')
  })

  it('is the name in the settings where there is one; the broker still tells boards by their address', () => {
    const bench = new FlashedBench({ change: settings => { settings.node = 'bedroom-1' } })
    bench.node.start()
    expect(bench.next('state')).toMatchObject({ node: 'bedroom-1' })
    expect(bench.broker.clients()).toEqual([`breva${bench.suffix}`])
  })
})

describe('what a flashed node draws at random', () => {
  it('differs from start to start and from board to board, and is the same when all is the same', () => {
    const draws = [nonce(0, 1), nonce(0, 2), nonce(1, 1), nonce(1, 2)]
    expect(new Set(draws).size).toBe(4)
    expect(nonce(0, 2)).toBe(draws[1])
  })
})

describe('the Wi-Fi of a flashed node', () => {
  it.each([
    ['turns the password down', 'refuse', 300],
    ['never answers', 'loss', 90]
  ])('is tried for ever at a bearable pace while it %s, and the node measures meanwhile', (_what, fault, slowest) => {
    const bench = new FlashedBench()
    bench.node.board.wifi.inject(fault, true)
    bench.node.start()
    bench.clock.advance(60 * MINUTE)
    const waits = bench.joins.slice(1).map((at, i) => (at - bench.joins[i]) / SECOND)
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(1)
    expect(Math.max(...waits)).toBeLessThanOrEqual(slowest + 2)
    expect(waits.slice(-8).every(wait => wait >= 60)).toBe(true)
    expect(bench.broker.connections).toBe(0)
    bench.node.board.wifi.inject(fault, false)
    bench.next('state')
    bench.drained()
    const states = bench.states()
    expect(states[0]?.['seq']).toBeGreaterThan(358)
    expect(states.length).toBeGreaterThan(1)
    expect(bench.printed.filter(line => line.includes('Uncaught'))).toEqual([])
  })

  it('is joined again after each of 100 losses, over one connection at a time', () => {
    const bench = new FlashedBench()
    bench.node.start()
    bench.clock.advance(MINUTE)
    for (let i = 0; i < 100; i++) {
      bench.node.board.wifi.inject('loss', true)
      bench.clock.advance(1 + i * 170)
      bench.node.board.wifi.inject('loss', false)
      bench.clock.advance(100 * SECOND)
      expect(bench.broker.clients().length).toBeLessThanOrEqual(1)
    }
    bench.clock.advance(2 * MINUTE)
    expect(bench.broker.clients()).toEqual([`breva${bench.suffix}`])
    const before = bench.states().length
    bench.clock.advance(MINUTE)
    expect(bench.states().length - before).toBe(6)
    expect(bench.printed.filter(line => line.includes('Uncaught'))).toEqual([])
  })
})
