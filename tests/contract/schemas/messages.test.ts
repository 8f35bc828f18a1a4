import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { healthMessage } from '../../../contract/schemas/health-message.ts'
import { infoMessage } from '../../../contract/schemas/info-message.ts'
import { readStateMessage } from '../../../contract/schemas/state-message.ts'
import type { BrokerMessage } from '../../../broker/broker-message.ts'
import { FlashedBench } from '../../support/flashed-bench.ts'
import { ObservedNode } from '../../support/observed-node.ts'

const MINUTE = 60_000

/** All that the flashed node says in an hour with an outage, a probe unplugged, an MH-Z19 that is disturbed and a broker that refuses commands. */
function flashed(): BrokerMessage[] {
  const bench = FlashedBench.settled()
  const { targets } = bench.node.board
  targets['mh-z19'].inject('corrupt', true)
  targets['28139bbb0b00001f'].inject('unplug', true)
  bench.network.inject('loss', true)
  bench.clock.advance(15 * MINUTE)
  bench.network.inject('loss', false)
  bench.fault.arm('exception', 1)
  bench.clock.advance(40 * MINUTE)
  return bench.messages
}

/** The same of the source. */
function source(): BrokerMessage[] {
  const node = new ObservedNode(7)
  node.station.start()
  node.clock.advance(5 * MINUTE)
  node.board.targets['mh-z19'].inject('corrupt', true)
  node.board.targets['28139bbb0b00001f'].inject('unplug', true)
  node.clock.advance(55 * MINUTE)
  return node.messages
}

function payloads(messages: BrokerMessage[], topic: string): unknown[] {
  return messages.filter(message => message.topic.split('/').slice(2).join('/') === topic).map(message => JSON.parse(message.payload) as unknown)
}

/** Every place in a message that is a key of an object, as the keys that lead there. */
function places(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return []
  return Object.entries(value).flatMap(([key, inner]) => [[...path, key], ...places(inner, [...path, key])])
}

/** The message with something else at that place. */
function spoiled(message: unknown, [key, ...rest]: string[], value: unknown): unknown {
  const own = message as Record<string, unknown>
  return { ...own, [key]: rest.length > 0 ? spoiled(own[key], rest, value) : value }
}

describe.each([['flashed bundle', flashed], ['source', source]])('what a node of the %s says', (_what, run) => {
  const messages = run()

  it.each<[string, z.ZodType, number]>([['info', infoMessage, 2], ['health', healthMessage, 30]])('fits its schema in every %s', (topic, schema, least) => {
    const all = payloads(messages, topic)
    expect(all.length).toBeGreaterThanOrEqual(least)
    for (const message of all) expect(schema.safeParse(message)).toEqual({ success: true, data: message })
  })

  it('fits its schema in every state and history', () => {
    const states = [...payloads(messages, 'state'), ...payloads(messages, 'history').flat()]
    expect(states.length).toBeGreaterThan(300)
    for (const state of states) expect(readStateMessage(JSON.stringify(state))).toEqual(state)
  })

  it.each<[string, z.ZodType]>([['info', infoMessage], ['health', healthMessage]])('is known to the schema of %s in each of its keys: none may have a value of another kind', (topic, schema) => {
    const message = payloads(messages, topic).at(-1)
    const all = places(message)
    expect(all.length).toBeGreaterThan(20)
    expect(all.filter(path => schema.safeParse(spoiled(message, path, Symbol('nothing'))).success)).toEqual([])
  })

  it.each<[string, z.ZodType]>([['info', infoMessage], ['health', healthMessage]])('is wanted by the schema of %s in each key of its own', (topic, schema) => {
    const message = payloads(messages, topic).at(-1) as object
    expect(Object.keys(message).filter(key => schema.safeParse(spoiled(message, [key], undefined)).success)).toEqual([])
  })
})

describe('the schemas of info and health', () => {
  const info = {
    start: 1, commands_off: null, units: {}, firmware: '0.1.0', bundle: '', model: 'ESP32', reset: 'power-on',
    sensors: { 'mh-z19': { type: 'MH-Z19', range: { co2: [354, null] }, stored: { abc: null } }, '28139bbb0b00001f': { family: null, power: 'parasite' } }
  }

  it('take a range that the part does not tell, and a probe that has not been asked', () => {
    expect(infoMessage.parse(info)).toEqual(info)
  })

  it.each([
    ['a range that ends before it begins', ['sensors', 'mh-z19', 'range', 'co2'], [5000, 354]],
    ['a range with one end', ['sensors', 'mh-z19', 'range', 'co2'], [354]],
    ['a sensor without its type', ['sensors', 'mh-z19', 'type'], undefined],
    ['a sensor without its range', ['sensors', 'mh-z19', 'range'], undefined],
    ['a stored setting that is a text', ['sensors', 'mh-z19', 'stored', 'abc'], 'on'],
    ['a power that no probe has', ['sensors', '28139bbb0b00001f', 'power'], 'solar']
  ])('refuse %s', (_what, path, value) => {
    expect(infoMessage.safeParse(spoiled(info, path, value)).success).toBe(false)
  })
})
