import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Bytes } from '../../../drivers/hal/bytes.ts'
import { BAD_MESSAGE, NO_ACKNOWLEDGEMENT, NO_PINGRESP, STOPPED } from '../../../firmware/mqtt/disconnect-reason.ts'
import { HARD_LIMIT, SOFT_LIMIT } from '../../../firmware/mqtt/packet-stream.ts'
import { remainingLength } from '../../../firmware/mqtt/packet-writer.ts'
import { closed, end } from '../../../firmware/mqtt/session-end.ts'
import { CONNECTED, ENDED } from '../../../firmware/mqtt/session-state.ts'
import { OpenSession } from '../../support/open-session.ts'

/** A PUBLISH whose remaining length is that. */
function publish(topic: Bytes, length: number, qos: number, id = 258): Bytes {
  const head = String.fromCharCode(topic.length >> 8, topic.length & 255) + topic + (qos ? String.fromCharCode(id >> 8, id & 255) : '')
  return String.fromCharCode(0x30 | (qos << 1)) + remainingLength(length) + head + 'x'.repeat(length - head.length)
}

const PUBACK = '\x40\x02\x01\x02'
const PUBREC = '\x50\x02\x01\x02'
const PINGREQ = '\xc0\0'

describe('a message that is too long', () => {
  it.each([[SOFT_LIMIT + 1, 0, ''], [65536, 1, PUBACK], [65537, 2, PUBREC], [100_000, 1, PUBACK], [HARD_LIMIT, 2, PUBREC]])('of %i bytes at QoS %i is drained unread, answered and counted, and the link goes on', (length, qos, answer) => {
    const { session, listener } = OpenSession.clean()
    const bytes = publish('breva/a1b2c3/command/ping', length, qos)
    let answers = ''
    for (let at = 0; at < bytes.length; at += 1460) {
      answers += session.received(bytes.slice(at, at + 1460), 0)
      expect(session.buffer.length).toBeLessThan(8)
    }
    expect([answers, session.oversized, session.state, listener.messages]).toEqual([answer, 1, CONNECTED, []])
    session.received(publish('t', 3, 0), 0)
    expect(listener.messages.length).toBe(1)
  })

  it('tells how it begins, behind topic and packet id, before its end has come, wherever it is cut', () => {
    for (const qos of [0, 1]) {
      for (let cut = 1; cut < 120; cut++) {
        const { session, listener } = OpenSession.clean()
        const bytes = publish('breva/a1b2c3/info', 5000, qos)
        session.received(bytes.slice(0, cut), 0)
        session.received(bytes.slice(cut, 200), 0)
        expect(listener.beginnings).toEqual([{ topic: 'breva/a1b2c3/info', payload: 'x'.repeat(90 - 19 - (qos ? 2 : 0)), retained: false }])
        expect(session.received(bytes.slice(200) + publish('t', 5, 1, 9), 0)).toBe((qos ? PUBACK : '') + '\x40\x02\0\x09')
        expect([session.state, listener.beginnings.length, listener.messages.length]).toEqual([CONNECTED, 1, 1])
      }
    }
  })

  it('is not told where its topic is as long, or at QoS 2', () => {
    const { session, listener } = OpenSession.clean()
    expect(session.received(publish('t'.repeat(87), 5000, 1) + publish('t', 5000, 2), 0)).toBe(PUBACK + PUBREC)
    expect([listener.beginnings, session.oversized]).toEqual([[], 2])
  })

  it('of more than 1 MB ends the link from its header, as a bad message', () => {
    const { session } = OpenSession.clean()
    session.received(publish('t', HARD_LIMIT + 1, 0).slice(0, 10), 0)
    expect([session.state, session.reason, session.violations]).toEqual([ENDED, BAD_MESSAGE, 1])
  })

  it('is forgotten with its link', () => {
    const open = OpenSession.clean()
    open.session.received(publish('t', 5000, 1).slice(0, 100), 0)
    closed(open.session, 0)
    open.connect(0)
    open.session.received(publish('t', 3, 0), 0)
    expect(open.listener.messages.length).toBe(1)
  })
})

describe('a chunk', () => {
  it('is told to its end before its owner may publish something large, and nothing of it is kept then', () => {
    const { session, listener } = OpenSession.clean()
    const seen: [number, string][] = []
    listener.on['read'] = () => { seen.push([listener.messages.length, session.buffer]) }
    session.received(publish('t', 20, 0).slice(0, 10), 0)
    session.received(publish('t', 20, 0).slice(10) + publish('u', 20, 1) + publish('v', 20, 0), 0)
    expect(seen.at(-1)).toEqual([3, ''])
  })

  it('is answered with nothing where its owner leaves as soon as it is told', () => {
    const { session, listener } = OpenSession.clean()
    listener.on['read'] = () => { end(session, STOPPED) }
    expect(session.received(publish('t', 20, 1), 0)).toBe('')
  })
})

describe('while a long message comes', () => {
  /** Pieces of a message of 1 MB, one each 5 s, for so many seconds from the PUBLISH of a message of ours on; what was sent. */
  function crawl(seconds: number): { open: OpenSession, pings: number[], now: number } {
    const open = OpenSession.clean()
    const { session } = open
    session.received(publish('t', HARD_LIMIT, 1).slice(0, 100), 0)
    session.publish('t', 'x', 1, false, 0)
    const pings: number[] = []
    let now = 0
    for (; now < seconds * 1000; now += 1000) {
      if (now % 5000 === 0) session.received('x'.repeat(100), now)
      if (now >= session.nextWake() && session.elapsed(now) === PINGREQ) pings.push(now)
    }
    return { open, pings, now }
  }

  it('its bytes keep the link, whatever is unanswered behind it, and PINGREQs go out each three quarters of the keep-alive', () => {
    const { open, pings } = crawl(300)
    expect(open.session.state).toBe(CONNECTED)
    expect(pings.length).toBe(13)
    for (let n = 1; n < pings.length; n++) expect(pings[n] - pings[n - 1]).toBeLessThanOrEqual(23_000)
  })

  it('the PINGRESPs behind it are no strays', () => {
    const { open, now } = crawl(100)
    const { session } = open
    session.received('x'.repeat(session.skip), now)
    session.received('\xd0\0'.repeat(4), now)
    expect([session.skip, session.strays, session.proven]).toEqual([0, 0, true])
  })

  it('and stops coming, the link ends as any other', () => {
    for (const keepAliveSeconds of [10, 30, 1200]) {
      const open = OpenSession.clean({ keepAliveSeconds })
      const { session } = open
      session.received(publish('t', HARD_LIMIT, 1).slice(0, 100), 0)
      session.publish('t', 'x', 1, false, 0)
      let now = 0
      while (session.state === CONNECTED && now < 100_000) {
        now = session.nextWake()
        session.elapsed(now)
      }
      expect([now <= 20_000, session.reason]).toEqual([true, keepAliveSeconds === 10 ? NO_PINGRESP : NO_ACKNOWLEDGEMENT])
    }
  })

  it('an answer that is missing is missed from its last byte on', () => {
    const { open, now } = crawl(100)
    const { session } = open
    session.received('x'.repeat(session.skip), now)
    session.received('\xd0\0', now)
    expect(session.nextWake()).toBeLessThanOrEqual(now + 20_000)
    session.elapsed(now + 19_999)
    expect(session.state).toBe(CONNECTED)
    session.elapsed(now + 20_000)
    expect(session.reason).toBe(NO_ACKNOWLEDGEMENT)
  })
})

describe('whatever comes', () => {
  const packet = fc.record({
    length: fc.oneof(fc.integer({ min: 25, max: SOFT_LIMIT + 50 }), fc.integer({ min: SOFT_LIMIT - 2, max: SOFT_LIMIT + 2 }), fc.integer({ min: 1000, max: 20_000 })),
    qos: fc.constantFrom(0, 1, 2)
  })

  it('in bursts of any lengths, cut anywhere, at most one short packet is kept, and none longer is handed on', () => {
    fc.assert(fc.property(fc.array(packet, { maxLength: 60 }), fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 20 }), (packets, cuts) => {
      const { session, listener } = OpenSession.clean()
      const bytes = packets.map(({ length, qos }) => publish('breva/n/command/x', length, qos)).join('')
      let answers = 0
      for (let at = 0, n = 0; at < bytes.length; n++) {
        const piece = cuts[n % cuts.length]
        answers += session.received(bytes.slice(at, at + piece), 0).length
        expect(session.buffer.length).toBeLessThanOrEqual(SOFT_LIMIT + 3)
        at += piece
      }
      expect(answers).toBe(packets.filter(({ qos }) => qos > 0).length * 4)
      expect(session.oversized).toBe(packets.filter(({ length }) => length > SOFT_LIMIT).length)
      for (const { topic, payload } of listener.messages) expect(topic.length + payload.length).toBeLessThanOrEqual(SOFT_LIMIT)
    }), { numRuns: 100 })
  })

  it('sixty commands in one chunk are told in order and answered, and nothing is kept', () => {
    const { session, listener } = OpenSession.clean()
    const burst = Array.from({ length: 60 }, (_, n) => publish('breva/n/command/x', 100 + n, 1, n + 1)).join('')
    expect(session.received(burst, 0).length).toBe(240)
    expect([session.buffer, listener.messages.map(({ payload }) => payload.length)]).toEqual(['', Array.from({ length: 60 }, (_, n) => 79 + n)])
  })

  it.each(['a\0b', 'a/+', '#', '\xff', ''])('a message with the topic %j ends the link as a bad one, unanswered and untold', topic => {
    const { session, listener } = OpenSession.clean()
    expect(session.received(publish(topic, 40, 1), 0)).toBe('')
    expect([session.reason, session.violations, listener.messages]).toEqual([BAD_MESSAGE, 1, []])
  })
})
