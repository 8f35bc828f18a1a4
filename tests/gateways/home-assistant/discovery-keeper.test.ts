import { beforeEach, describe, expect, it } from 'vitest'
import { DiscoveryKeeper } from '../../../gateways/home-assistant/discovery-keeper.ts'
import { heardNode } from '../../support/heard-node.ts'

const { info, latest, sensors } = heardNode()
const [GONE, STAYS] = Object.keys(latest.probes!)
const SETTLED = 2000

let keeper: DiscoveryKeeper
let time: number

function hear(topic: string, payload: unknown, retained = false): boolean {
  return keeper.message(topic, Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload)), retained, time)
}

function hearNode(): void {
  hear('breva/a1b2c3/status', 'online', true)
  hear('breva/a1b2c3/info', info, true)
  for (const sensor of sensors) hear(`breva/a1b2c3/sensor/${sensor}/status`, 'online', true)
}

const sample = (changed: Partial<typeof latest> = {}): boolean => hear('breva/a1b2c3/state', { ...latest, ...changed })

/** Of the nodes that Home Assistant was told of. */
const names = (one: DiscoveryKeeper): string[] => one.published.map(({ node }) => node)

/** Publishes what is due, and returns the names of the nodes. */
function published(): string[] {
  return keeper.due(time).filter(node => {
    const plan = keeper.plan(node, time)
    if (!plan || plan.unchanged) return false
    expect(plan.problems).toEqual([])
    keeper.done(plan, plan.text)
    return true
  })
}

beforeEach(() => {
  keeper = new DiscoveryKeeper({ prefix: 'homeassistant', root: 'breva', period: undefined, random: () => 0.5 })
  time = 0
})

describe('what a node is told of to Home Assistant', () => {
  it('waits for a sample, and for the messages of a node to end', () => {
    hearNode()
    expect(keeper.incomplete()).toEqual(['a1b2c3'])
    expect(keeper.plan('a1b2c3', time)).toBeUndefined()
    sample()
    expect(keeper.incomplete()).toEqual([])
    expect(published()).toEqual([])
    time = SETTLED
    expect(published()).toEqual(['a1b2c3'])
  })

  it('waits for a second sample after a node\'s start, for its period', () => {
    hearNode()
    sample({ seq: 1, uptime: 7000 })
    expect(keeper.incomplete()).toEqual(['a1b2c3'])
    expect(keeper.plan('a1b2c3', time)).toMatchObject({ period: undefined, expiry: 10_800 })
    sample({ seq: 2, uptime: 67_000 })
    expect(keeper.incomplete()).toEqual([])
    expect(keeper.plan('a1b2c3', time)).toMatchObject({ period: 60, expiry: 180 })
  })

  it('does not wait for a node that is offline', () => {
    hear('breva/a1b2c3/status', 'offline', true)
    expect(keeper.incomplete()).toEqual([])
  })

  it('is published once, while nothing changes', () => {
    hearNode()
    sample()
    time = SETTLED
    published()
    for (let seq = 1; seq <= 50; seq++) {
      // A sample comes up to a second early or late.
      sample({ seq: latest.seq + seq, uptime: latest.uptime + seq * 20_500 + (seq % 3 - 1) * 900, co2: 400 + seq })
      time += 20_500
      expect(published()).toEqual([])
    }
  })

  it('is published again with a component that is nothing but its platform, when a probe has gone, and whole when it is back', () => {
    hearNode()
    sample()
    time = SETTLED
    published()
    hear(`breva/a1b2c3/sensor/${GONE}/status`, '', true)
    sample({ probes: { [STAYS]: 4.5 } })
    time += SETTLED
    const plan = keeper.plan('a1b2c3', time)!
    expect(plan.gone).toEqual([`probe_${GONE}`])
    expect(plan.message.cmps[`probe_${GONE}`]).toEqual({ p: 'sensor' })
    expect(published()).toEqual(['a1b2c3'])
    hear(`breva/a1b2c3/sensor/${GONE}/status`, 'online', true)
    sample()
    time += SETTLED
    expect(keeper.plan('a1b2c3', time)!.message.cmps[`probe_${GONE}`]).toMatchObject({ uniq_id: `breva_a1b2c3_${GONE}` })
    expect(published()).toEqual(['a1b2c3'])
  })

  it('is published again within half a minute after Home Assistant has said that it is online, and once', () => {
    hearNode()
    sample()
    time = SETTLED
    published()
    expect(hear('homeassistant/status', 'online', true)).toBe(false)
    expect(hear('homeassistant/status', 'offline')).toBe(false)
    expect(hear('homeassistant/status', 'online')).toBe(true)
    time += 14_999
    expect(published()).toEqual([])
    time += 1
    expect(published()).toEqual(['a1b2c3'])
    time += 60_000
    expect(published()).toEqual([])
  })

  it('stays as the broker has kept it from a former run', () => {
    hearNode()
    sample()
    const { topic, text } = keeper.plan('a1b2c3', time)!
    hear(topic, text, true)
    expect(keeper.plan('a1b2c3', time)!.unchanged).toBe(true)
    expect(names(keeper)).toEqual(['a1b2c3'])
    hear(topic, '', true)
    expect(keeper.plan('a1b2c3', time)!.unchanged).toBe(false)
    expect(names(keeper)).toEqual([])
  })

  it('is looked at again after a reconnection, as the broker may have forgotten it', () => {
    hearNode()
    sample()
    time = SETTLED
    published()
    keeper.reconnected(time)
    time += SETTLED
    expect(published()).toEqual(['a1b2c3'])
  })

  it('does not take a message of somebody else for its own', () => {
    hear('homeassistant/device/breva_a1b2c3/config', { dev: {}, o: { name: 'other' }, cmps: {} }, true)
    hear('homeassistant/device/other/config', { o: { name: 'breva' }, cmps: {} }, true)
    expect(names(keeper)).toEqual([])
  })

  it('below another root is heard there alone, with every topic of its description below that root', () => {
    keeper = new DiscoveryKeeper({ prefix: 'homeassistant', root: 'home/sensors', period: 20, random: () => 0.5 })
    expect(keeper.filters).toContain('home/sensors/+/state')
    hearNode()
    sample()
    expect(keeper.nodes).toEqual([])
    hear('home/sensors/a1b2c3/info', info, true)
    for (const sensor of sensors) hear(`home/sensors/a1b2c3/sensor/${sensor}/status`, 'online', true)
    hear('home/sensors/a1b2c3/state', latest)
    const plan = keeper.plan('a1b2c3', time)!
    expect(plan.problems).toEqual([])
    expect(plan.topic).toMatch(/^homeassistant\/device\/breva_a1b2c3_[0-9a-f]{8}\/config$/)
    const topics = [...plan.text.matchAll(/"(?:t|stat_t)":"([^"]*)"/g)].map(([, topic]) => topic)
    expect(topics.length).toBeGreaterThan(5)
    expect(topics.filter(topic => !topic.startsWith('home/sensors/a1b2c3/'))).toEqual([])
  })

  it('is not removed with those of another root, and is named as one of it', () => {
    const other = new DiscoveryKeeper({ prefix: 'homeassistant', root: 'home/sensors', period: 20, random: () => 0.5 })
    hearNode()
    sample()
    const { topic, text } = keeper.plan('a1b2c3', time)!
    for (const each of [keeper, other]) each.message(topic, Buffer.from(text), true, time)
    expect([names(keeper), keeper.elsewhere]).toEqual([['a1b2c3'], []])
    expect([names(other), other.elsewhere]).toEqual([[], [{ root: 'breva', node: 'a1b2c3' }]])
    // A message that does not tell is anybody's.
    other.message(topic, Buffer.from(JSON.stringify({ ...JSON.parse(text), stat_t: undefined })), true, time)
    expect([names(other), other.elsewhere]).toEqual([['a1b2c3'], []])
  })

  it('leaves the device of a node with the same name below another root alone, and removes its own', () => {
    hearNode()
    sample()
    const before = keeper.plan('a1b2c3', time)!
    keeper = new DiscoveryKeeper({ prefix: 'homeassistant', root: 'homeassistant', period: 20, random: () => 0.5 })
    hear(before.topic, before.text, true)
    hear('homeassistant/a1b2c3/info', info, true)
    hear('homeassistant/a1b2c3/state', latest)
    const plan = keeper.plan('a1b2c3', time)!
    expect([plan.unchanged, plan.problems]).toEqual([false, []])
    expect(plan.topic).not.toBe(before.topic)
    keeper.done(plan, plan.text)
    expect(keeper.plan('a1b2c3', time)!.unchanged).toBe(true)
    expect([keeper.published, keeper.elsewhere]).toEqual([[{ node: 'a1b2c3', topic: plan.topic }], [{ root: 'breva', node: 'a1b2c3' }]])
    hear(plan.topic, '', true)
    expect([names(keeper), keeper.elsewhere.length]).toEqual([[], 1])
  })

  it('is sent again at the start of Home Assistant only where it is below the root', () => {
    hearNode()
    sample()
    const { topic, text } = keeper.plan('a1b2c3', time)!
    keeper = new DiscoveryKeeper({ prefix: 'homeassistant', root: 'lab', period: 20, random: () => 0.5 })
    hear(topic, text, true)
    hear('homeassistant/status', 'online')
    time += 60_000
    expect(keeper.due(time)).toEqual([])
  })

  it('leaves unread what is not as it should be', () => {
    for (const [topic, payload] of [
      ['breva/A1/status', 'online'], ['breva/a1b2c3/status', 'maybe'], ['breva/a1b2c3/info', '{}'], ['breva/a1b2c3/info', 'junk'], ['breva/a1b2c3/state', '{}'],
      ['breva/other/state', JSON.stringify(latest)], ['breva/a1b2c3/sensor/a b/status', 'online'], ['breva/a1b2c3/sensor/scd30/status', 'x'], ['elsewhere/a1b2c3/status', 'online'],
      ['breva/a1b2c3/info', 'x'.repeat(70_000)]
    ]) hear(topic, payload)
    hear('breva/a1b2c3/state', latest, true)
    expect(keeper.nodes).toEqual([])
  })
})
