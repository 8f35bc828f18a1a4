import { describe, expect, it } from 'vitest'
import { MqttLink } from '../../support/mqtt-link.ts'

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
