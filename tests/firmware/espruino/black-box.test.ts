import { describe, expect, it } from 'vitest'
import { crc32 } from 'node:zlib'
import { FlashedBench } from '../../support/flashed-bench.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** Everything said on the topic since the message of that number, line by line. */
function lines(bench: FlashedBench, from = 0): string[] {
  return bench.messages.slice(from).filter(message => message.topic.endsWith('/log/info')).flatMap(message => message.payload.trimEnd().split('\n'))
}

function boxes(bench: FlashedBench): string[] {
  return bench.node.storage.list().filter(name => name.startsWith('box.'))
}

/** The next callback of the firmware throws. */
function throwOnce(bench: FlashedBench): void {
  bench.fault.arm('exception', 1)
  bench.clock.advance(11 * SECOND)
}

describe('the black box of a flashed node', () => {
  it('tells of the start and the connection, once, acknowledged and not retained', () => {
    const bench = FlashedBench.settled()
    expect(lines(bench)).toEqual(['1 0 start power-on', expect.stringMatching(/^1 \d link up$/)])
    const told = bench.messages.filter(message => message.topic.endsWith('/log/info'))
    expect(told.map(message => [message.qos, message.retain])).toEqual([[1, false]])
    expect(boxes(bench)).toEqual([])
  })

  it('tells after an outage when and why the link went, and writes nothing to flash for it', () => {
    const bench = FlashedBench.settled()
    const from = bench.messages.length
    const programmed = bench.node.storage.programmed
    bench.network.inject('loss', true)
    bench.clock.advance(10 * MINUTE)
    bench.network.inject('loss', false)
    bench.clock.advance(5 * MINUTE)
    expect(lines(bench, from)).toEqual([expect.stringMatching(/^1 3\d\d link down 256$/), expect.stringMatching(/^1 \d+ link up$/)])
    expect(bench.node.storage.programmed).toBe(programmed)
  })

  it('outlives a power cut that follows an uncaught exception, and is told after the next connect, once', () => {
    const bench = FlashedBench.settled()
    bench.network.inject('loss', true)
    bench.clock.advance(MINUTE)
    throwOnce(bench)
    expect(boxes(bench)).toEqual(['box.a'])
    bench.network.inject('loss', false)
    const from = bench.messages.length
    bench.restart()
    bench.clock.advance(5 * MINUTE)
    const told = lines(bench, from)
    expect(told).toContainEqual(expect.stringMatching(/^1 3\d\d uncaught Error: planted$/))
    expect(told.at(-2)).toBe('2 0 start power-on')
    expect(new Set(told).size).toBe(told.length)
    expect(boxes(bench)).toEqual([])
    const after = bench.messages.length
    bench.restart()
    bench.clock.advance(5 * MINUTE)
    expect(lines(bench, after).filter(line => !line.startsWith('3 '))).toEqual([])
  })

  it('is told again when the power failed before the broker had acknowledged it', () => {
    const bench = FlashedBench.settled()
    bench.network.inject('loss', true)
    throwOnce(bench)
    for (let i = 0; i < 3; i++) {
      bench.restart()
      bench.clock.advance(MINUTE)
    }
    expect(boxes(bench)).toEqual(['box.a'])
    bench.network.inject('loss', false)
    const from = bench.messages.length
    bench.restart()
    bench.clock.advance(MINUTE)
    expect(lines(bench, from).filter(line => line.includes('planted'))).toHaveLength(1)
  })

  it('keeps the first and the latest trouble of many that nobody was told of', () => {
    const bench = FlashedBench.settled()
    bench.network.inject('loss', true)
    for (let i = 0; i < 5; i++) {
      throwOnce(bench)
      bench.restart()
      bench.clock.advance(MINUTE)
    }
    expect(boxes(bench)).toEqual(['box.a', 'box.b'])
    bench.network.inject('loss', false)
    const from = bench.messages.length
    bench.restart()
    bench.clock.advance(5 * MINUTE)
    expect(lines(bench, from).filter(line => line.includes('planted')).map(line => line.split(' ')[0])).toEqual(['1', '5'])
    expect(boxes(bench)).toEqual([])
  })

  it('is not believed where its checksum is wrong, and is thrown away', () => {
    const bench = new FlashedBench()
    const text = '1 30 uncaught Error: planted\n'
    bench.node.storage.write('box.a', `${crc32(text) + 1} ${text}`)
    bench.node.storage.write('box.b', `${crc32(text)} ${text}`.slice(0, -4))
    bench.node.start()
    bench.clock.advance(MINUTE)
    expect(lines(bench)).toEqual(['1 0 start power-on', expect.stringMatching(/^1 \d link up$/)])
    expect(boxes(bench)).toEqual([])
  })

  it('is written once at the most in three hours, however often callbacks fail, and never grows', () => {
    const bench = FlashedBench.settled()
    bench.network.inject('loss', true)
    const before = bench.node.storage.programmed
    for (let i = 0; i < 60; i++) {
      throwOnce(bench)
      // Another event between two that are alike.
      bench.fault.arm('memory', 1)
      bench.clock.advance(MINUTE)
    }
    // A file's header, its checksum, and 300 bytes.
    expect(bench.node.storage.programmed - before).toBeLessThan(32 + 11 + 300 + 1)
    bench.clock.advance(3 * HOUR)
    throwOnce(bench)
    expect(bench.node.storage.programmed - before).toBeLessThan(2 * (32 + 11 + 300))
    expect(boxes(bench)).toEqual(['box.a', 'box.b'])
    expect(bench.watchdog.bites).toBe(0)
  })

  it('F42 says why the watchdog was starved, and is written before it bites', () => {
    const bench = FlashedBench.settled()
    // The sampler does nothing any more, also when it is called.
    const station = bench.node.evaluate('station') as Record<string, unknown>
    const sampler = Object.values(station).find(value => typeof value === 'object' && value !== null && Object.values(value).filter(Array.isArray).length === 2)
    for (const list of Object.values(sampler as object)) if (Array.isArray(list)) list.splice(0, list.length, null)
    bench.clock.advance(20 * MINUTE)
    expect(bench.watchdog.bites).toBe(1)
    expect(bench.states().at(-1)).toMatchObject({ boot: 2 })
    expect(lines(bench).some(line => /^1 \d+ watchdog: samples$/.test(line))).toBe(true)
  })
})

describe('a flashed node without a broker', () => {
  it('F02 from the start on samples for hours, is not restarted, and is there when the broker comes', () => {
    const bench = new FlashedBench()
    bench.network.inject('loss', true)
    bench.node.start()
    bench.clock.advance(6 * HOUR)
    expect(bench.watchdog.bites).toBe(0)
    bench.network.inject('loss', false)
    bench.clock.advance(5 * MINUTE)
    const last = bench.states().at(-1)
    expect(last).toMatchObject({ boot: 1 })
    expect(last?.['seq']).toBeGreaterThan(6 * 360)
    expect(boxes(bench)).toEqual([])
  })
})
