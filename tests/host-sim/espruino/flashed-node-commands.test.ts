import { describe, expect, it } from 'vitest'
import { settingsRecord } from '../../../cli/node-scripts.ts'
import type { NodeSettings } from '../../../contract/settings.ts'
import { FlashedBench } from '../../support/flashed-bench.ts'
import { until } from '../../support/until.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
/** Of the office's three probes the one on the pipe. */
const PROBE = '2839386a0d000044'

function send(bench: FlashedBench, verb: string, payload: string): void {
  bench.broker.publish({ topic: `breva/${bench.node.node}/command/${verb}`, payload, qos: 1, retain: false, client: '' })
}

function reply(bench: FlashedBench, verb: string, payload: string): unknown {
  send(bench, verb, payload)
  return bench.next(`reply/${verb}`)
}

/** What the broker keeps under `breva/<node>/sensor/`, by the sensors' names. */
function statuses(bench: FlashedBench): Record<string, string> {
  const found = [...bench.broker.retained].map(([topic, payload]) => [/sensor\/(.*)\/status$/.exec(topic)?.[1] ?? '', payload])
  return Object.fromEntries(found.filter(([name]) => name !== '')) as Record<string, string>
}

function info(bench: FlashedBench): Record<string, unknown> {
  return JSON.parse(bench.broker.retained.get(`breva/${bench.node.node}/info`) ?? '{}') as Record<string, unknown>
}

describe('the command forget, to a flashed node', () => {
  const forget = (bench: FlashedBench, sensor: string): unknown => reply(bench, 'forget', `{"id":"c-1","sensor":"${sensor}"}`)

  it('clears the status of a probe that is gone and leaves out its key, in later starts too', () => {
    const bench = FlashedBench.settled()
    bench.node.board.targets[PROBE].inject('unplug', true)
    bench.clock.advance(2 * MINUTE)
    expect(statuses(bench)).toMatchObject({ [PROBE]: 'offline' })
    expect(bench.states().at(-1)).toMatchObject({ probes: { [PROBE]: null }, quality: { [PROBE]: 'fault' } })
    expect(forget(bench, PROBE)).toEqual({ id: 'c-1', ok: true })
    for (let start = 1; start <= 2; start++) {
      bench.clock.advance(MINUTE)
      const last = bench.states().at(-1)!
      expect(last).toMatchObject({ boot: start })
      expect(JSON.stringify([last, info(bench), statuses(bench)])).not.toContain(PROBE)
      expect(Object.keys(last['probes'] as object)).toHaveLength(2)
      bench.restart()
    }
  })

  it.each([[PROBE, 'sensor is there'], ['280000000000001e', 'unknown sensor'], ['scd30', 'unknown sensor']])('is refused for %s: %s', (sensor, error) => {
    expect(forget(FlashedBench.settled(), sensor)).toEqual({ id: 'c-1', ok: false, error })
  })

  it('takes the status of a sensor back that the settings have no more, and that of each probe of a bus that they have no more', () => {
    let settings: NodeSettings | undefined
    const bench = FlashedBench.settled({ change: own => { settings = own } })
    const before = Object.keys(statuses(bench))
    expect(before).toHaveLength(6)
    delete settings!.sensors['mh-z19']
    delete settings!.sensors.ds18b20
    bench.node.storage.write('settings.b', settingsRecord(2, JSON.stringify(settings)))
    // The first link breaks in the middle of it.
    bench.restart()
    until(bench.clock, () => Object.keys(statuses(bench)).length < 4)
    bench.network.inject('loss', true)
    bench.clock.advance(MINUTE)
    bench.network.inject('loss', false)
    bench.clock.advance(3 * MINUTE)
    expect(statuses(bench)).toEqual({ scd30: 'online' })
    const from = bench.messages.length
    bench.restart()
    bench.clock.advance(2 * MINUTE)
    expect(bench.messages.slice(from).filter(({ payload }) => payload === '')).toEqual([])
  })
})

describe('a message to a flashed node that is too long to be kept', () => {
  it.each([1300, 20_000, 900_000])('of %i bytes is acknowledged unread, ends no link, and the next command is answered', length => {
    const bench = FlashedBench.settled()
    const session = bench.broker.sessionOf(`breva${bench.suffix}`)!
    send(bench, 'ping', `{"id":"c-1"}${' '.repeat(length)}`)
    expect(session.unanswered).toBe(1)
    bench.clock.advance(SECOND)
    expect(session.unanswered).toBe(0)
    expect(reply(bench, 'ping', '{"id":"c-2"}')).toEqual({ id: 'c-2', ok: true })
    expect(bench.messages.filter(({ topic }) => topic.includes('/reply/'))).toHaveLength(1)
    expect([bench.broker.connections, bench.watchdog.bites]).toEqual([1, 0])
  })
})

describe('a flashed node that finds on each link a message which no client may take', () => {
  it.each([true, false])('does without commands after three, says why, and hears them again an hour later (clean session: %s)', cleanSession => {
    const bench = FlashedBench.settled({ change: settings => { settings.broker.cleanSession = cleanSession } })
    const { number } = bench.broker.sessionOf(`breva${bench.suffix}`)!
    // NUL in a topic; the broker keeps it, and sends it to each client that subscribes to commands.
    const topic = `breva/${bench.node.node}/command/\0`
    bench.broker.publish({ topic, payload: 'x', qos: 1, retain: true, client: '' })
    bench.clock.advance(10 * MINUTE)
    expect(info(bench)).toMatchObject({ commands_off: 'bad_message' })
    expect(bench.published('health').at(-1)).toMatchObject({ commands: false, commands_off: 'bad_message', links: { broker_bad_message: 3 } })
    // The broker was asked to forget what it kept.
    expect(bench.broker.sessionOf(`breva${bench.suffix}`)!.number).toBeGreaterThan(number)
    bench.broker.retained.delete(topic)
    const taken = bench.states().length
    send(bench, 'ping', '{"id":"c-1"}')
    bench.clock.advance(30 * MINUTE)
    expect([bench.states().length - taken, bench.messages.filter(({ topic }) => topic.includes('/reply/'))]).toEqual([180, []])
    bench.clock.advance(22 * MINUTE)
    expect(info(bench)).toMatchObject({ commands_off: null })
    expect(reply(bench, 'ping', '{"id":"c-2"}')).toEqual({ id: 'c-2', ok: true })
    expect(bench.printed.filter(line => line.includes('Uncaught'))).toEqual([])
  })
})

describe('a sample on which the broker hangs up', () => {
  it('is held back by a flashed node while the others go, and given up and counted when a link that has proved itself ends on it too', () => {
    const bench = FlashedBench.settled()
    const bad = (bench.states().at(-1)!['seq'] as number) + 3
    let refusals = 0
    bench.broker.rejects = ({ topic, payload }) => {
      const samples = /\/(state|history)$/.test(topic) ? [JSON.parse(payload) as { seq: number } | { seq: number }[]].flat() : []
      const refused = samples.some(({ seq }) => seq === bad)
      if (refused) refusals++
      return refused
    }
    bench.clock.advance(20 * MINUTE)
    const late = bench.messages.filter(({ topic }) => topic.endsWith('/history')).flatMap(({ payload }) => JSON.parse(payload) as { seq: number }[])
    const arrived = [...bench.states() as { seq: number }[], ...late].map(({ seq }) => seq).sort((a, b) => a - b)
    const last = arrived.at(-1)!
    expect(arrived).toEqual(Array.from({ length: last }, (_, n) => n + 1).filter(seq => seq !== bad))
    expect(bench.published('health').at(-1)).toMatchObject({ queued: 0, drops: { rejected: 1 }, links: { broker_closed: refusals } })
    expect(refusals).toBeGreaterThanOrEqual(3)
    expect(refusals).toBeLessThanOrEqual(6)
  })
})
