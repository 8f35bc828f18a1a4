import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { State } from '../../../contract/state.ts'
import type { WatchEvent } from '../../../tools/watch/watch-event.ts'
import { watchLine } from '../../../tools/watch/watch-line.ts'
import { WatchedNodes, watchFilters } from '../../../tools/watch/watched-nodes.ts'

let now = 1_769_882_645_000

function watch(window?: number): { nodes: WatchedNodes, hear(below: string, payload: string, retained?: boolean, node?: string): WatchEvent[] } {
  const nodes = new WatchedNodes('breva', window, () => now)
  return { nodes, hear: (below, payload, retained = false, node = 'a1b2c3') => nodes.message(`breva/${node}/${below}`, Buffer.from(payload), retained) }
}

function state(change: Partial<State> = {}): string {
  const seq = change.seq ?? 1
  return JSON.stringify({ node: 'a1b2c3', location: 'bedroom', boot: 1, seq, time: null, uptime: seq * 5000, co2: 812, temperature: null, quality: { co2: 'ok', temperature: 'warming' }, ...change })
}

describe('WatchedNodes', () => {
  it('asks for what it reads, of all nodes or of some', () => {
    expect(watchFilters('breva', [])).toEqual(['breva/+/status', 'breva/+/state', 'breva/+/history', 'breva/+/sensor/+/status'])
    expect(watchFilters('breva', ['a', 'b'])).toHaveLength(8)
  })

  it('asks for and reads what stands below its root, and nothing else', () => {
    expect(watchFilters('home/sensors', ['a'])).toContain('home/sensors/a/state')
    const nodes = new WatchedNodes('home/sensors', undefined, () => now)
    expect(nodes.message('home/sensors/a1b2c3/state', Buffer.from(state()), false)).toMatchObject([{ event: 'state', node: 'a1b2c3' }])
    expect(nodes.message('breva/a1b2c3/state', Buffer.from(state()), false)).toMatchObject([{ event: 'invalid' }])
  })

  it('says below which root it watches where that is not the usual one', () => {
    const started = { event: 'started' as const, time: 'T', version: '0', broker: 'mqtt://h:1883', brokerFrom: null, nodes: [], statistics: false }
    expect(watchLine({ ...started, root: 'breva' })).toBe('T - watching all nodes at mqtt://h:1883')
    expect(watchLine({ ...started, root: 'home/\u001bx' })).toBe('T - watching all nodes below home/?x at mqtt://h:1883')
  })

  it('a value that is not good is its quality, never a number', () => {
    const { hear } = watch()
    const [event] = hear('state', state({ co2: 400, quality: { co2: 'suspect', temperature: 'warming' } }))
    expect(watchLine(event)).toMatch(/co2=suspect temperature=warming$/)
  })

  it('counts samples that are missing within a start, and those that come late', () => {
    const { nodes, hear } = watch()
    hear('state', state({ seq: 1 }))
    expect(hear('state', state({ seq: 5 }))).toMatchObject([{ event: 'state', missing: 3 }])
    expect(hear('state', state({ boot: 2, seq: 9 }))).toMatchObject([{ missing: 0 }])
    expect(hear('history', `[${state()},${state()}]`)).toMatchObject([{ event: 'history', samples: 2 }])
    expect(nodes.counts).toMatchObject({ states: 3, missing: 3, late: 2, invalid: 0 })
  })

  it('knows since when a node is offline only where it has seen it go', () => {
    const { nodes, hear } = watch()
    expect(hear('status', 'offline', true)).toMatchObject([{ event: 'link', link: 'offline', retained: true }])
    expect(nodes.nodes.get('a1b2c3')?.turnedAt).toBeUndefined()
    hear('status', 'online')
    now += 5000
    expect(hear('status', 'offline')).toHaveLength(1)
    expect(nodes.nodes.get('a1b2c3')?.turnedAt).toBe(now)
    expect(hear('status', 'offline')).toEqual([])
    expect(nodes.online()).toBe(0)
  })

  it('a node that is online and says nothing for three periods is silent, once', () => {
    const { nodes, hear } = watch()
    hear('status', 'online')
    for (const seq of [1, 2, 3]) hear('state', state({ seq, uptime: seq * 10_000 }))
    now += 29_000
    expect(nodes.silent()).toEqual([])
    now += 2000
    expect(nodes.silent()).toMatchObject([{ event: 'silent', node: 'a1b2c3', seconds: 31 }])
    expect(nodes.silent()).toEqual([])
    hear('state', state({ seq: 4 }))
    now += 60_000
    hear('status', 'offline')
    expect(nodes.silent()).toEqual([])
  })

  it('a cleared status of a sensor is forgotten', () => {
    const { nodes, hear } = watch()
    hear('sensor/scd30/status', 'online', true)
    hear('sensor/scd30/status', '')
    expect(nodes.nodes.get('a1b2c3')?.sensors.size).toBe(0)
  })

  it('with statistics a jump is an anomaly, by name and size', () => {
    const { nodes, hear } = watch(50)
    for (let seq = 1; seq <= 40; seq++) expect(hear('state', state({ seq, co2: 800 + seq % 3 }))).toHaveLength(1)
    expect(hear('state', state({ seq: 41, co2: 1200 }))).toMatchObject([{ event: 'state', statistics: { co2: { count: 41, max: 1200 } } }, { event: 'anomaly', key: 'co2', value: 1200, by: 'forecast' }])
    expect(nodes.counts.anomalies).toBe(1)
    // After a gap nothing was forecast; the mean is still known.
    expect(hear('state', state({ seq: 50, co2: 3000 }))[1]).toMatchObject({ by: 'z-score' })
  })

  it.each([
    ['state', '{"node":', 'not JSON'],
    ['state', '{"node":"a1b2c3"}', 'location'],
    ['status', 'onlin', 'neither online nor offline'],
    ['sensor/scd30/status', 'x', 'neither online nor offline'],
    ['history', '{}', 'not a list'],
    ['state', ' '.repeat(70_000), 'longer than']
  ])('a bad %s is counted and named', (below, payload, reason) => {
    const { nodes, hear } = watch()
    const [event] = hear(below, payload)
    expect(event).toMatchObject({ event: 'invalid', node: 'a1b2c3', reason: expect.stringContaining(reason) as string })
    expect(nodes.counts.invalid).toBe(1)
    expect([...nodes.invalidBy.values()]).toEqual([1])
  })

  it('no message makes it throw, and no line has a control character', () => {
    const { hear, nodes } = watch(20)
    const below = fc.oneof(fc.constantFrom('state', 'status', 'history', 'sensor/scd30/status', 'sensor/\u001b[2J/status'), fc.string({ unit: 'binary', maxLength: 20 }))
    const payload = fc.oneof(fc.json(), fc.string({ unit: 'binary' }), fc.record({ seq: fc.integer(), boot: fc.double(), uptime: fc.double(), co2: fc.option(fc.double()), location: fc.string({ unit: 'binary' }) }).map(change => state(change as Partial<State>)))
    fc.assert(fc.property(below, payload, fc.string({ unit: 'binary', maxLength: 5 }), (topic, text, name) => {
      for (const event of [...hear(topic, text), ...hear(topic, text, true, name)]) expect(watchLine(event)).not.toMatch(/\p{Cc}/u)
    }), { numRuns: 300 })
    expect(nodes.counts.messages).toBe(600)
  })
})
