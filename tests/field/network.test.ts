import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FieldNode, SCD30 } from '../support/field-node.ts'
import { FlashedBench } from '../support/flashed-bench.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const SILENT = 'marvinroger/async-mqtt-client#167, shmuelzon/esp32-ble2mqtt#68'
const UNTOLD = 'SasaKaranovic/DIY-Filament-Dryer#9, Safecast/bGeigieZen#73'

/** When the node joined from now on, in minutes. */
function watchJoins(node: FieldNode): number[] {
  const joins: number[] = []
  const from = node.clock.now()
  const join = node.board.wifi.join.bind(node.board.wifi)
  node.board.wifi.join = (...target) => {
    joins.push((node.clock.now() - from) / MINUTE)
    join(...target)
  }
  return joins
}

function links(node: FieldNode): Record<string, number> {
  return node.health()['links'] as Record<string, number>
}

describe('a Wi-Fi that says joined and carries nothing', () => {
  it(`field case 2, ${SILENT}: is left after 10 to 15 minutes and joined anew, counted, without a restart and without a sample lost`, () => {
    const node = new FieldNode([SCD30]).start(5)
    const joins = watchJoins(node)
    node.inject('wifi', 'silent').inject('wifi', 'silent', false).run(30)
    expect(joins).toHaveLength(1)
    // The link was found dead after a keep-alive and a half.
    expect(joins[0]).toBeGreaterThan(10)
    expect(joins[0]).toBeLessThan(17)
    node.run(60)
    expect(links(node)['wifi_silent']).toBe(1)
    const sequences = [...node.states(), ...node.payloads('history').flatMap(payload => JSON.parse(payload) as { seq: number }[])].map(({ seq }) => seq)
    expect(new Set(sequences).size).toBe(Math.max(...sequences))
  })

  it(`field case 2, ${SILENT}: at whatever moment and however often it falls silent, the node is back within 20 minutes`, () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 40 * MINUTE }), { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 1000 }), (gaps, seed) => {
      const node = new FieldNode([SCD30], {}, seed).start(1)
      for (const gap of gaps) {
        node.clock.advance(gap)
        node.inject('wifi', 'silent').inject('wifi', 'silent', false)
      }
      node.run(20)
      expect([node.broker.clients().length, node.board.wifi.joined]).toEqual([1, true])
    }), { numRuns: 12 })
  }, 120_000)

  it(`field case 2, ${SILENT}: a fleet does not leave at once`, () => {
    const moments = Array.from({ length: 12 }, (_, index) => {
      const node = new FieldNode([SCD30], {}, index + 1).start(5)
      const joins = watchJoins(node)
      node.inject('wifi', 'silent').inject('wifi', 'silent', false).run(20)
      return joins[0]
    })
    expect(Math.max(...moments) - Math.min(...moments)).toBeGreaterThan(1)
  }, 120_000)

  it.each([['mqtt refuses', 5], ['mqtt is unavailable', 3]])(`field case 2, ${SILENT}: is not left where %s`, (_what, code) => {
    const node = new FieldNode([SCD30]).start(5)
    const joins = watchJoins(node)
    node.broker.answer = code
    node.inject('broker', 'loss').inject('broker', 'loss', false).run(6 * 60)
    expect(joins).toEqual([])
  })

  it(`field case 2, ${SILENT}: the flashed bundle leaves and joins anew, again and again while there is no broker, and never restarts`, () => {
    const bench = FlashedBench.settled()
    const { wifi } = bench.node.board
    wifi.inject('silent', true)
    const before = bench.joins.length
    bench.clock.advance(3 * HOUR)
    const gaps = bench.joins.slice(before).map((at, i, all) => (at - (all[i - 1] ?? at - 12 * MINUTE)) / MINUTE)
    expect(gaps.length).toBeGreaterThan(9)
    for (const gap of gaps.slice(1)) expect(gap > 10 && gap < 16).toBe(true)
    expect(bench.printed).toContain('breva: Wi-Fi breva-simulated joined, but no broker answers. Leaving it. Trying again')
    wifi.inject('silent', false)
    bench.clock.advance(20 * MINUTE)
    expect(bench.states().at(-1)).toMatchObject({ boot: 1 })
    expect(bench.watchdog.bites).toBe(0)
  })
})

describe('a node that nobody hears', () => {
  /** What a node prints in ten minutes that begin with the power, besides its first line. */
  function printed(target: 'wifi' | 'network', fault: string, before: (bench: FlashedBench) => void = () => undefined): string[] {
    const bench = new FlashedBench()
    before(bench)
    if (fault) (target === 'wifi' ? bench.node.board.wifi : bench.network).inject(fault, true)
    bench.node.start()
    bench.clock.advance(10 * MINUTE)
    return bench.printed.slice(1)
  }

  it(`field case 14, ${UNTOLD}: says that there is no such Wi-Fi`, () => {
    expect(printed('wifi', 'absent')).toEqual(['breva: Wi-Fi breva-simulated not found: check wifi.network. Trying again'])
  })

  it(`field case 14, ${UNTOLD}: says that the password is wrong`, () => {
    expect(printed('wifi', 'refuse')).toEqual(['breva: Wi-Fi breva-simulated refuses this node: check wifi.password. Trying again'])
  })

  it(`field case 14, ${UNTOLD}: says with which code the broker refuses`, () => {
    expect(printed('network', '', bench => { bench.broker.answer = 5 })).toEqual([
      'breva: Wi-Fi breva-simulated joined. Connecting to broker broker:1883',
      'breva: broker broker:1883 refuses this node, code 5: not authorized. Trying again within 15 min'
    ])
  })

  it(`field case 14, ${UNTOLD}: says that the broker is silent`, () => {
    expect(printed('network', '', bench => { bench.network.serve(1883, { accept: () => ({ onOpen: () => undefined, onBytes: () => undefined, onClose: () => undefined }) }) })).toEqual([
      'breva: Wi-Fi breva-simulated joined. Connecting to broker broker:1883', 'breva: broker broker:1883 is silent. Trying again'
    ])
  })

  it(`field case 14, ${UNTOLD}: says that the broker cannot be reached`, () => {
    expect(printed('network', 'loss')).toEqual([
      'breva: Wi-Fi breva-simulated joined. Connecting to broker broker:1883', 'breva: broker broker:1883 cannot be reached. Trying again'
    ])
  })

  it(`field case 14, ${UNTOLD}: says that nobody knows the broker's name`, () => {
    expect(printed('network', 'nameless')).toEqual([
      'breva: Wi-Fi breva-simulated joined. Connecting to broker broker:1883', 'breva: broker broker:1883 unknown name: check broker.host and DNS. Trying again'
    ])
  })
})
