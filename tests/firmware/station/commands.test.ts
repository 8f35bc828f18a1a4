import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PAYLOAD_LIMIT } from '../../../contract/command-frame.ts'
import { addReply, nextReply, nextVerb, openCommandQueue, removeReply } from '../../../firmware/station/command-queue.ts'
import { obeyCommand } from '../../../firmware/station/obey-command.ts'
import { StationBench } from '../../support/station-bench.ts'

const ROOT = 'breva/a1b2c3/'

const { station } = StationBench.plain()

/** What is published for a command. */
function replyTo(verb: string, payload: string): string {
  const queue = openCommandQueue()
  addReply(queue, 'first', '"c-1" ')
  addReply(queue, verb, obeyCommand(station, verb, payload))
  expect([nextVerb(queue), nextReply(queue)]).toEqual(['first', '{"id":"c-1","ok":true}'])
  removeReply(queue)
  expect([nextVerb(queue), queue.waiting]).toEqual([verb, 1])
  return nextReply(queue)
}

function online(): ReturnType<typeof StationBench.plain> {
  const bench = StationBench.plain()
  bench.online()
  bench.client.take()
  return bench
}

describe('a command', () => {
  it('ping is answered, not retained, under its identifier', () => {
    const bench = online()
    bench.client.deliver(`${ROOT}command/ping`, '{"id":"c-81"}')
    expect(bench.client.published).toMatchObject([{ topic: `${ROOT}reply/ping`, payload: '{"id":"c-81","ok":true}', qos: 1, retain: false }])
  })

  it.each([
    ['ping', '{ "id" : "c-81" }', '{"id":"c-81","ok":true}'],
    ['ping', '{"id":"c-81"} \n', '{"id":"c-81","ok":true}'],
    ['ping', `{"id":"${'a'.repeat(36)}"}`, `{"id":"${'a'.repeat(36)}","ok":true}`],
    ['ping', `{"id":"${'a'.repeat(37)}"}`, '{"id":null,"ok":false,"error":"no valid id"}'],
    ['ping', '{"id":"c-81","x":1}', '{"id":"c-81","ok":false,"error":"unknown argument"}'],
    ['ping', '{"id":"c-81"}{"id":"c-82"}', '{"id":"c-81","ok":false,"error":"unknown argument"}'],
    ['ping', '{"id":"c 81"}', '{"id":null,"ok":false,"error":"no valid id"}'],
    ['ping', '{"id":"c\\"81"}', '{"id":null,"ok":false,"error":"no valid id"}'],
    ['ping', '{"id":81}', '{"id":null,"ok":false,"error":"no valid id"}'],
    ['ping', '{"id":""}', '{"id":null,"ok":false,"error":"no valid id"}'],
    ['ping', '{"__proto__":{"id":"c-81"}}', '{"id":null,"ok":false,"error":"no valid id"}'],
    ['ping', '', '{"id":null,"ok":false,"error":"no valid id"}'],
    ['reboot', '{"id":"c-81","expiry":5}', '{"id":"c-81","ok":false,"error":"unknown verb"}']
  ])('%s %j is answered %j', (verb, payload, reply) => {
    expect(replyTo(verb, payload)).toBe(reply)
  })

  it('of as many bytes as it may have is looked at, and one byte more is refused', () => {
    expect(replyTo('ping', '{"id":"c-81"}'.padEnd(PAYLOAD_LIMIT))).toBe('{"id":"c-81","ok":true}')
    expect(replyTo('ping', '{"id":"c-81"}'.padEnd(PAYLOAD_LIMIT + 1))).toBe('{"id":"c-81","ok":false,"error":"too long"}')
  })

  it('F50 of any bytes is answered with valid JSON that holds nothing but a strict identifier', () => {
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 60 }).map(bytes => String.fromCharCode(...bytes)), fc.json(), fc.string().map(id => `{"id":"${id}"}`))
    fc.assert(fc.property(bytes, payload => {
      const reply = JSON.parse(replyTo('ping', payload)) as { id: unknown, ok: boolean }
      expect(reply.id === null || /^[-\w]{1,36}$/.test(reply.id as string)).toBe(true)
      if (reply.ok) expect(JSON.parse(payload)).toEqual({ id: reply.id })
    }))
  })

  it('F29 that comes twice is answered twice with one result', () => {
    const bench = online()
    for (let n = 0; n < 2; n++) {
      bench.client.deliver(`${ROOT}command/ping`, '{"id":"c-81"}')
      bench.client.deliver(`${ROOT}command/reboot`, '{"id":"c-82"}')
      bench.clock.advance(60000)
    }
    expect(bench.client.payloads('reply/ping')).toEqual(['{"id":"c-81","ok":true}', '{"id":"c-81","ok":true}'])
    expect(bench.client.payloads('reply/reboot')).toEqual(['{"id":"c-82","ok":false,"error":"unknown verb"}', '{"id":"c-82","ok":false,"error":"unknown verb"}'])
  })

  it('F51 that is retained is ignored and counted', () => {
    const bench = online()
    bench.client.deliver(`${ROOT}command/ping`, '{"id":"c-81"}', true)
    bench.clock.advance(60000)
    expect(bench.client.payloads('reply/ping')).toEqual([])
    expect(JSON.parse(bench.client.payloads('/health')[0])).toMatchObject({ refused_commands: 1 })
  })

  it.each(['breva/other1/command/ping', `${ROOT}commands/ping`, `${ROOT}command/`, `${ROOT}command/Ping`, `${ROOT}command/a/b`, `${ROOT}command/${'a'.repeat(21)}`, ''])(
    'on the topic %j is ignored and counted', topic => {
      const bench = online()
      bench.client.deliver(topic, '{"id":"c-81"}')
      bench.clock.advance(60000)
      expect(bench.client.published.filter(message => message.topic.includes('reply'))).toEqual([])
      expect(JSON.parse(bench.client.payloads('/health')[0])).toMatchObject({ refused_commands: 1 })
    })

  it('F52 comes in bursts of 10 and at 2 a second, the rest is ignored, and sampling does not notice', () => {
    const bench = online()
    for (let i = 0; i < 60000; i++) {
      bench.client.deliver(`${ROOT}command/ping`, `{"id":"c-${i}"}`)
      if (i < 1000) expect(bench.client.payloads('reply/ping').length).toBeLessThanOrEqual(14)
      bench.clock.advance(1)
    }
    const answered = bench.client.payloads('reply/ping').length
    expect(answered).toBeGreaterThanOrEqual(120)
    expect(answered).toBeLessThanOrEqual(134)
    expect(bench.samples().length).toBe(6)
    expect(bench.sensor.asked).toEqual([5000, 15000, 25000, 35000, 45000, 55000])
    expect(JSON.parse(bench.client.payloads('/health')[0]).refused_commands).toBeGreaterThan(50000)
  })

  it('that cannot be answered without a link waits for the next one, ten at most', () => {
    const bench = online()
    bench.client.silent = true
    for (let i = 0; i < 10; i++) bench.client.deliver(`${ROOT}command/ping`, `{"id":"c-${i}"}`)
    bench.clock.advance(10000)
    for (let i = 10; i < 20; i++) bench.client.deliver(`${ROOT}command/ping`, `{"id":"c-${i}"}`)
    bench.client.disconnect()
    bench.client.take()
    bench.client.silent = false
    bench.client.connect()
    bench.clock.advance(1000)
    expect(bench.client.payloads('reply/ping').map(payload => (JSON.parse(payload) as { id: string }).id))
      .toEqual(['c-0', 'c-1', 'c-2', 'c-3', 'c-4', 'c-5', 'c-6', 'c-7', 'c-8', 'c-9'])
  })
})
