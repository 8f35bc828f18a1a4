import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_IN_FLIGHT } from '../../../firmware/mqtt/in-flight.ts'
import { courses, expectDelivered, expectExact, expectReturned, travelled, ways } from '../../support/pair-course.ts'
import { SessionPair } from '../../support/session-pair.ts'

/** ms on one link after which a session no longer suspects a message of having ended others, and sends several at once. */
const ACQUITTAL = 60_000

describe('two sessions and a broker between them', () => {
  it('deliver everything exactly once and in order over links that hold, whatever the latency and the pieces', () => {
    fc.assert(fc.property(ways, fc.boolean(), fc.array(fc.constantFrom(0, 1, 2), { maxLength: 25 }), (way, cleanSession, messages) => {
      const pair = travelled(new SessionPair({ ...way, sender: { cleanSession } }), [{ messages, sender: [], receiver: [] }])
      expectDelivered(pair)
      expect(pair.receiver.received).toEqual(pair.published.map(({ payload }) => payload))
      expect([pair.sender.session.strays, pair.receiver.session.strays, pair.sender.links, pair.receiver.links]).toEqual([0, 0, 1, 1])
    }), { numRuns: 100, seed: 1 })
  })

  it('[MQTT-4.3.1-1] [MQTT-4.3.2-1] [MQTT-4.3.3-1] keep their promises over links that break at any byte: QoS 0 at most once, QoS 1 at least once, QoS 2 exactly once', () => {
    let links = 0
    fc.assert(fc.property(ways, courses, (way, course) => {
      const pair = travelled(new SessionPair({ ...way, sender: { cleanSession: false } }), course)
      links += pair.sender.links + pair.receiver.links
      expectExact(pair)
    }), { numRuns: 200, seed: 2 })
    expect(links).toBeGreaterThan(600)
  })

  it('[MQTT-3.1.2-6] with a clean session at the sender, twice arrives only what its owner has been given back', () => {
    let returned = 0
    fc.assert(fc.property(ways, courses, (way, course) => {
      const pair = travelled(new SessionPair(way), course)
      returned += pair.sender.returned.length
      expectReturned(pair)
    }), { numRuns: 200, seed: 3 })
    expect(returned).toBeGreaterThan(100)
  })

  it('use no packet id up: after links that broke, as many messages as ever are taken at once', () => {
    fc.assert(fc.property(ways, fc.boolean(), courses, (way, cleanSession, course) => {
      const pair = travelled(new SessionPair({ ...way, sender: { cleanSession } }), course)
      const { session } = pair.sender
      pair.clock.advance(ACQUITTAL)
      const taken = Array.from({ length: MAX_IN_FLIGHT + 1 }, () => session.publish('t/y', '', 2, false, pair.clock.now()) !== '')
      expect(taken).toEqual([true, true, true, true, false])
    }), { numRuns: 50, seed: 4 })
  })

  it('rest in between: an hour without a message costs no link', () => {
    const pair = new SessionPair({ longest: 1 })
    pair.clock.advance(3_600_000)
    expect([pair.sender.links, pair.receiver.links, pair.broker.connections]).toEqual([1, 1, 3])
    pair.publish(2)
    pair.drive()
    expect(pair.receiver.received).toEqual(['0:2'])
  })
})
