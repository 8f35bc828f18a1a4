import type { IPublishPacket } from 'mqtt-packet'
import { describe, expect, it } from 'vitest'
import { NO_ACKNOWLEDGEMENT } from '../../../firmware/mqtt/disconnect-reason.ts'
import { MqttLink } from '../../support/mqtt-link.ts'
import { OpenSession } from '../../support/open-session.ts'
import { decode, encode } from '../../support/scripted-broker.ts'

/** A link whose broker hangs up on every message of that topic, or of that QoS. */
function hostile(cleanSession: boolean, topic: string, qos = 0): MqttLink {
  const link = new MqttLink({ cleanSession })
  link.broker.passes = packet => packet.cmd !== 'publish' || (packet.topic !== topic && packet.qos !== (qos || 3))
  return link
}

/** Publishes whatever is due, one message at a time, as an owner that sends again what it is given back. */
class Owner {
  readonly link: MqttLink
  readonly due: { topic: string, qos: number }[]
  readonly delivered: string[] = []
  readonly rejected: string[] = []
  private readonly flying = new Map<number, { topic: string, qos: number }>()

  constructor(link: MqttLink, due: { topic: string, qos: number }[]) {
    this.link = link
    this.due = due
    const listener = link.listener
    const { onConnected, onAcknowledged, onReturned } = listener
    listener.onConnected = resumed => {
      onConnected.call(listener, resumed)
      this.pump()
    }
    listener.onAcknowledged = id => {
      onAcknowledged.call(listener, id)
      this.delivered.push(this.flying.get(id)!.topic)
      this.flying.delete(id)
      this.pump()
    }
    listener.onReturned = (id, rejected) => {
      onReturned.call(listener, id, rejected)
      const message = this.flying.get(id)!
      this.flying.delete(id)
      if (rejected) this.rejected.push(message.topic)
      else this.due.unshift(message)
    }
  }

  private pump(): void {
    while (this.due.length > 0) {
      const id = this.link.client.publish(this.due[0].topic, 'x'.repeat(200), this.due[0].qos, false)
      if (id < 0) return
      this.flying.set(id, this.due.shift()!)
    }
  }
}

describe.each([true, false])('F15 with cleanSession %s, a message that ends the link', cleanSession => {
  it('three times running is given up and reported, and the queue moves on', () => {
    const link = hostile(cleanSession, 'bad')
    const owner = new Owner(link, ['a', 'bad', 'b', 'c'].map(topic => ({ topic, qos: 1 })))
    link.client.start()
    link.clock.advance(900000)
    expect([owner.rejected, [...owner.delivered].sort(), owner.due]).toEqual([['bad'], ['a', 'b', 'c'], []])
    const bad = link.broker.of('publish').filter(({ topic }) => topic === 'bad').length
    expect(bad).toBeGreaterThanOrEqual(3)
    expect(bad).toBeLessThanOrEqual(cleanSession ? 4 : 6)
    expect(link.client.connected).toBe(true)
  })

  it('at QoS 2 goes again at QoS 1, like everything after it', () => {
    const link = hostile(cleanSession, '', 2)
    const owner = new Owner(link, [{ topic: 'alert', qos: 2 }, { topic: 'next', qos: 2 }])
    link.client.start()
    link.clock.advance(900000)
    expect([owner.rejected, [...owner.delivered].sort(), link.client.session.exact]).toEqual([[], ['alert', 'next'], false])
    expect(link.broker.of('publish').filter(({ qos }) => qos === 1).map(({ topic, dup }) => `${topic} ${dup}`).sort()).toEqual(['alert false', 'next false'])
  })

  it('twice, and not a third time, is delivered', () => {
    const link = hostile(cleanSession, 'bad')
    const owner = new Owner(link, [{ topic: 'bad', qos: 1 }])
    link.client.start()
    while (link.listener.reasons.filter(reason => reason === 256).length < 2) link.clock.step()
    link.broker.passes = () => true
    link.clock.advance(300000)
    expect([owner.rejected, owner.delivered]).toEqual([[], ['bad']])
  })

  it('only seemingly, since the link ends late or is ended by us, is never given up', () => {
    const link = new MqttLink({ cleanSession })
    link.broker.drop.add('puback')
    const owner = new Owner(link, [{ topic: 'slow', qos: 1 }])
    link.client.start()
    link.clock.advance(3600000)
    expect([owner.rejected, link.listener.reasons.length > 5]).toEqual([[], true])
    link.broker.drop.clear()
    link.clock.advance(200000)
    expect(owner.delivered).toEqual(['slow'])
  })
})

describe('F15 a session blames a message for the end of a link', () => {
  /** Links that each end so many ms after their one message; what was told of the messages. */
  function told(open: OpenSession, ends: [topic: string, after: number][], qos = 1): string[] {
    let now = 100_000
    for (const [topic, after] of ends) {
      open.connect(now)
      open.session.publish(topic, 'x', qos, false, now)
      open.session.closed(now + after)
      now += 200_000
    }
    return open.listener.events.filter(event => event.startsWith('re')).map(event => event.split(' ')[0])
  }

  it('that followed within 5 s of it, and not at 5 s', () => {
    expect(told(new OpenSession(), [['t', 4999], ['t', 4999], ['t', 4999]])).toEqual(['returned', 'returned', 'rejected'])
    expect(told(new OpenSession(), [['t', 5000], ['t', 5000], ['t', 5000]])).toEqual(['returned', 'returned', 'returned'])
  })

  it('three times running: a link that lasts, or another message, begins the count anew', () => {
    expect(told(new OpenSession(), [['t', 10], ['t', 10], ['t', 5000], ['t', 10], ['t', 10], ['t', 10]]).indexOf('rejected')).toBe(5)
    expect(told(new OpenSession(), [['t', 10], ['t', 10], ['u', 10], ['t', 10], ['t', 10], ['t', 10]]).indexOf('rejected')).toBe(5)
  })

  it('and having given it up counts anew', () => {
    const ends = Array.from({ length: 6 }, (): [string, number] => ['t', 10])
    expect(told(new OpenSession(), ends)).toEqual(['returned', 'returned', 'rejected', 'returned', 'returned', 'rejected'])
  })

  it('and at QoS 2 gives up QoS 2, not the message', () => {
    const open = new OpenSession()
    expect(told(open, [['t', 10], ['t', 10], ['t', 10]], 2)).toEqual(['returned', 'returned', 'returned'])
    expect(open.session.exact).toBe(false)
    open.connect(0)
    expect([2, 1, 0].map(qos => (decode(open.session.publish('t', 'x', qos, false, 0))[0] as IPublishPacket).qos)).toEqual([1, 1, 0])
  })

  it('also where the broker hangs up on the PUBREL, time and again', () => {
    const open = new OpenSession()
    for (let n = 0; n < 3; n++) {
      expect(open.session.exact).toBe(true)
      open.connect(n * 100)
      open.session.publish('t', 'x', 2, false, n * 100)
      open.session.received(encode({ cmd: 'pubrec', messageId: n + 1 }), n * 100)
      open.session.closed(n * 100 + 1)
    }
    expect([open.session.exact, open.listener.events.filter(event => event.startsWith('re'))]).toEqual([false, ['returned 1', 'returned 2', 'returned 3']])
  })

  it('and acquits it once it is acknowledged', () => {
    const open = new OpenSession()
    for (let n = 0; n < 5; n++) {
      open.connect(n * 100)
      open.session.publish('t', 'x', 1, false, n * 100)
      if (n === 2) {
        open.session.received(encode({ cmd: 'puback', messageId: 3 }), n * 100)
        open.session.publish('t', 'x', 1, false, n * 100)
      }
      open.session.closed(n * 100 + 1)
    }
    expect(open.listener.events.filter(event => event.startsWith('re'))).toEqual(['returned 1', 'returned 2', 'returned 4', 'returned 5', 'rejected 6'])
  })

  it('and does not acquit it for the acknowledgement of another', () => {
    const clean = new OpenSession()
    for (let n = 0; n < 3; n++) {
      clean.connect(n * 100)
      if (n === 2) {
        clean.session.publish('u', 'x', 1, false, n * 100)
        clean.session.received(encode({ cmd: 'puback', messageId: 3 }), n * 100)
      }
      clean.session.publish('t', 'x', 1, false, n * 100)
      clean.session.closed(n * 100 + 1)
    }
    expect(clean.listener.events.at(-1)).toBe('rejected 4')
    const kept = OpenSession.kept()
    kept.session.publish('a', 'x', 1, false, 0)
    kept.session.publish('b', 'x', 1, false, 0)
    for (let n = 0; n < 3; n++) {
      if (n === 2) kept.session.received(encode({ cmd: 'puback', messageId: 2 }), 200)
      kept.session.closed(n * 100 + 1)
      kept.connect((n + 1) * 100, n < 2)
    }
    expect(kept.listener.events.filter(event => event.startsWith('re'))).toEqual(['resumed', 'resumed', 'rejected 1'])
  })

  it.each([[1, 1], [2, 1], [1, 2]])('of a kept session by the age of its oldest, of QoS %i before one of QoS %i', (first, second) => {
    const open = OpenSession.kept()
    open.session.publish('a', 'x', first, false, 0)
    open.session.publish('b', 'x', second, false, 6000)
    open.session.closed(6001)
    let ends = 1
    while (open.listener.returned.length === 0) {
      open.connect(ends * 10_000, true)
      open.session.closed(ends * 10_000 + 1)
      ends++
    }
    expect(ends).toBe(4)
  })

  it('of a kept session though a subscription is unanswered too', () => {
    const open = OpenSession.kept()
    open.session.publish('a', 'x', 1, false, 0)
    for (let n = 0; n < 3; n++) {
      open.session.subscribe(['s'], 1, n * 100)
      open.session.closed(n * 100 + 1)
      open.connect((n + 1) * 100, n < 2)
    }
    expect(open.listener.events.filter(event => event.startsWith('re'))).toEqual(['resumed', 'resumed', 'rejected 1'])
  })

  it('only where a message was in flight, and the peer ended it', () => {
    const open = new OpenSession()
    for (let n = 0; n < 3; n++) {
      open.connect(n * 100)
      open.session.subscribe(['s'], 1, n * 100)
      open.session.closed(n * 100 + 1)
    }
    for (let n = 3; n < 6; n++) {
      open.connect(n * 100)
      open.session.publish('t', 'x', 1, false, n * 100)
      open.session.end(NO_ACKNOWLEDGEMENT)
      open.session.closed(n * 100 + 1)
    }
    expect(open.listener.events.filter(event => event.startsWith('re'))).toEqual(['returned 4', 'returned 5', 'returned 6'])
    open.connect(1000)
    expect([1, 2, 3, 4, 5].map(() => open.session.publish('t', 'x', 1, false, 1000) !== '')).toEqual([true, true, true, true, false])
  })

  it('and then lets one message go at a time, until a link has lasted a minute', () => {
    for (const qos of [1, 2]) {
      const open = new OpenSession()
      open.connect(0)
      open.session.publish('t', 'x', qos, false, 0)
      open.session.closed(1)
      open.connect(1000)
      const taken = (at: number): boolean => open.session.publish('t', 'x', qos, false, at) !== ''
      expect([taken(1000), taken(1000), taken(60_999)]).toEqual([true, false, false])
      expect([taken(61_000), taken(61_000), taken(61_000), taken(61_000)]).toEqual([true, true, true, false])
    }
  })

  it('and discards a kept session that has sent several again three times, returns them all, and finds the one', () => {
    const open = OpenSession.kept()
    open.session.publish('a', 'x', 1, false, 0)
    open.session.publish('b', 'x', 1, false, 0)
    for (let n = 0; n < 3; n++) {
      expect(open.listener.returned).toEqual([])
      open.session.closed(n * 100 + 1)
      open.connect((n + 1) * 100, n < 2)
    }
    expect(open.listener.events.slice(1)).toEqual(['resumed', 'resumed', 'returned 1', 'returned 2'])
    open.session.closed(400)
    open.connect(500)
    expect([open.session.publish('a', 'x', 1, false, 500) !== '', open.session.publish('b', 'x', 1, false, 500)]).toEqual([true, ''])
  })
})
