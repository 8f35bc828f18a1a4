import fc from 'fast-check'
import type { Packet } from 'mqtt-packet'
import { describe, expect, it } from 'vitest'
import type { Bytes } from '../../../drivers/hal/bytes.ts'
import { CLOSED_BY_PEER, NO_ACKNOWLEDGEMENT, NO_CONNACK, NO_PINGRESP, PROTOCOL_VIOLATION, STOPPED } from '../../../firmware/mqtt/disconnect-reason.ts'
import { CONNECTED, ENDED, IDLE, WAITING } from '../../../firmware/mqtt/session-state.ts'
import { MAX_IN_FLIGHT } from '../../../firmware/mqtt/in-flight.ts'
import { SEND_LIMIT } from '../../../firmware/mqtt/outbox.ts'
import { SOFT_LIMIT } from '../../../firmware/mqtt/packet-stream.ts'
import { Session } from '../../../firmware/mqtt/session.ts'
import { closed, end } from '../../../firmware/mqtt/session-end.ts'
import { LINK_SETTINGS, RecordingListener } from '../../support/mqtt-link.ts'
import { decode, encode } from '../../support/scripted-broker.ts'

const CONNACK = '\x20\x02\0\0'
const hex = (bytes: Bytes): string => Buffer.from(bytes, 'latin1').toString('hex')
const message = (topic: string, payload: Bytes, id: number): Bytes => encode({
  cmd: 'publish', topic, payload: Buffer.from(payload, 'latin1'), qos: id ? 1 : 0, dup: false, retain: false, ...(id ? { messageId: id } : {})
})
const puback = (id: number): Bytes => encode({ cmd: 'puback', messageId: id })

function open(): { session: Session, listener: RecordingListener } {
  const listener = new RecordingListener()
  const session = new Session(LINK_SETTINGS, { onAccepted: () => { listener.onConnected() } }, listener)
  session.opened(0)
  return { session, listener }
}

function connected(): { session: Session, listener: RecordingListener } {
  const pair = open()
  pair.session.received(CONNACK, 0)
  return pair
}

describe('connecting', () => {
  it('[MQTT-3.1.0-1] [MQTT-3.1.0-2] sends CONNECT first, and never twice on one link', () => {
    const listener = new RecordingListener()
    const session = new Session(LINK_SETTINGS, { onAccepted: () => {} }, listener)
    expect(decode(session.opened(0))[0].cmd).toBe('connect')
    expect(session.opened(1)).toBe('')
  })

  it('[MQTT-3.1.4-5] sends nothing else before the CONNACK', () => {
    const { session } = open()
    expect(session.publish('t', 'x', 1, false, 0)).toBe('')
    expect(session.publish('t', 'x', 0, false, 0)).toBe('')
    expect(session.subscribe(['t'], 1, 0)).toBe('')
    expect(end(session, STOPPED)).toBe('')
  })

  it('F12 [MQTT-3.2.2-5] a CONNACK with any code but 0 is never a connection, and its code is the reason', () => {
    for (let code = 1; code < 256; code++) {
      const { session, listener } = open()
      session.received('\x20\x02\0' + String.fromCharCode(code), 0)
      expect([session.state, session.reason, listener.events.length]).toEqual([ENDED, code, 0])
    }
  })

  it('F13 gives up 10 s after CONNECT, and not before', () => {
    const { session } = open()
    expect(session.nextWake()).toBe(10000)
    session.elapsed(9999)
    expect(session.state).toBe(WAITING)
    session.elapsed(10000)
    expect(session.reason).toBe(NO_CONNACK)
  })
})

describe('incoming messages', () => {
  it('any message that mqtt-packet writes is read back, and acknowledged by its QoS', () => {
    const payloads = fc.uint8Array({ maxLength: 300 })
    const topics = fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }).filter(topic => !/[+#\0]/.test(topic))
    fc.assert(fc.property(topics, payloads, fc.integer({ min: 0, max: 65535 }), fc.boolean(), fc.boolean(), (topic, payload, id, retain, dup) => {
      const { session, listener } = connected()
      const packet: Packet = { cmd: 'publish', topic, payload: Buffer.from(payload), qos: id ? 1 : 0, dup: id > 0 && dup, retain, ...(id ? { messageId: id } : {}) }
      expect(hex(session.received(encode(packet), 0))).toBe(id ? hex(puback(id)) : '')
      expect(listener.messages).toEqual([{
        topic: Buffer.from(topic).toString('latin1'), payload: Buffer.from(payload).toString('latin1'), retained: retain
      }])
    }), { numRuns: 300 })
  })

  it('[MQTT-4.3.2-2] [MQTT-4.6.0-2] [MQTT-2.3.1-6] PUBACKs leave in the order of their messages', () => {
    const { session } = connected()
    expect(hex(session.received(message('a', '', 3) + message('b', '', 1) + message('c', '', 2), 0))).toBe('400200034002000140020002')
  })

  it('[MQTT-4.5.0-2] F10 what fits the soft limit is handed on; one byte more is drained unread, keeping next to nothing, and acknowledged', () => {
    const { session, listener } = connected()
    const fits = message('t', 'x'.repeat(SOFT_LIMIT - 5), 1)
    const large = message('t', 'x'.repeat(SOFT_LIMIT - 4), 258)
    expect(hex(session.received(fits, 0))).toBe('40020001')
    let answers = ''
    for (let at = 0; at < large.length; at += 100) {
      answers += session.received(large.slice(at, at + 100), 0)
      expect((session as unknown as { buffer: string }).buffer.length).toBeLessThan(64)
      if (at + 100 < large.length) expect(answers).toBe('')
    }
    expect(hex(answers)).toBe('40020102')
    expect(session.received(message('u', 'y', 0), 0)).toBe('')
    expect(listener.messages.map(({ topic }) => topic)).toEqual(['t', 'u'])
  })

  it('F10 64 KB are drained too, and QoS 0 is not acknowledged', () => {
    const { session, listener } = connected()
    expect(session.received(message('t', 'x'.repeat(65536 - 3), 0), 0)).toBe('')
    expect(hex(session.received(message('t', 'x'.repeat(65536 - 5), 4), 0))).toBe('40020004')
    expect([session.state, listener.messages.length]).toEqual([CONNECTED, 0])
  })

  it('F10 a message that is drained may be cut anywhere in its beginning', () => {
    const large = message('t', 'x'.repeat(SOFT_LIMIT), 258)
    for (let cut = 1; cut < 12; cut++) {
      const { session } = connected()
      expect(session.received(large.slice(0, cut), 0)).toBe('')
      expect(hex(session.received(large.slice(cut) + message('u', '', 3), 0))).toBe('4002010240020003')
    }
  })

  it('F10 a message that is drained may have id 1, a topic and nothing else, or nothing but zeroes', () => {
    for (const [large, answer] of [
      [message('t', 'x'.repeat(SOFT_LIMIT), 1), '40020001'], [message('t'.repeat(5000), '', 258), '40020102'], [message('t', '\0'.repeat(SOFT_LIMIT), 0), '']
    ]) {
      const { session } = connected()
      expect([hex(session.received(large, 0)), session.state]).toEqual([answer, CONNECTED])
    }
  })

  it('F09 a topic that leaves no room for the id of a message that is drained ends the session', () => {
    const { session } = connected()
    session.received('\x32\x88\x27\x13\x85' + 'x'.repeat(4998), 0)
    expect(session.reason).toBe(PROTOCOL_VIOLATION)
  })

  it('id 0 in a drained message ends the session', () => {
    const { session } = connected()
    session.received('\x32\x88\x27\0\x01t\0\0' + 'x'.repeat(4995), 0)
    expect(session.reason).toBe(PROTOCOL_VIOLATION)
  })

  it('F08 a listener that leaves inside a chunk gets nothing of the rest', () => {
    const { session, listener } = connected()
    let last = ''
    listener.on.message = () => { last += end(session, STOPPED) }
    expect(session.received(message('a', '', 1) + message('b', '', 2) + '\xf0\0', 0)).toBe('')
    expect([listener.messages.length, hex(last), session.reason, session.violations]).toEqual([1, 'e000', STOPPED, 0])
  })

  it('F08 a listener that publishes inside a chunk disturbs nothing', () => {
    const { session, listener } = connected()
    const sent: Bytes[] = []
    listener.on.message = () => { sent.push(session.publish('out', 'x', 1, false, 0)) }
    expect(hex(session.received(message('a', '', 1) + puback(1) + message('b', '', 2), 0))).toBe('4002000140020002')
    expect(sent.map(bytes => decode(bytes)[0].messageId)).toEqual([1, 2])
    expect(listener.acknowledged).toEqual([1])
  })
})

describe('publishing', () => {
  it('writes the birth of the conventions, byte for byte', () => {
    const { session } = connected()
    expect(hex(session.publish('breva/a1b2c3/status', 'online', 1, true, 0))).toBe('331d0013' + hex('breva/a1b2c3/status') + '0001' + hex('online'))
  })

  it('[MQTT-4.3.1-1] [MQTT-2.3.1-5] [MQTT-4.3.2-1] any message is what mqtt-packet writes, the first time and repeated', () => {
    const topics = fc.stringMatching(/^[a-z/_-]{1,60}$/)
    const message = fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 400 }), fc.constantFrom(0, 1), fc.boolean(), fc.integer({ min: 0, max: 2 }))
    fc.assert(fc.property(topics, topics, fc.array(message, { maxLength: 12 }), (one, two, list) => {
      const { session } = connected()
      let id = 0
      for (const [first, length, qos, retain, repeats] of list) {
        for (let n = 0; n <= repeats; n++) {
          const topic = first ? one : two
          const payload = String.fromCharCode(n).repeat(length)
          const expected: Packet = {
            cmd: 'publish', topic, payload: Buffer.from(payload, 'latin1'), qos: qos, dup: false, retain, ...(qos ? { messageId: ++id } : {})
          }
          expect(hex(session.publish(topic, payload, qos, retain, 0))).toBe(hex(encode(expected)))
          if (qos) session.received(puback(id), 0)
        }
      }
    }), { numRuns: 200 })
  })

  it('[MQTT-3.3.2-2] [MQTT-4.7.3-1] refuses an empty topic, a wildcard, NUL, ill-formed UTF-8 and what is too long', () => {
    const { session } = connected()
    session.publish('', '', 1, false, 0)
    for (const topic of ['', 'a/+', '#', 'a\0', '\xff', 'a'.repeat(65536)]) expect(session.publish(topic, '', 1, false, 0)).toBe('')
    expect(session.publish('t', 'x'.repeat(SEND_LIMIT - 4), 1, false, 0)).toBe('')
    expect(session.publish('t', 'x'.repeat(SEND_LIMIT - 5), 1, false, 0)).not.toBe('')
    expect(session.publish('t', '', 3, false, 0)).toBe('')
    expect(session.id).toBe(1)
  })

  it('refuses what is too long also when the last message of that topic was not, and writes the longest and those around 127', () => {
    for (const length of [120, 121, 122, 123, 124, SEND_LIMIT - 6, SEND_LIMIT - 5, SEND_LIMIT - 4]) {
      const { session } = connected()
      for (let id = 1; id < 4; id++) {
        const payload = id === 1 ? 'x' : 'x'.repeat(length)
        expect(session.publish('t', payload, 1, false, 0)).toBe(length > SEND_LIMIT - 5 && id > 1 ? '' : message('t', payload, id))
      }
    }
  })

  it('F04 refuses more than four unacknowledged messages, alike or not, and takes one more for each PUBACK', () => {
    for (const vary of [false, true]) {
      const { session } = connected()
      const send = (n: number): Bytes => session.publish('t', 'x'.repeat(vary ? n : 5), 1, false, 0)
      for (let n = 0; n < MAX_IN_FLIGHT; n++) expect(send(n)).not.toBe('')
      expect([send(9), send(9)]).toEqual(['', ''])
      expect(session.publish('t', 'xxxxx', 0, false, 0)).not.toBe('')
      session.received(puback(2), 0)
      expect(decode(send(10))[0].messageId).toBe(5)
      expect(send(11)).toBe('')
    }
  })

  it('F18 counts an acknowledgement of nothing and leaves the others alone; each counts once', () => {
    const { session, listener } = connected()
    session.publish('t', '', 1, false, 0)
    session.subscribe(['s'], 1, 0)
    for (const id of [9, 65535, 2, 1, 1]) session.received(puback(id), 0)
    session.received(encode({ cmd: 'suback', messageId: 1, granted: [1] }), 0)
    expect([listener.events.slice(1), session.strays, session.state]).toEqual([['acknowledged 1'], 5, CONNECTED])
  })

  it('F19 acknowledgements out of order free the right messages', () => {
    const { session, listener } = connected()
    for (let n = 0; n < 4; n++) session.publish('t', '', 1, false, n)
    for (const id of [3, 1, 4, 2]) session.received(puback(id), 0)
    expect([listener.acknowledged, session.strays]).toEqual([[3, 1, 4, 2], 0])
  })

  it('F20 [MQTT-2.3.1-2] [MQTT-2.3.1-3] ids go from 65535 to 1, never 0, and pass over every one in use', () => {
    const { session } = connected()
    const held = new Set<number>()
    const publish = (): number => {
      const bytes = session.publish('t', 'same', 1, false, 0)
      return bytes.charCodeAt(5) * 256 + bytes.charCodeAt(6)
    }
    held.add(publish())
    held.add(Number(decode(session.subscribe(['s'], 1, 0))[0].messageId))
    const wrong: number[] = []
    let previous = 2
    for (let n = 0; n < 66500; n++) {
      const id = publish()
      if (n === 300) {
        held.add(id)
      } else {
        session.received(puback(id), 0)
      }
      let expected = previous % 65535 + 1
      while (n !== 300 && held.has(expected)) expected = expected % 65535 + 1
      if (id !== expected) wrong.push(id)
      previous = id
    }
    expect([wrong, [...held]]).toEqual([[], [1, 2, 303]])
  })

  it('F17 a PUBACK 20 s late ends the session; the oldest message decides', () => {
    const { session } = connected()
    session.publish('t', '', 1, false, 1000)
    session.publish('t', '', 1, false, 5000)
    expect(session.nextWake()).toBe(21000)
    session.received(puback(1), 20000)
    session.elapsed(24999)
    expect(session.state).toBe(CONNECTED)
    session.elapsed(25000)
    expect(session.reason).toBe(NO_ACKNOWLEDGEMENT)
  })

  it('[MQTT-3.1.2-6] F05 the next link knows nothing of the last', () => {
    const { session, listener } = connected()
    session.publish('t', '', 1, false, 0)
    session.subscribe(['s'], 1, 0)
    session.received('\x32\x88\x27\0\x01t', 0)
    closed(session, 99000)
    session.opened(100000)
    session.received(CONNACK + puback(1) + message('t', 'fresh', 0), 100000)
    expect(session.elapsed(100001)).toBe('')
    expect([session.state, session.strays, listener.events.slice(1)]).toEqual([CONNECTED, 1, ['returned 1', 'connected', 'message t=fresh']])
    expect(session.subscribe(['s'], 1, 100001)).not.toBe('')
  })
})

describe('subscribing', () => {
  it('[MQTT-3.8.3-3] [MQTT-3.8.3-1] refuses no filter, a bad one, QoS 3, and a second while one is unanswered', () => {
    const { session } = connected()
    expect([session.subscribe([], 1, 0), session.subscribe(['a', 'b#'], 1, 0), session.subscribe(['a'], 3, 0)]).toEqual(['', '', ''])
    expect(session.subscribe(['a'], 1, 0)).not.toBe('')
    expect(session.subscribe(['b'], 1, 0)).toBe('')
  })

  it.each([0, 1, 2])('asks for QoS %i and may be granted that', qos => {
    const { session, listener } = connected()
    expect(decode(session.subscribe(['a'], qos, 0))[0]).toMatchObject({ cmd: 'subscribe', subscriptions: [{ topic: 'a', qos }] })
    session.received('\x90\x03\0\x01' + String.fromCharCode(qos), 0)
    expect([listener.events[1], session.state]).toEqual([`subscribed 1: 0${qos}`, CONNECTED])
  })

  it('unsubscribes from filters, and refuses none, a bad one, and before the CONNACK', () => {
    expect(open().session.unsubscribe(['a'], 0)).toBe('')
    const { session, listener } = connected()
    expect([session.unsubscribe([], 0), session.unsubscribe(['a', 'b#'], 0), session.unsubscribe([''], 0)]).toEqual(['', '', ''])
    expect(decode(session.unsubscribe(['a/+', '#'], 0))[0]).toMatchObject({ cmd: 'unsubscribe', unsubscriptions: ['a/+', '#'], messageId: 1 })
    session.received('\xb0\x02\0\x01', 0)
    expect(listener.events[1]).toBe('acknowledged 1')
  })

  it('F23 [MQTT-3.8.4-6] hands on what was granted: less, or refused', () => {
    const { session, listener } = connected()
    session.subscribe(['a', 'b', 'c'], 1, 0)
    session.received('\x90\x05\0\x01\x00\x80\x01', 0)
    expect(listener.events[1]).toBe('subscribed 1: 008001')
  })

  it.each([
    ['[MQTT-3.8.4-5] too few codes', '\x90\x03\0\x01\x01'],
    ['[MQTT-3.8.4-5] too many codes', '\x90\x05\0\x01\x01\x01\x01'],
    ['[MQTT-3.9.3-2] a code that does not exist', '\x90\x04\0\x01\x01\x03'],
    ['[MQTT-3.9.3-2] another one', '\x90\x04\0\x01\x81\x01']
  ])('F23 %s in a SUBACK end the session', (_name, bytes) => {
    const { session } = connected()
    session.subscribe(['a', 'b'], 1, 0)
    session.received(bytes, 0)
    expect(session.reason).toBe(PROTOCOL_VIOLATION)
  })

  it('F23 a SUBACK with the wrong id is ignored, and the missing one ends the session after 20 s', () => {
    const { session } = connected()
    session.subscribe(['a'], 1, 0)
    session.received('\x90\x03\0\x09\x01', 0)
    session.elapsed(19999)
    expect([session.state, session.strays]).toEqual([CONNECTED, 1])
    session.elapsed(20000)
    expect(session.reason).toBe(NO_ACKNOWLEDGEMENT)
  })
})

describe('keeping alive', () => {
  it('[MQTT-3.1.2-23] [MQTT-3.1.2-24] pings after three quarters of the keep-alive without sending', () => {
    const { session } = connected()
    session.publish('t', '', 1, false, 5000)
    session.received(puback(1), 5010)
    expect(session.nextWake()).toBe(27500)
    expect(session.elapsed(27499)).toBe('')
    expect(hex(session.elapsed(27500))).toBe('c000')
    expect([session.elapsed(37499), session.state, session.nextWake()]).toEqual(['', CONNECTED, 37500])
    session.elapsed(37500)
    expect(session.reason).toBe(NO_PINGRESP)
  })

  it('F03 a message of QoS 0 does not put the ping off: nothing answers it, and a dead link would look alive', () => {
    const { session } = connected()
    for (let at = 1000; at < 22500; at += 1000) session.publish('t', '', 0, false, at)
    expect(hex(session.elapsed(22500))).toBe('c000')
  })

  it('a PUBACK we send counts as sending', () => {
    const { session } = connected()
    session.received(message('t', '', 1), 7000)
    expect(session.nextWake()).toBe(29500)
  })

  it('F03 F24 [MQTT-3.12.4-1] a PINGRESP 10 s late ends the session; one unasked for is ignored', () => {
    const { session } = connected()
    session.received('\xd0\0', 0)
    expect([session.state, session.proven, session.strays]).toEqual([CONNECTED, false, 1])
    session.elapsed(22500)
    session.received('\xd0\0', 32499)
    session.elapsed(32500)
    expect([session.state, session.proven]).toEqual([CONNECTED, true])
    session.elapsed(45000)
    session.elapsed(55000)
    expect(session.reason).toBe(NO_PINGRESP)
  })

  it('[MQTT-3.14.4-1] [MQTT-3.14.4-2] nothing follows DISCONNECT', () => {
    const { session } = connected()
    expect(hex(end(session, STOPPED))).toBe('e000')
    expect([end(session, STOPPED), session.publish('t', '', 1, false, 0), session.received(message('t', '', 1), 0), session.elapsed(99999)]).toEqual(['', '', '', ''])
    expect(session.nextWake()).toBe(Infinity)
  })

  it('the first end of a link is its reason, and without a link there is none', () => {
    const { session } = connected()
    end(session, NO_PINGRESP)
    end(session, PROTOCOL_VIOLATION)
    expect([session.reason, session.violations]).toEqual([NO_PINGRESP, 0])
    closed(session, 0)
    end(session, PROTOCOL_VIOLATION)
    expect([session.state, session.reason, session.violations]).toEqual([IDLE, CLOSED_BY_PEER, 0])
  })
})
