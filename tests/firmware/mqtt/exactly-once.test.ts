import { describe, expect, it } from 'vitest'
import type { Bytes } from '../../../drivers/hal/bytes.ts'
import { NO_ACKNOWLEDGEMENT, TOO_MANY_HELD } from '../../../firmware/mqtt/disconnect-reason.ts'
import { CONNECTED, ENDED } from '../../../firmware/mqtt/session-state.ts'
import { MAX_HELD, MAX_IN_FLIGHT } from '../../../firmware/mqtt/in-flight.ts'
import { SOFT_LIMIT } from '../../../firmware/mqtt/packet-stream.ts'
import { closed } from '../../../firmware/mqtt/session-end.ts'
import { OpenSession } from '../../support/open-session.ts'
import { decode, encode } from '../../support/scripted-broker.ts'

const hex = (bytes: Bytes): string => Buffer.from(bytes, 'latin1').toString('hex')
const puback = (id: number): Bytes => encode({ cmd: 'puback', messageId: id })
const pubrec = (id: number): Bytes => encode({ cmd: 'pubrec', messageId: id })
const pubrel = (id: number): Bytes => encode({ cmd: 'pubrel', messageId: id })
const pubcomp = (id: number): Bytes => encode({ cmd: 'pubcomp', messageId: id })
const exact = (topic: string, payload: Bytes, id: number, dup = false): Bytes => encode({
  cmd: 'publish', topic, payload: Buffer.from(payload, 'latin1'), qos: 2, dup, retain: false, messageId: id
})

describe('a message sent at QoS 2', () => {
  it('[MQTT-4.3.3-1] [MQTT-2.3.1-6] goes as PUBLISH without DUP, then PUBREL, all with one id, and is acknowledged by the PUBCOMP alone', () => {
    const { session, listener } = OpenSession.clean()
    expect(session.publish('t', 'x', 2, false, 0)).toBe(exact('t', 'x', 1))
    expect(session.received(pubrec(1), 10)).toBe(pubrel(1))
    expect(listener.acknowledged).toEqual([])
    expect(session.received(pubcomp(1), 20)).toBe('')
    expect([listener.acknowledged, session.strays, session.proven]).toEqual([[1], 0, true])
    expect(session.received(pubcomp(1), 30)).toBe('')
    expect([listener.acknowledged, session.strays]).toEqual([[1], 1])
  })

  it('[MQTT-3.6.1-1] [MQTT-2.2.2-1] has a PUBREL with flags 0010', () => {
    const { session } = OpenSession.clean()
    session.publish('t', 'x', 2, false, 0)
    expect(hex(session.received(pubrec(1), 0))).toBe('62020001')
  })

  it('F18 a second PUBREC is answered with PUBREL and counted, and changes nothing', () => {
    const { session, listener } = OpenSession.clean()
    session.publish('t', 'x', 2, false, 0)
    session.received(pubrec(1), 0)
    expect(session.received(pubrec(1), 0)).toBe(pubrel(1))
    session.received(pubcomp(1), 0)
    expect([listener.acknowledged, session.strays]).toEqual([[1], 1])
  })

  it('F18 an unknown PUBREC is answered with PUBREL, an unknown PUBREL with PUBCOMP, an unknown PUBCOMP with nothing; all counted, and what is in flight stays', () => {
    const { session, listener } = OpenSession.clean()
    session.publish('t', 'x', 1, false, 0)
    session.publish('t', 'y', 2, false, 0)
    expect([session.received(pubrec(9), 0), session.received(pubrel(9), 0), session.received(pubcomp(9), 0)]).toEqual([pubrel(9), pubcomp(9), ''])
    // Acknowledgements of the other QoS: of nothing, too.
    expect([session.received(pubrec(1), 0), session.received(pubcomp(1), 0), session.received(puback(2), 0), session.received(pubcomp(2), 0)]).toEqual([pubrel(1), '', '', ''])
    expect([session.strays, listener.acknowledged, session.state]).toEqual([7, [], CONNECTED])
    session.received(puback(1) + pubrec(2) + pubcomp(2), 0)
    expect(listener.acknowledged).toEqual([1, 2])
  })

  it('F19 acknowledgements out of order, QoS 1 and 2 mixed, free the right messages, and [MQTT-4.6.0-4] PUBRELs go in the order of the PUBRECs', () => {
    const { session, listener } = OpenSession.clean()
    for (const qos of [1, 2, 2, 1]) session.publish('t', '', qos, false, 0)
    expect(session.received(pubrec(3) + puback(4) + pubrec(2), 0)).toBe(pubrel(3) + pubrel(2))
    session.received(pubcomp(2) + puback(1) + pubcomp(3), 0)
    expect([listener.acknowledged, session.strays]).toEqual([[4, 2, 1, 3], 0])
  })

  it('F04 counts among those in flight until its PUBCOMP', () => {
    const { session } = OpenSession.clean()
    for (let n = 0; n < MAX_IN_FLIGHT; n++) expect(session.publish('t', '', 2, false, 0)).not.toBe('')
    expect(session.publish('t', '', 1, false, 0)).toBe('')
    session.received(pubrec(1), 0)
    expect(session.publish('t', '', 2, false, 0)).toBe('')
    session.received(pubcomp(1), 0)
    expect(decode(session.publish('t', '', 2, false, 0))[0].messageId).toBe(5)
  })

  it('F17 PUBREC lost: the session ends after 20 s; PUBCOMP lost: 20 s after the PUBREL', () => {
    for (const lost of ['pubrec', 'pubcomp']) {
      const { session } = OpenSession.clean()
      session.publish('t', '', 2, false, 1000)
      if (lost === 'pubcomp') session.received(pubrec(1), 8000)
      const due = lost === 'pubcomp' ? 28000 : 21000
      expect(session.nextWake()).toBe(due)
      session.elapsed(due - 1)
      expect(session.state).toBe(CONNECTED)
      session.elapsed(due)
      expect(session.reason).toBe(NO_ACKNOWLEDGEMENT)
    }
  })

  it('F20 [MQTT-2.3.1-2] [MQTT-2.3.1-3] keeps its id until the PUBCOMP, through a whole turn of ids of every kind', () => {
    const { session } = OpenSession.clean()
    session.publish('held', '', 2, false, 0)
    session.publish('held', '', 2, false, 0)
    session.received(pubrec(2), 0)
    session.subscribe(['s'], 1, 0)
    const held = [1, 2, 3]
    let previous = 3
    const wrong: number[] = []
    for (let n = 0; n < 66000; n++) {
      const bytes = session.publish('t', '', n % 4096 === 7 ? 2 : 1, false, 0)
      const id = bytes.charCodeAt(5) * 256 + bytes.charCodeAt(6)
      let expected = previous % 65535 + 1
      while (held.includes(expected)) expected = expected % 65535 + 1
      if (id !== expected) wrong.push(id)
      session.received(n % 4096 === 7 ? pubrec(id) + pubcomp(id) : puback(id), 0)
      previous = id
    }
    expect([wrong, previous, session.strays]).toEqual([[], 471, 0])
  })

  it('[MQTT-3.1.2-6] comes back to the owner with the end of a clean session, whatever step it had reached', () => {
    const { session, listener } = OpenSession.clean()
    for (const qos of [1, 2, 2]) session.publish('t', '', qos, false, 0)
    session.received(pubrec(3), 0)
    session.subscribe(['s'], 1, 0)
    closed(session, 10)
    expect(listener.returned.sort()).toEqual([1, 2, 3])
    session.opened(20)
    expect(session.received('\x20\x02\0\0', 20)).toBe('')
    expect(session.received(pubcomp(3), 30)).toBe('')
    expect(listener.acknowledged).toEqual([])
  })
})

describe('a message received at QoS 2', () => {
  it('[MQTT-4.3.3-2] [MQTT-3.3.4-1] is handed on once: every repeat until the PUBREL is only answered, and afterwards its id means a new one', () => {
    const { session, listener } = OpenSession.clean()
    expect(session.received(exact('t', 'one', 7), 0)).toBe(pubrec(7))
    expect(session.received(exact('t', 'one', 7, true), 0)).toBe(pubrec(7))
    expect(session.received(exact('t', 'one', 7), 0)).toBe(pubrec(7))
    expect(session.received(pubrel(7), 0)).toBe(pubcomp(7))
    expect(listener.messages.map(({ payload }) => payload)).toEqual(['one'])
    expect(session.received(exact('t', 'two', 7), 0)).toBe(pubrec(7))
    expect(listener.messages.map(({ payload }) => payload)).toEqual(['one', 'two'])
    expect(session.strays).toBe(0)
  })

  it('F18 a PUBREL repeated because its PUBCOMP was lost is answered again, and counted', () => {
    const { session } = OpenSession.clean()
    session.received(exact('t', '', 7) + pubrel(7), 0)
    expect([session.received(pubrel(7), 0), session.strays]).toEqual([pubcomp(7), 1])
  })

  it('F19 [MQTT-4.6.0-3] PUBRECs leave in the order of their messages', () => {
    const { session } = OpenSession.clean()
    expect(session.received(exact('a', '', 3) + exact('b', '', 1) + exact('c', '', 2), 0)).toBe(pubrec(3) + pubrec(1) + pubrec(2))
  })

  it('has ids of its own: one of ours of the same number is another', () => {
    const { session, listener } = OpenSession.clean()
    session.publish('t', '', 2, false, 0)
    expect(session.received(exact('t', '', 1), 0)).toBe(pubrec(1))
    expect(session.received(pubrec(1), 0)).toBe(pubrel(1))
    expect(session.received(pubrel(1), 0)).toBe(pubcomp(1))
    session.received(pubcomp(1), 0)
    expect([listener.acknowledged, listener.messages.length, session.strays]).toEqual([[1], 1, 0])
  })

  it('takes no number from ours, and is never overdue', () => {
    const { session } = OpenSession.clean()
    session.received(exact('t', '', 1), 0)
    expect(decode(session.publish('t', '', 1, false, 0))[0].messageId).toBe(1)
    session.received(puback(1), 0)
    expect(session.nextWake()).toBe(22500)
    for (let n = 0; n < 3; n++) {
      session.elapsed(22500 + n * 22500)
      session.received('\xd0\0', 22500 + n * 22500)
    }
    expect(session.state).toBe(CONNECTED)
  })

  it('[MQTT-4.5.0-2] F10 too large to be handed on, is answered all the same, and released', () => {
    const { session, listener } = OpenSession.clean()
    const large = exact('t', 'x'.repeat(SOFT_LIMIT), 258)
    for (let repeat = 0; repeat < 2; repeat++) {
      let answers = ''
      for (let at = 0; at < large.length; at += 100) answers += session.received(large.slice(at, at + 100), 0)
      expect(answers).toBe(pubrec(258))
    }
    expect([session.received(pubrel(258), 0), session.strays, listener.messages]).toEqual([pubcomp(258), 0, []])
  })

  it('is one of at most 32 that the broker has not released: another ends the session unanswered, a repeat does not', () => {
    const { session, listener } = OpenSession.clean()
    for (let id = 1; id <= MAX_HELD; id++) session.received(exact('t', '', id), 0)
    expect(session.received(exact('t', '', 1, true), 0)).toBe(pubrec(1))
    expect(session.received(exact('t', '', 99), 0)).toBe('')
    expect([session.state, session.reason, session.violations, listener.messages.length]).toEqual([ENDED, TOO_MANY_HELD, 0, MAX_HELD])
  })

  it('is one of at most 32 whatever is in flight the other way', () => {
    const { session } = OpenSession.clean()
    for (let n = 0; n < MAX_IN_FLIGHT; n++) session.publish('t', '', 1, false, 0)
    for (let id = 1; id <= MAX_HELD; id++) expect(session.received(exact('t', '', id), 0)).toBe(pubrec(id))
  })

  it('is another than one of QoS 1 with the same id', () => {
    const { session, listener } = OpenSession.clean()
    session.received(exact('t', 'two', 7), 0)
    expect(session.received(encode({ cmd: 'publish', topic: 't', payload: 'one', qos: 1, dup: false, retain: false, messageId: 7 }), 0)).toBe(puback(7))
    expect(listener.messages.map(({ payload }) => payload)).toEqual(['two', 'one'])
  })

  it('[MQTT-3.1.2-6] is forgotten with a clean session', () => {
    const open = OpenSession.clean()
    open.session.received(exact('t', 'one', 7), 0)
    closed(open.session, 0)
    open.connect()
    open.session.received(exact('t', 'two', 7), 0)
    expect(open.listener.messages.map(({ payload }) => payload)).toEqual(['one', 'two'])
  })
})
