import fc from 'fast-check'
import type { IPublishPacket } from 'mqtt-packet'
import { describe, expect, it } from 'vitest'
import type { Bytes } from '../../../drivers/hal/bytes.ts'
import { HELD_BACK, NOT_TAKEN } from '../../../firmware/mqtt/client.ts'
import { NO_ACKNOWLEDGEMENT } from '../../../firmware/mqtt/disconnect-reason.ts'
import { MqttLink } from '../../support/mqtt-link.ts'
import { OpenSession } from '../../support/open-session.ts'
import { decode, encode } from '../../support/scripted-broker.ts'
import { closed, end } from '../../../firmware/mqtt/session-end.ts'
import { STORED } from '../../../firmware/mqtt/session-record.ts'

/** A link whose broker hangs up on every message of that topic, or of that QoS. */
function hostile(cleanSession: boolean, topic: string, qos = 0): MqttLink {
  const link = new MqttLink({ cleanSession })
  link.broker.passes = packet => packet.cmd !== 'publish' || (packet.topic !== topic && packet.qos !== (qos || 3))
  return link
}

/** Publishes whatever is due, one message at a time, as an owner that sends again what it is given back, and asks again every 2 s. */
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
    const beat = (): void => {
      this.pump()
      link.clock.after(2000, beat, undefined)
    }
    beat()
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
    for (let n = 0; n < this.due.length;) {
      const id = this.link.client.publish(this.due[n].topic, 'x'.repeat(200), this.due[n].qos, false)
      if (id === NOT_TAKEN) return
      // What is blamed waits, and lets the others pass.
      if (id === HELD_BACK) n++
      else this.flying.set(id, this.due.splice(n, 1)[0])
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
    expect(bad).toBeLessThanOrEqual(cleanSession ? 4 : 7)
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
  interface End {
    topic: string
    /** ms from the message to the end of its link. */
    after: number
    /** ms from the CONNACK to the message. */
    age?: number
    length?: number
  }

  /** Links that each end so many ms after their one message; what was told of the messages, or `held` for one that was held back. */
  function told(open: OpenSession, ends: End[], qos = 1): string[] {
    const outcomes: string[] = []
    let now = 100_000
    for (const { topic, after, age = 0, length = 100 } of ends) {
      open.connect(now)
      const sent = open.session.publish(topic, 'x'.repeat(length), qos, false, now + age) !== ''
      expect(sent).toBe(!open.session.heldBack)
      const before = open.listener.events.length
      closed(open.session, now + age + after)
      outcomes.push(sent ? open.listener.events.slice(before).map(event => event.split(' ')[0]).join() : 'held')
      now += 200_000
    }
    return outcomes
  }

  const t = (after: number, age = 0, length = 100): End => ({ topic: 't', after, age, length })

  it('that followed within 5 s of it twice: then it is held back, and given up when a link that has lived 20 s ends so too', () => {
    expect(told(new OpenSession(), [t(4999), t(4999), t(10), t(10, 19_999), t(4999, 20_000)])).toEqual(['returned', 'returned', 'held', 'held', 'rejected'])
  })

  it('and not at 5 s', () => {
    expect(told(new OpenSession(), [t(5000), t(5000), t(5000), t(5000)])).toEqual(['returned', 'returned', 'returned', 'returned'])
    expect(told(new OpenSession(), [t(10), t(10), t(5000, 20_000), t(10)])).toEqual(['returned', 'returned', 'returned', 'returned'])
  })

  it('and counts each message by itself, also while another is held back', () => {
    const u = (after: number, age = 0): End => ({ ...t(after, age), topic: 'u' })
    expect(told(new OpenSession(), [t(10), u(10), t(10), u(10), t(10), u(10), t(10, 20_000), u(10), u(10, 20_000)])).toEqual([
      'returned', 'returned', 'returned', 'returned', 'held', 'held', 'rejected', 'held', 'rejected'
    ])
  })

  it('and takes one that is shorter by more than a quarter for another', () => {
    expect(told(new OpenSession(), [t(10), t(10), t(10, 0, 75), t(10, 0, 74), t(10, 0, 74), t(10, 0, 74)])).toEqual([
      'returned', 'returned', 'held', 'returned', 'returned', 'held'
    ])
  })

  it('and having given it up counts anew', () => {
    const ends = [t(10), t(10), t(10, 20_000)]
    expect(told(new OpenSession(), [...ends, ...ends])).toEqual(['returned', 'returned', 'rejected', 'returned', 'returned', 'rejected'])
  })

  it('and lets no fifth topic pass while four are blamed, until a link has lived 20 s', () => {
    const four = ['a', 'b', 'c', 'd'].map(topic => ({ ...t(10), topic }))
    expect(told(new OpenSession(), [...four, { ...t(10), topic: 'e' }, { ...t(10, 20_000), topic: 'e' }, t(10)])).toEqual([
      'returned', 'returned', 'returned', 'returned', 'held', 'returned', 'held'
    ])
  })

  it('and at QoS 2 gives up QoS 2, not the message', () => {
    const open = new OpenSession()
    expect(told(open, [t(10), t(10), t(10, 20_000)], 2)).toEqual(['returned', 'returned', 'returned'])
    expect(open.session.exact).toBe(false)
    open.connect(0)
    expect([2, 1, 0].map(qos => (decode(open.session.publish('t', 'x', qos, false, 0))[0] as IPublishPacket).qos)).toEqual([1, 1, 0])
  })

  it('also where the broker hangs up on the PUBREL, time and again', () => {
    const open = new OpenSession()
    for (const age of [0, 0, 20_000]) {
      expect(open.session.exact).toBe(true)
      open.connect(0)
      open.session.publish('t', 'x', 2, false, age)
      open.session.received(encode({ cmd: 'pubrec', messageId: open.session.id }), age)
      closed(open.session, age + 1)
    }
    expect([open.session.exact, open.listener.events.filter(event => event.startsWith('re'))]).toEqual([false, ['returned 1', 'returned 2', 'returned 3']])
  })

  it.each([1, 2])('and acquits it once it is acknowledged, at QoS %i', qos => {
    const open = new OpenSession()
    const send = (): Bytes => open.session.publish('t', 'x', qos, false, 0)
    for (let n = 0; n < 5; n++) {
      open.connect()
      if (n === 1) {
        send()
        const id = open.session.id
        open.session.received(qos === 1 ? encode({ cmd: 'puback', messageId: id }) : encode({ cmd: 'pubrec', messageId: id }) + encode({ cmd: 'pubcomp', messageId: id }), 0)
      }
      expect(send() === '').toBe(n > 2)
      closed(open.session, 1)
    }
  })

  it('and does not acquit it for the acknowledgement of another', () => {
    const open = new OpenSession()
    for (let n = 0; n < 3; n++) {
      open.connect()
      open.session.publish('u', 'x', 1, false, 0)
      open.session.received(encode({ cmd: 'puback', messageId: open.session.id }), 0)
      expect(open.session.publish('t', 'x', 1, false, 0) === '').toBe(n > 1)
      closed(open.session, 1)
    }
  })

  it('only where it was alone: with another message or a subscription unanswered nobody is to blame', () => {
    const open = new OpenSession()
    for (let n = 0; n < 6; n++) {
      open.connect()
      if (n > 0) open.session.subscribe(['s'], 1, 0)
      else open.session.publish('a', 'x', 1, false, 0)
      expect(open.session.publish('t', 'x', 1, false, 0) === '').toBe(false)
      closed(open.session, 1)
    }
    expect([open.session.blame, open.listener.events.some(event => event.startsWith('rej'))]).toEqual([undefined, false])
  })

  it('only where the topic is known: one left over when a later one was acknowledged is not taken for that', () => {
    const open = new OpenSession()
    for (let n = 0; n < 4; n++) {
      open.connect(n * 100_000)
      open.session.publish('t', 'x', 1, false, n * 100_000)
      open.session.publish('u', 'x', 1, false, n * 100_000)
      if (n % 2 === 0) open.session.received(encode({ cmd: 'puback', messageId: open.session.id }), n * 100_000)
      closed(open.session, n * 100_000 + 1)
    }
    expect(open.session.blame?.['u']).toBeUndefined()
  })

  it('only where a message was in flight, and the peer ended it', () => {
    const open = new OpenSession()
    for (let n = 0; n < 3; n++) {
      open.connect(n * 100)
      open.session.subscribe(['s'], 1, n * 100)
      closed(open.session, n * 100 + 1)
    }
    for (let n = 3; n < 6; n++) {
      open.connect(n * 100)
      open.session.publish('t', 'x', 1, false, n * 100)
      end(open.session, NO_ACKNOWLEDGEMENT)
      closed(open.session, n * 100 + 1)
    }
    expect(open.listener.events.filter(event => event.startsWith('re'))).toEqual(['returned 4', 'returned 5', 'returned 6'])
    open.connect(1000)
    expect([1, 2, 3, 4, 5].map(() => open.session.publish('t', 'x', 1, false, 1000) !== '')).toEqual([true, true, true, true, false])
  })

  it.each([1, 2])('and then lets one message go at a time, until a link has lasted a minute, at QoS %i', qos => {
    const open = new OpenSession()
    open.connect(0)
    open.session.publish('t', 'x', qos, false, 0)
    closed(open.session, 1)
    open.connect(1000)
    const taken = (at: number): boolean => open.session.publish('t', 'x', qos, false, at) !== ''
    expect([taken(1000), taken(1000), taken(60_999)]).toEqual([true, false, false])
    expect([taken(61_000), taken(61_000), taken(61_000), taken(61_000)]).toEqual([true, true, true, false])
  })

  it('and forgets after a minute on one link what it held back', () => {
    expect(told(new OpenSession(), [t(10), t(10), t(10, 60_000), t(10)])).toEqual(['returned', 'returned', 'returned', 'returned'])
  })

  it('and discards a kept session that has sent several again three times, returns them all, and finds the one', () => {
    const open = OpenSession.kept()
    open.session.publish('a', 'x', 1, false, 0)
    open.session.publish('b', 'x', 1, false, 0)
    for (let n = 0; n < 3; n++) {
      expect(open.listener.returned).toEqual([])
      closed(open.session, n * 100 + 1)
      open.connect((n + 1) * 100, n < 2)
    }
    expect(open.listener.events.slice(1)).toEqual(['resumed', 'resumed', 'returned 1', 'returned 2'])
    closed(open.session, 400)
    open.connect(500)
    expect([open.session.publish('a', 'x', 1, false, 500) !== '', open.session.publish('b', 'x', 1, false, 500)]).toEqual([true, ''])
  })

  it('and discards a kept session that has sent the one again three times, returns it, holds it back, and gives it up as in a clean one', () => {
    const open = OpenSession.kept()
    open.session.publish('a', 'x', 1, false, 0)
    for (let n = 0; n < 3; n++) {
      closed(open.session, n * 100 + 1)
      open.connect((n + 1) * 100, n < 2)
    }
    expect(open.listener.events.slice(1)).toEqual(['resumed', 'resumed', 'returned 1'])
    closed(open.session, 400)
    open.connect(500)
    expect([open.session.publish('a', 'x', 1, false, 500), open.session.heldBack]).toEqual(['', true])
    expect(open.session.publish('b', 'x', 1, false, 500) === '').toBe(false)
    open.session.received(encode({ cmd: 'puback', messageId: open.session.id }), 600)
    expect(open.session.publish('a', 'x', 1, false, 20_500) === '').toBe(false)
    closed(open.session, 20_600)
    expect(open.listener.events.at(-1)).toBe('rejected 3')
  })
})

describe('F15 a bad network', () => {
  const step = fc.record({
    /** ms from the last step. */
    pause: fc.integer({ min: 0, max: 6000 }), topic: fc.constantFrom('a', 'b', 'c'), qos: fc.constantFrom(1, 2), length: fc.integer({ min: 0, max: 200 }),
    answered: fc.boolean()
  })
  const link = fc.record({ lasting: fc.integer({ min: 0, max: 19_999 }), steps: fc.array(step, { maxLength: 6 }), subscribed: fc.boolean(), resumed: fc.boolean() })

  it.each([true, false])('that breaks every link within 20 s costs no message and no QoS 2, whatever was in flight, with cleanSession %s', cleanSession => {
    fc.assert(fc.property(fc.array(link, { maxLength: 40 }), links => {
      const open = new OpenSession({ cleanSession })
      let now = 0
      for (const { lasting, steps, subscribed, resumed } of links) {
        const began = now
        open.connect(now, resumed && open.session.stored === STORED)
        if (subscribed) open.session.subscribe(['s'], 1, now)
        for (const { pause, topic, qos, length, answered } of steps) {
          now += pause
          if (now - began >= lasting) break
          const sent = open.session.publish(topic, 'x'.repeat(length), qos, false, now)
          if (sent && answered) open.session.received(encode({ cmd: qos === 1 ? 'puback' : 'pubrec', messageId: open.session.id }), now)
        }
        now = began + lasting
        closed(open.session, now)
        now += 1000
      }
      expect(open.listener.events.filter(event => event.startsWith('rejected'))).toEqual([])
      expect(open.session.exact).toBe(true)
    }), { numRuns: 300 })
  })
})
