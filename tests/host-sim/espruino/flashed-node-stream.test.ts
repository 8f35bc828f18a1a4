import { describe, expect, it } from 'vitest'
import type { Bytes } from '../../../drivers/hal/bytes.ts'
import { FlashedBench } from '../../support/flashed-bench.ts'

const MINUTE = 60_000
/** How a SUBACK begins. */
const SUBACK = '\x90'

/** A node that is handed what `pieces` makes of everything that its broker sends. */
function benchWith(pieces: (bytes: Bytes) => Bytes[]): FlashedBench {
  const bench = new FlashedBench()
  const connect = bench.network.connect.bind(bench.network)
  bench.network.connect = (host, port, listener) => connect(host, port, {
    onOpen: () => { listener.onOpen() },
    onBytes: bytes => { for (const piece of pieces(bytes)) listener.onBytes(piece) },
    onClose: () => { listener.onClose() }
  })
  bench.node.run()
  bench.clock.advance(3 * MINUTE)
  return bench
}

describe('what a broker sends to a flashed node', () => {
  it('is understood when it comes byte by byte', () => {
    const bench = benchWith(bytes => [...bytes])
    bench.broker.publish({ topic: `breva/${bench.node.node}/command/ping`, payload: '{"id":"c-1"}', qos: 1, retain: false, client: '' })
    expect(bench.next('reply/ping')).toEqual({ id: 'c-1', ok: true })
    expect(bench.broker.connections).toBe(1)
  })

  it('is not waited for without end: without a SUBACK the node publishes all the same, and says why it hears no commands', () => {
    const bench = benchWith(bytes => bytes.startsWith(SUBACK) ? [] : [bytes])
    expect(bench.states().length).toBeGreaterThan(10)
    expect(bench.next('health')).toMatchObject({ commands: false, commands_off: 'no_answer' })
  })
})
