import { describe, expect, it } from 'vitest'
import type { IConnectPacket, IPublishPacket } from 'mqtt-packet'
import type { Bytes } from '../../../drivers/hal/bytes.ts'
import { PROTOCOL_VIOLATION, STOPPED } from '../../../firmware/mqtt/disconnect-reason.ts'
import { CONNECTED, ENDED } from '../../../firmware/mqtt/session-state.ts'
import { OpenSession } from '../../support/open-session.ts'
import { decode, encode } from '../../support/scripted-broker.ts'
import { closed } from '../../../firmware/mqtt/session-end.ts'

const puback = (id: number): Bytes => encode({ cmd: 'puback', messageId: id })
const pubrec = (id: number): Bytes => encode({ cmd: 'pubrec', messageId: id })
const pubrel = (id: number): Bytes => encode({ cmd: 'pubrel', messageId: id })
const pubcomp = (id: number): Bytes => encode({ cmd: 'pubcomp', messageId: id })
const received = (payload: string, id: number): Bytes => encode({ cmd: 'publish', topic: 't', payload, qos: 2, dup: false, retain: false, messageId: id })
const clean = (connect: Bytes): boolean => Boolean((decode(connect)[0] as IConnectPacket).clean)

/** What a packet is, in short: `P1`, `P2` for a PUBLISH by QoS with `+` for DUP, id and payload; `L` for a PUBREL. */
function brief(bytes: Bytes): string {
  return decode(bytes).map(packet => {
    if (packet.cmd !== 'publish') return `${packet.cmd === 'pubrel' ? 'L' : packet.cmd}${packet.messageId}`
    const { qos, dup, messageId, payload } = packet
    return `P${qos}${dup ? '+' : ''}${messageId}${String(payload)}`
  }).join(' ')
}

describe('a session that is kept', () => {
  it('[MQTT-3.1.2-4] begins with one clean connection that clears up at the broker, and is not told to the owner; those that follow are not clean', () => {
    const open = new OpenSession({ cleanSession: false })
    expect(clean(open.connect())).toBe(true)
    expect([open.session.state, open.session.reason, open.listener.events]).toEqual([ENDED, STOPPED, []])
    closed(open.session, 0)
    expect(clean(open.connect())).toBe(false)
    closed(open.session, 0)
    expect(clean(open.connect(0, true))).toBe(false)
    expect(open.listener.events).toEqual(['connected', 'resumed'])
  })

  it('clears up again after a clean connection that was never accepted', () => {
    const open = new OpenSession({ cleanSession: false })
    open.session.opened(0)
    closed(open.session, 0)
    expect(clean(open.connect())).toBe(true)
  })

  it('F11 a session present on the connection that clears up ends it as a violation', () => {
    const open = new OpenSession({ cleanSession: false })
    open.connect(0, true)
    expect(open.session.reason).toBe(PROTOCOL_VIOLATION)
  })

  it.each(['\x20\x02\x01\x01', '\x20\x02\x02\0', '\x20\x02\xff\0'])('F11 takes no CONNACK that refuses and has a session, or has reserved bits set: %j', connack => {
    const open = OpenSession.kept()
    closed(open.session, 0)
    open.session.opened(0)
    open.session.received(connack, 0)
    expect([open.session.state, open.session.reason]).toEqual([ENDED, PROTOCOL_VIOLATION])
  })

  it('[MQTT-3.2.2-2] [MQTT-3.2.2-3] is resumed only where the broker has its half and we have ours', () => {
    const open = new OpenSession({ cleanSession: false })
    open.connect()
    closed(open.session, 0)
    // Present, though we know of none: the owner subscribes anew.
    open.connect(0, true)
    closed(open.session, 0)
    open.connect(0, true)
    closed(open.session, 0)
    open.connect(0, false)
    expect(open.listener.events).toEqual(['connected', 'resumed', 'connected'])
  })

  it('F25 [MQTT-4.4.0-1] [MQTT-4.6.0-1] [MQTT-3.3.1-1] [MQTT-2.3.1-3] sends again in the original order what was not acknowledged, with DUP and the original ids', () => {
    const open = OpenSession.kept()
    for (const [n, qos] of [1, 2, 1, 2].entries()) open.session.publish('t', String(n), qos, false, 0)
    closed(open.session, 0)
    open.connect(50000, true)
    expect(brief(open.again[1])).toBe('P1+10 P2+21 P1+32 P2+43')
    // As often as it takes, and nobody is told meanwhile.
    closed(open.session, 50000)
    open.connect(60000, true)
    expect(brief(open.again[2])).toBe('P1+10 P2+21 P1+32 P2+43')
    expect(open.listener.events).toEqual(['connected', 'resumed', 'resumed'])
    open.session.received(puback(3) + pubrec(2) + puback(1) + pubcomp(2) + pubrec(4) + pubcomp(4), 60000)
    expect([open.listener.acknowledged, open.session.strays]).toEqual([[3, 1, 2, 4], 0])
    closed(open.session, 60000)
    open.connect(70000, true)
    expect(open.again[3]).toBe('')
  })

  it('F17 F19 [MQTT-4.3.3-1] [MQTT-4.6.0-4] past PUBREC sends no PUBLISH again but the PUBREL, in the order of the PUBRECs', () => {
    const open = OpenSession.kept()
    for (const [n, qos] of [2, 1, 2, 2].entries()) open.session.publish('t', String(n), qos, true, 0)
    open.session.received(pubrec(4) + pubrec(1), 0)
    closed(open.session, 0)
    open.connect(0, true)
    expect(brief(open.again[1])).toBe('P1+21 P2+32 L4 L1')
    expect((decode(open.again[1])[0] as IPublishPacket).retain).toBe(true)
    open.session.received(pubcomp(1) + pubcomp(4), 0)
    expect(open.listener.acknowledged).toEqual([1, 4])
  })

  it('F17 measures the 20 s of what it sent again from then on', () => {
    const open = OpenSession.kept()
    open.session.publish('t', '', 1, false, 0)
    open.session.elapsed(20000)
    expect(open.session.state).toBe(ENDED)
    closed(open.session, 20000)
    open.connect(30000, true)
    expect(open.session.nextWake()).toBe(50000)
  })

  it('F20 passes over the ids of what is still in flight, on the next link too', () => {
    const open = OpenSession.kept()
    open.session.publish('t', '', 2, false, 0)
    open.session.received(pubrec(1), 0)
    open.session.publish('t', '', 1, false, 0)
    closed(open.session, 10000)
    open.connect(10000, true)
    open.session.id = 65534
    const ids = [1, 1].map(qos => Number(decode(open.session.publish('t', '', qos, false, 0))[0].messageId))
    expect(ids).toEqual([65535, 3])
  })

  it('[MQTT-4.3.3-2] F25 remembers what it received and the broker has not released', () => {
    const open = OpenSession.kept()
    open.session.received(received('one', 5), 0)
    closed(open.session, 0)
    open.connect(0, true)
    expect(open.session.received(received('one', 5), 0)).toBe(pubrec(5))
    expect(open.session.received(pubrel(5), 0)).toBe(pubcomp(5))
    expect(open.listener.messages.length).toBe(1)
    expect(open.session.strays).toBe(0)
  })

  it('F17 waits for no release on the next link either', () => {
    const open = OpenSession.kept()
    open.session.received(received('one', 5), 0)
    closed(open.session, 0)
    open.connect(0, true)
    open.session.elapsed(22499)
    expect([open.session.state, open.session.nextWake()]).toEqual([CONNECTED, 22500])
  })

  it('F25 [MQTT-3.1.2-4] where the broker has lost it, returns everything to the owner as new, also past PUBREC, and forgets what it received', () => {
    const open = OpenSession.kept()
    for (const qos of [1, 2, 2]) open.session.publish('t', 'x', qos, false, 0)
    open.session.received(pubrec(2) + received('one', 5), 0)
    closed(open.session, 0)
    expect(open.listener.returned).toEqual([])
    open.connect(0, false)
    expect(open.listener.events).toEqual(['connected', 'message t=one', 'returned 1', 'returned 3', 'returned 2', 'connected'])
    expect(open.again[1]).toBe('')
    open.session.received(received('two', 5), 0)
    expect(open.listener.messages.length).toBe(2)
    expect(brief(open.session.publish('t', 'y', 1, false, 0))).toBe('P14y')
  })

  it('does not keep subscriptions that were never answered: their ids are free and the next may go', () => {
    const open = OpenSession.kept()
    open.session.subscribe(['a'], 1, 0)
    open.session.unsubscribe(['b'], 0)
    closed(open.session, 0)
    open.connect(90000, true)
    expect(open.session.nextWake()).toBe(112500)
    expect(open.session.subscribe(['a'], 1, 90000)).not.toBe('')
  })

  it('keeps as many messages as the settings allow, and no more', () => {
    for (const inFlight of [1, 2, 3, 4]) {
      const open = OpenSession.kept({ inFlight })
      for (let n = 0; n < 6; n++) open.session.publish('t', '', n % 2 + 1, false, 0)
      closed(open.session, 10000)
      open.connect(10000, true)
      expect(decode(open.again[1]).length).toBe(inFlight)
      expect(open.session.publish('t', '', 1, false, 10000)).toBe('')
      open.session.received(pubcomp(2) + puback(1), 10000)
      expect(open.session.publish('t', '', 1, false, 10000) === '').toBe(false)
    }
  })
})
