import { describe, expect, it } from 'vitest'
import type { Bytes } from '../../../drivers/hal/bytes.ts'
import { BAD_MESSAGE, PROTOCOL_VIOLATION } from '../../../firmware/mqtt/disconnect-reason.ts'
import { CONNECTED, ENDED } from '../../../firmware/mqtt/session-state.ts'
import { Session } from '../../../firmware/mqtt/session.ts'
import { MALFORMED_BEGINNINGS, MALFORMED_PACKETS } from '../../support/malformed-packets.ts'
import { LINK_SETTINGS, RecordingListener } from '../../support/mqtt-link.ts'
import { encode } from '../../support/scripted-broker.ts'

const CONNACK = '\x20\x02\0\0'

function open(): { session: Session, listener: RecordingListener } {
  const listener = new RecordingListener()
  const session = new Session(LINK_SETTINGS, { onAccepted: () => { listener.onConnected() } }, listener)
  session.opened(0)
  return { session, listener }
}

/** Connected, and waiting for SUBACK 1, PUBACK 2, PUBREC 3, PUBCOMP 4 and UNSUBACK 5. */
function waiting(): { session: Session, listener: RecordingListener } {
  const pair = open()
  pair.session.received(CONNACK, 0)
  pair.session.subscribe(['a', 'b'], 1, 0)
  for (const qos of [1, 2, 2]) pair.session.publish('t', 'x', qos, false, 0)
  pair.session.unsubscribe(['c'], 0)
  pair.session.received('\x50\x02\0\x04', 0)
  return pair
}

/** How much the session remembers of what has come. */
const kept = (session: Session): number => (session as unknown as { buffer: Bytes }).buffer.length

describe('F09 what a server may not send ends the session, counted and unanswered, in one piece and byte by byte', () => {
  it.each(MALFORMED_PACKETS.map(({ name, packets }) => [name, packets] as const))('%s', (name, packets) => {
    for (const bytes of packets) {
      for (const piece of [bytes.length, 1]) {
        const { session, listener } = waiting()
        let answers = ''
        for (let at = 0; at < bytes.length; at += piece) answers += session.received(bytes.slice(at, at + piece), 0)
        const reason = /topic \[|UTF-8|overlong|surrogate|in the topic|hard limit/.test(name) ? BAD_MESSAGE : PROTOCOL_VIOLATION
        expect([session.state, session.reason, session.violations, answers]).toEqual([ENDED, reason, 1, ''])
        expect(listener.events).toEqual(['connected'])
      }
    }
  })

  it('[MQTT-4.8.0-1] whatever stands before it is told, nothing behind it is, and nothing is answered any more', () => {
    const message = (topic: string): Bytes => encode({ cmd: 'publish', topic, payload: 'x', qos: 1, messageId: 7, dup: false, retain: false })
    for (const bytes of MALFORMED_PACKETS.flatMap(({ packets }) => packets)) {
      const { session, listener } = waiting()
      expect(session.received(message('before') + bytes + message('behind'), 0) + session.received(message('later'), 0)).toBe('')
      expect([session.state, session.violations, kept(session), listener.events]).toEqual([ENDED, 1, 0, ['connected', 'message before=x']])
    }
  })
})

describe('F09 a length field of more bytes than it needs', () => {
  it('does not hinder a PUBACK, alone or among others', () => {
    for (const length of ['\x82\0', '\x82\x80\0', '\x82\x80\x80\0']) {
      for (const behind of ['', '\xd0\0']) {
        const { session, listener } = waiting()
        expect([session.received('\x40' + length + '\0\x02' + behind, 0), session.state, listener.acknowledged]).toEqual(['', CONNECTED, [2]])
      }
    }
  })
})

describe('F10 a packet of 256 MB', () => {
  it('is refused from its header: next to nothing is kept before, and nothing after', () => {
    const { session } = waiting()
    for (const byte of '\x32\xff\xff\xff') {
      session.received(byte, 0)
      expect([session.state, kept(session) < 5]).toEqual([CONNECTED, true])
    }
    session.received('\x7f', 0)
    expect([session.state, session.reason]).toEqual([ENDED, BAD_MESSAGE])
    for (let n = 0; n < 100; n++) session.received('x'.repeat(10000), 0)
    expect(kept(session)).toBe(0)
  })
})

describe('F11 what may not be the first packet ends the session', () => {
  it.each(MALFORMED_BEGINNINGS.map(({ name, packets }) => [name, packets] as const))('%s', (_name, packets) => {
    for (const bytes of packets) {
      for (const piece of [bytes.length, 1]) {
        const { session, listener } = open()
        let answers = ''
        for (let at = 0; at < bytes.length; at += piece) answers += session.received(bytes.slice(at, at + piece), 0)
        expect([session.state, session.reason, session.violations, answers, listener.events]).toEqual([ENDED, PROTOCOL_VIOLATION, 1, '', []])
      }
    }
  })

  it('any first byte but that of a CONNACK, with any length', () => {
    for (let first = 0; first < 256; first++) {
      for (const length of [0, 1, 2, 3, 127]) {
        if (first === 0x20 && length === 2) continue
        const { session, listener } = open()
        session.received(String.fromCharCode(first, length) + '\0'.repeat(length), 0)
        expect([session.state, session.reason, listener.events.length]).toEqual([ENDED, PROTOCOL_VIOLATION, 0])
      }
    }
  })
})

describe('F18 an acknowledgement of nothing', () => {
  it.each([
    ['PUBACK', '\x40\x02\0\x09', ''], ['PUBREC', '\x50\x02\0\x09', '\x62\x02\0\x09'], ['PUBREL', '\x62\x02\0\x09', '\x70\x02\0\x09'], ['PUBCOMP', '\x70\x02\0\x09', ''],
    ['SUBACK', '\x90\x04\0\x09\0\0', ''], ['UNSUBACK', '\xb0\x02\0\x09', ''], ['PUBACK of what QoS 2 sent', '\x40\x02\0\x03', ''], ['PUBCOMP before its PUBREC', '\x70\x02\0\x03', ''],
    ['PUBREC of what QoS 1 sent', '\x50\x02\0\x02', '\x62\x02\0\x02'], ['PUBREC for the second time', '\x50\x02\0\x04', '\x62\x02\0\x04'],
    ['SUBACK of an UNSUBSCRIBE', '\x90\x04\0\x05\0\0', ''], ['UNSUBACK of a SUBSCRIBE', '\xb0\x02\0\x01', ''], ['PUBACK of a SUBSCRIBE', '\x40\x02\0\x01', '']
  ])('%s is counted, answered at most, and leaves what is in flight alone', (_name, bytes, answer) => {
    const { session, listener } = waiting()
    for (let n = 1; n <= 3; n++) expect([session.received(bytes, 0), session.strays, session.state]).toEqual([answer, n, CONNECTED])
    expect(listener.events).toEqual(['connected'])
    session.received('\x40\x02\0\x02' + '\x50\x02\0\x03' + '\x70\x02\0\x03' + '\x70\x02\0\x04' + '\x90\x04\0\x01\x01\x80' + '\xb0\x02\0\x05', 0)
    expect(listener.events.slice(1)).toEqual(['acknowledged 2', 'acknowledged 3', 'acknowledged 4', 'subscribed 1: 0180', 'acknowledged 5'])
    expect(session.strays).toBe(3)
  })
})
