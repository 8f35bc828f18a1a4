import { EARLY } from '../../../drivers/hal/clock.ts'
import { describe, expect, it } from 'vitest'
import { Client, type ClientSettings, HELD_BACK, NOT_TAKEN } from '../../../firmware/mqtt/client.ts'
import {
  BAD_CREDENTIALS, CLOSED_BY_PEER, NO_ACKNOWLEDGEMENT, NO_CONNACK, NO_PINGRESP, NOT_AUTHORIZED, NOT_SENT, PROTOCOL_VIOLATION, STOPPED,
  UNREACHABLE
} from '../../../firmware/mqtt/disconnect-reason.ts'
import { LINK_SETTINGS, MqttLink } from '../../support/mqtt-link.ts'
import { encode } from '../../support/scripted-broker.ts'

const TOPIC = 'breva/a1b2c3/state'

/** The pauses between one failure and the next attempt. */
function gaps(link: MqttLink): number[] {
  return link.network.attempts.slice(1).map((at, n) => at - link.network.attempts[n])
}

describe('a link that works', () => {
  it('connects after start has returned, publishes, subscribes, and is told of every answer', () => {
    const link = new MqttLink()
    link.client.start()
    expect(link.network.attempts.length).toBe(0)
    link.until(() => link.client.connected)
    expect(link.client.subscribe(['breva/a1b2c3/command/+'], 1)).toBe(1)
    expect(link.client.publish(TOPIC, '{}', 1, false)).toBe(2)
    expect(link.client.publish('breva/a1b2c3/health', '{}', 0, false)).toBe(0)
    link.settle()
    link.broker.send({ cmd: 'publish', topic: 'breva/a1b2c3/command/read', payload: '{}', qos: 1, messageId: 9, dup: false, retain: true })
    link.settle()
    expect(link.listener.events).toEqual(['connected', 'subscribed 1: 01', 'acknowledged 2', 'message breva/a1b2c3/command/read={} retained'])
    expect(link.broker.received.map(({ cmd }) => cmd)).toEqual(['connect', 'subscribe', 'publish', 'publish', 'puback'])
  })

  it('sends the same, also where header and payload are written apart', () => {
    const payload = 'x'.repeat(700)
    for (const cleanSession of [true, false]) {
      const link = new MqttLink({ cleanSession }).connect()
      link.clock.advance(5000)
      expect(link.client.publishApart(TOPIC, payload, 1, true)).toBe(1)
      expect(link.client.publishApart(TOPIC, '', 0, false)).toBe(0)
      expect(link.client.publish(TOPIC, payload, 1, false)).toBe(2)
      link.settle()
      expect(link.broker.of('publish').map(({ topic, payload: taken, qos, retain }) => [topic, String(taken), qos, retain]))
        .toEqual([[TOPIC, payload, 1, true], [TOPIC, '', 0, false], [TOPIC, payload, 1, false]])
      expect(link.listener.acknowledged).toEqual([1, 2])
    }
  })

  it('refuses apart what it refuses otherwise, and takes no half for a whole', () => {
    const link = new MqttLink()
    expect(link.client.publishApart(TOPIC, 'x', 1, false)).toBe(NOT_TAKEN)
    link.connect()
    link.network.last.full = true
    expect(link.client.publishApart(TOPIC, 'x', 1, false)).toBe(1)
    link.settle()
    expect(link.listener.reasons).toEqual([NOT_SENT])
  })

  it('unsubscribes, and refuses that without a link or with a bad filter', () => {
    const link = new MqttLink()
    expect(link.client.unsubscribe(['a'])).toBe(-1)
    link.connect()
    expect([link.client.unsubscribe(['a#']), link.client.unsubscribe(['a'])]).toEqual([-1, 1])
    link.settle()
    expect([link.broker.of('unsubscribe').map(({ unsubscriptions }) => unsubscriptions), link.listener.acknowledged]).toEqual([[['a']], [1]])
  })

  it('keeps a session where that is set: clears up with a first link, and tells of one resumed', () => {
    const link = new MqttLink({ cleanSession: false }).connect()
    link.clock.advance(5000)
    link.network.last.reset()
    link.clock.advance(47000)
    expect(link.broker.of('connect').map(({ clean }) => clean)).toEqual([true, false, false])
    expect(link.listener.events).toEqual([`disconnected ${STOPPED}`, 'connected', `disconnected ${CLOSED_BY_PEER}`, 'resumed'])
  })

  it('F21 tells of no connection when what is to be sent again is not taken', () => {
    const link = new MqttLink({ cleanSession: false }).connect()
    link.clock.advance(5000)
    link.broker.drop.add('puback')
    link.client.publish(TOPIC, 'x', 1, false)
    link.network.last.reset()
    link.broker.passes = packet => {
      if (packet.cmd === 'connect') link.network.last.full = true
      return true
    }
    link.until(() => link.listener.reasons.length > 2)
    expect([link.listener.reasons, link.listener.resumed, link.client.connected]).toEqual([[STOPPED, CLOSED_BY_PEER, NOT_SENT], [false], false])
  })

  it('has one timer as soon as it is connected', () => {
    expect(new MqttLink().connect().clock.pending()).toBe(1)
  })

  it('has a will of QoS 1, retained, in a clean session', () => {
    const [connect] = new MqttLink().connect().broker.of('connect')
    expect(connect).toMatchObject({ clean: true, keepalive: 30, will: { topic: 'breva/a1b2c3/status', qos: 1, retain: true } })
    expect(String(connect.will?.payload)).toBe('offline')
  })

  it('may publish from inside onConnected', () => {
    const link = new MqttLink()
    const ids: number[] = []
    link.listener.on.connected = () => { ids.push(link.client.publish('breva/a1b2c3/status', 'online', 1, true), Number(link.client.connected)) }
    link.connect()
    expect([ids, link.listener.acknowledged]).toEqual([[1, 1], [1]])
  })

  it('refuses before the start, before the CONNACK, and once disconnected', () => {
    const link = new MqttLink()
    const tries = (): number[] => [link.client.publish(TOPIC, '', 1, false), link.client.publish(TOPIC, '', 0, false), link.client.subscribe(['a'], 1)]
    link.broker.hold.add('connack')
    expect(tries()).toEqual([-1, -1, -1])
    link.connect()
    expect(tries()).toEqual([-1, -1, -1])
    link.broker.release('connack')
    link.settle()
    expect(link.client.publish(TOPIC, '', 1, false)).toBe(1)
    link.network.last.reset()
    link.settle()
    expect(tries()).toEqual([-1, -1, -1])
    expect(link.network.written.length).toBe(2)
  })

  it.each([10, 30, 60, 1200])('[MQTT-3.1.2-23] [MQTT-3.1.2-24] stays alive for an hour at a keep-alive of %i s, one PINGREQ each three quarters', keepAliveSeconds => {
    const link = new MqttLink({ keepAliveSeconds }).connect()
    link.clock.advance(3600000)
    const pings = link.broker.of('pingreq').length
    expect(Math.abs(pings - 3600 / (keepAliveSeconds * 0.75))).toBeLessThan(2)
    expect([link.listener.events, link.clock.pending()]).toEqual([['connected'], 1])
  })

  it('F18 F24 keeps the link through acknowledgements and PINGRESPs nobody asked for', () => {
    const link = new MqttLink().connect()
    link.broker.send({ cmd: 'puback', messageId: 7 })
    link.broker.send({ cmd: 'pingresp' })
    link.clock.advance(1000)
    expect([link.client.connected, link.client.publish(TOPIC, '', 1, false)]).toEqual([true, 1])
  })
})

describe('ends of a link', () => {
  it('F01 comes back after the broker restarts, once per restart, on one socket', () => {
    const link = new MqttLink().connect()
    for (const outage of [100, 10000, 600000]) {
      link.network.mode = 'refuse'
      link.network.last.reset()
      link.clock.advance(outage)
      link.network.mode = 'open'
      link.until(() => link.client.connected)
      expect([link.client.connected, link.network.sockets, link.clock.pending()]).toEqual([true, 1, 1])
    }
    const ends = link.listener.reasons.filter(reason => reason !== UNREACHABLE)
    expect([link.client.reconnects, ends]).toEqual([3, [CLOSED_BY_PEER, CLOSED_BY_PEER, CLOSED_BY_PEER]])
  })

  it('F02 a broker that is absent at boot is asked again, never sooner than the base delay, and each failed attempt is told', () => {
    const link = new MqttLink()
    link.network.mode = 'refuse'
    link.client.start()
    link.clock.advance(600000)
    expect(Math.min(...gaps(link))).toBeGreaterThanOrEqual(1000)
    expect(link.listener.reasons).toEqual([...gaps(link), 0].map(() => UNREACHABLE))
    link.network.mode = 'open'
    link.until(() => link.client.connected)
    expect([link.client.connected, link.client.reconnects, link.listener.events.at(-1)]).toEqual([true, 0, 'connected'])
  })

  it('F03 a half-open link is noticed within the keep-alive and the PINGRESP timeout, and left', () => {
    const link = new MqttLink().connect()
    const since = link.clock.now()
    link.network.last.upwardLost = link.network.last.downwardLost = true
    link.until(() => link.listener.reasons.length > 0)
    expect(link.listener.reasons).toEqual([NO_PINGRESP])
    expect(link.clock.now() - since).toBeLessThanOrEqual(40000)
    link.clock.advance(47000)
    expect([link.client.connected, link.network.sockets]).toEqual([true, 1])
  })

  it('F04 a link that swallows what we send ends 20 s after the first message, with no flood', () => {
    const link = new MqttLink().connect()
    link.network.last.upwardLost = true
    const before = link.network.written.length
    const ids = [1, 2, 3, 4, 5, 6].map(() => link.client.publish(TOPIC, 'x', 1, false))
    link.clock.advance(19999)
    expect([ids, link.network.written.length - before, link.listener.reasons]).toEqual([[1, 2, 3, 4, -1, -1], 4, []])
    link.clock.advance(10)
    expect(link.listener.reasons).toEqual([NO_ACKNOWLEDGEMENT])
  })

  it('F05 half a packet is not glued to the next CONNACK', () => {
    const link = new MqttLink().connect()
    link.network.last.send(encode({ cmd: 'publish', topic: 'breva/a', payload: 'half', qos: 1, messageId: 3, dup: false, retain: false }).slice(0, 9))
    link.network.last.reset()
    link.clock.advance(47000)
    expect([link.client.connected, link.listener.messages, link.listener.reasons]).toEqual([true, [], [CLOSED_BY_PEER]])
  })

  it('F09 closes on a violation without sending more, counts it and backs off', () => {
    const link = new MqttLink().connect()
    const before = link.network.written.length
    link.network.last.send('\x36\x05\0\x01t\0\x01')
    link.clock.advance(900)
    expect([link.client.connected, link.network.sockets, link.listener.reasons, link.network.written.length]).toEqual([false, 0, [PROTOCOL_VIOLATION], before])
    link.clock.advance(46000)
    expect(link.client.connected).toBe(true)
  })

  it('F13 [MQTT-3.2.2-6] a broker that never answers CONNECT is given 10 s, each time', () => {
    const link = new MqttLink()
    link.broker.drop.add('connack')
    link.connect()
    link.clock.advance(10000)
    expect(link.listener.reasons).toEqual([NO_CONNACK])
  })

  it('a socket that closes before the CONNACK is told of once', () => {
    const link = new MqttLink()
    link.broker.drop.add('connack')
    link.connect()
    link.network.last.reset()
    link.clock.advance(500)
    expect(link.listener.events).toEqual([`disconnected ${CLOSED_BY_PEER}`])
  })

  it('a socket that neither opens nor closes is closed after 30 s', () => {
    const link = new MqttLink()
    link.network.mode = 'silent'
    link.connect()
    link.clock.advance(29000)
    expect(link.network.sockets).toBe(1)
    link.network.mode = 'open'
    link.clock.advance(48000)
    expect([link.client.connected, link.network.attempts.length, link.network.sockets]).toEqual([true, 2, 1])
  })

  it('F21 a socket that takes no more is closed', () => {
    const link = new MqttLink().connect()
    link.network.last.full = true
    expect(link.client.publish(TOPIC, 'x', 1, false)).toBe(1)
    expect(link.client.publish(TOPIC, 'x', 0, false)).toBe(-1)
    expect([link.client.connected, link.listener.events]).toEqual([false, ['connected']])
    link.settle()
    expect([link.listener.reasons, link.listener.returned]).toEqual([[NOT_SENT], [1]])
    link.clock.advance(47000)
    expect([link.client.connected, link.network.sockets]).toEqual([true, 1])
  })

  it('F23 a SUBACK that never comes ends the link after 20 s; a refusal does not', () => {
    const link = new MqttLink().connect()
    link.broker.granted = [0x80]
    link.client.subscribe(['a'], 1)
    link.clock.advance(60000)
    expect(link.listener.events).toEqual(['connected', 'subscribed 1: 80'])
    link.broker.drop.add('suback')
    link.client.subscribe(['a'], 1)
    link.clock.advance(20010)
    expect(link.listener.reasons).toEqual([NO_ACKNOWLEDGEMENT])
  })

  it('F17 a held PUBACK ends the link; afterwards the message is a new one, without DUP', () => {
    const link = new MqttLink().connect()
    link.broker.hold.add('puback')
    link.client.publish(TOPIC, 'x', 1, false)
    link.clock.advance(25000)
    expect([link.listener.acknowledged, link.listener.reasons]).toEqual([[], [NO_ACKNOWLEDGEMENT]])
    link.broker.release('puback')
    link.broker.hold.clear()
    link.until(() => link.client.connected)
    link.client.publish(TOPIC, 'x', 1, false)
    link.settle()
    expect(link.broker.of('publish').map(({ dup, messageId }) => [dup, messageId])).toEqual([[false, 1], [false, 2]])
    expect(link.listener.acknowledged).toEqual([2])
  })

  it('F34 after a stall the answers in the socket are read before they are judged overdue', () => {
    const link = new MqttLink().connect()
    link.client.publish(TOPIC, 'x', 1, false)
    link.broker.delay.set('pingresp', 2000)
    link.clock.advance(22500)
    expect(link.broker.of('pingreq').length).toBe(0)
    link.clock.advance(50)
    // The PINGRESP lands while the interpreter is held up, and is delivered only after the timers that came due.
    link.network.last.downwardLost = true
    link.clock.block(25000)
    link.network.last.downwardLost = false
    link.clock.after(0, () => { link.network.last.send('\xd0\0') }, undefined)
    link.clock.advance(200000)
    expect([link.listener.events, link.client.connected]).toEqual([['connected', 'acknowledged 1'], true])
  })

  it('F34 a connect that blocks for 20 s is followed by no false timeout', () => {
    const link = new MqttLink()
    link.network.blocking = 20000
    link.connect()
    link.clock.advance(60000)
    expect(link.listener.events).toEqual(['connected'])
  })
})

describe('stopping', () => {
  it('F28 [MQTT-3.14.4-3] sends DISCONNECT, closes, and does not come back; twice is once', () => {
    const link = new MqttLink().connect()
    link.client.stop()
    link.client.stop()
    expect([link.client.connected, link.client.publish(TOPIC, '', 1, false), link.listener.reasons]).toEqual([false, -1, []])
    link.clock.advance(600000)
    expect(link.broker.received.map(({ cmd }) => cmd)).toEqual(['connect', 'disconnect'])
    expect([link.listener.events, link.network.sockets, link.clock.pending()]).toEqual([['connected', `disconnected ${STOPPED}`], 0, 0])
  })

  it('ignores what the socket still delivers', () => {
    const link = new MqttLink().connect()
    link.broker.send({ cmd: 'publish', topic: 'a', payload: 'late', qos: 1, messageId: 3, dup: false, retain: false })
    link.client.stop()
    link.clock.advance(1000)
    expect([link.listener.messages, link.broker.received.map(({ cmd }) => cmd)]).toEqual([[], ['connect', 'disconnect']])
  })

  it.each(['while it waits to try again', 'while the socket opens', 'before the CONNACK'])('stops %s', when => {
    const link = new MqttLink()
    link.broker.drop.add('connack')
    if (when === 'while it waits to try again') link.network.mode = 'refuse'
    link.client.start()
    link.until(() => link.network.attempts.length === 1)
    if (when !== 'while the socket opens') link.settle()
    link.client.stop()
    link.clock.advance(600000)
    expect([link.network.attempts.length, link.network.sockets, link.clock.pending(), link.broker.of('disconnect').length]).toEqual([1, 0, 0, 0])
    expect(link.listener.reasons).toEqual(when === 'before the CONNACK' ? [STOPPED] : when === 'while the socket opens' ? [] : [UNREACHABLE])
  })

  it('may stop from inside a callback, and start again at once: the old socket is gone before the new one is made', () => {
    const link = new MqttLink()
    let most = 0
    link.listener.on.message = () => {
      link.client.stop()
      link.client.start()
    }
    const accept = link.network.onConnection
    link.network.onConnection = connection => {
      most = Math.max(most, link.network.sockets)
      accept(connection)
    }
    link.connect()
    link.broker.send({ cmd: 'publish', topic: 'a', payload: '', qos: 1, messageId: 3, dup: false, retain: false })
    link.clock.advance(10000)
    expect([link.listener.events, most]).toEqual([['connected', 'message a=', `disconnected ${STOPPED}`, 'connected'], 1])
    expect(link.broker.of('puback')).toEqual([])
  })
})

describe('what is told to go', () => {
  it('a connect that comes through after stop is closed at once', () => {
    for (const again of [false, true]) {
      const link = new MqttLink()
      link.network.mode = 'silent'
      link.client.start()
      link.until(() => link.network.attempts.length === 1)
      const late = link.network.last
      let closes = 0
      const { close } = late
      // A stack that forgets what is closed before it is open.
      late.close = () => {
        closes++
        if (closes > 1) close.call(late)
      }
      link.client.stop()
      if (again) link.client.start()
      link.clock.advance(500)
      late.open()
      link.clock.advance(1000)
      expect([late.closed, link.broker.of('connect').length]).toEqual([true, 0])
    }
  })

  it('a socket of before a stop that never says that it has closed does not keep the client from starting again', () => {
    const link = new MqttLink().connect()
    link.network.last.close = () => {}
    link.client.stop()
    link.client.start()
    link.clock.advance(60000)
    expect([link.client.connected, link.network.attempts.length]).toEqual([true, 2])
  })

  it('discard has the next link clear up at the broker, once, and what was in flight returns', () => {
    const link = new MqttLink({ cleanSession: false }).connect()
    link.clock.advance(5000)
    link.broker.drop.add('puback')
    link.client.publish(TOPIC, 'x', 1, false)
    link.network.last.finish()
    link.client.discard = true
    link.clock.advance(60000)
    expect(link.broker.of('connect').map(({ clean }) => clean)).toEqual([true, false, true, false])
    expect([link.listener.returned, link.client.discard, link.client.connected]).toEqual([[1], false, true])
    expect(link.listener.resumed).toEqual([false, false])
  })

  it('a message that is blamed is held back by that name, and any other refused by its own', () => {
    const link = new MqttLink()
    link.broker.passes = packet => packet.cmd !== 'publish'
    link.client.start()
    for (let n = 0; n < 2; n++) {
      link.until(() => link.client.connected)
      expect(link.client.publish(TOPIC, 'x', 1, false)).toBe(n + 1)
      link.until(() => !link.client.connected)
    }
    link.until(() => link.client.connected)
    expect([link.client.publish(TOPIC, 'x', 1, false), link.client.publish('a/#', 'x', 1, false), link.client.publish(TOPIC, 'x', 0, false)]).toEqual([HELD_BACK, NOT_TAKEN, 0])
  })
})

describe('reconnection', () => {
  it.each([1, 2, 4, 5, 6, 255])('F12 a refusal with code %i is told with its code, never as a connection, and makes the pauses grow', code => {
    const link = new MqttLink()
    link.broker.returnCode = code
    link.client.start()
    link.clock.advance(86400000)
    expect(new Set(link.listener.events)).toEqual(new Set([`disconnected ${code}`]))
    const longest = Math.max(...gaps(link).slice(12))
    const lasting = [1, 2, BAD_CREDENTIALS, NOT_AUTHORIZED].includes(code)
    expect(longest).toBeGreaterThan(lasting ? 700000 : 100000)
    expect(longest).toBeLessThan(lasting ? 901100 : 121100)
    expect(Math.min(...gaps(link))).toBeGreaterThanOrEqual(1000)
  })

  it('F12 a broker that is not ready, code 3, is one that is away: its nodes are back as soon as they would be then', () => {
    const link = new MqttLink()
    link.broker.returnCode = 3
    link.client.start()
    link.clock.advance(86400000)
    expect(Math.max(...gaps(link))).toBeLessThan(46100)
    expect(Math.min(...gaps(link))).toBeGreaterThanOrEqual(1000)
  })

  it('F13 attempts without CONNACK are spaced with full jitter over a span that does not grow, the first with what remains of it', () => {
    const rounds = 400
    const sums: number[] = []
    for (let seed = 0; seed < rounds; seed++) {
      const link = new MqttLink({}, seed)
      link.network.mode = 'refuse'
      link.client.start()
      link.clock.advance(1200000)
      gaps(link).slice(0, 12).forEach((gap, n) => {
        expect(gap).toBeGreaterThanOrEqual(1000)
        expect(gap).toBeLessThanOrEqual(46001)
        sums[n] = (sums[n] ?? 0) + (gap - 1000) / 45000
      })
    }
    for (const [n, sum] of sums.entries()) expect(Math.abs(sum / rounds - (n ? 1 / 2 : 1 / 3))).toBeLessThan(0.06)
    expect(sums.length).toBe(12)
  })

  it('F14 a CONNACK followed by a drop makes the pauses grow', () => {
    const link = new MqttLink()
    link.broker.dropAfter = 50
    link.client.start()
    link.clock.advance(7200000)
    const delays = gaps(link)
    expect(Math.max(...delays.slice(8))).toBeGreaterThan(60000)
    expect(Math.max(...delays)).toBeLessThan(121100)
    expect(link.network.attempts.length).toBeLessThan(140)
    expect(link.client.shortLinks).toBeGreaterThan(3)
  })

  it.each([
    ['30 s and a PUBACK end that', 30000, true, true],
    ['30 s without any answer do not', 40000, false, false],
    ['a PUBACK in less does not', 29000, true, false]
  ])('F14 %s', (_name, lasting, publish, resets) => {
    const spans: number[] = []
    for (let seed = 0; seed < 40; seed++) {
      // A keep-alive so long that no PINGRESP interferes.
      const link = new MqttLink({ keepAliveSeconds: 1200 }, seed)
      link.broker.dropAfter = 50
      link.client.start()
      link.clock.advance(600000)
      link.broker.dropAfter = Infinity
      link.until(() => link.client.connected)
      if (publish) link.client.publish(TOPIC, 'x', 1, false)
      link.clock.advance(lasting)
      link.network.last.finish()
      const lost = link.clock.now()
      const before = link.network.attempts.length
      link.until(() => link.network.attempts.length > before)
      spans.push(link.clock.now() - lost)
    }
    if (resets) expect(Math.max(...spans)).toBeLessThanOrEqual(46001)
    else expect(Math.max(...spans)).toBeGreaterThan(60000)
  })

  it('F15 five disconnections in a row are spaced further and further, up to the cap', () => {
    const means = [0, 0, 0, 0, 0]
    for (let seed = 0; seed < 200; seed++) {
      const link = new MqttLink({}, seed)
      link.broker.dropAfter = 1000
      link.client.start()
      link.until(() => link.network.attempts.length >= 6)
      gaps(link).forEach((gap, n) => { means[n] += gap / 200 })
    }
    for (const [n, mean] of [17000, 47000, 62000, 62000, 62000].entries()) expect(Math.abs(means[n] - mean)).toBeLessThan(8000)
  })

  it('F16 two hundred nodes of which each has lost its link come back within 46 s of the broker, not in step', () => {
    const back: number[] = []
    for (let seed = 0; seed < 200; seed++) {
      const link = new MqttLink({}, seed).connect()
      link.network.mode = 'refuse'
      link.network.last.finish()
      const restarted = link.clock.now() + 170000
      link.clock.advance(170000)
      link.network.mode = 'open'
      link.until(() => link.client.connected)
      back.push(link.clock.now() - restarted)
    }
    back.sort((one, other) => one - other)
    expect(back[99]).toBeLessThan(16000)
    expect(back[189]).toBeLessThan(40000)
    expect(back[199]).toBeLessThan(46100)
    for (let second = 0; second < 46; second++) expect(back.filter(at => Math.floor(at / 1000) === second).length).toBeLessThan(22)
  })

  it('F16 a broker that is away for ten seconds of each minute is missed for less than half of the time', () => {
    let together = 0
    const hours = 40
    for (let seed = 0; seed < hours; seed++) {
      const link = new MqttLink({}, seed).connect()
      for (let minute = 0; minute < 60; minute++) {
        for (let second = 0; second < 60; second++) {
          if (second === 0) link.network.mode = 'refuse'
          if (second === 0 && !link.network.last.closed) link.network.last.finish()
          if (second === 10) link.network.mode = 'open'
          if (second % 10 === 5 && link.client.connected) link.client.publish(TOPIC, 'x', 1, false)
          link.clock.advance(1000)
          if (link.client.connected) together += 1 / 3600 / hours
        }
      }
    }
    expect(together).toBeGreaterThan(0.5)
  })

  it('F26 a twin with the same client id shows as short links, ever further apart', () => {
    const link = new MqttLink()
    link.broker.dropAfter = 3000
    link.client.start()
    link.clock.advance(300000)
    expect(link.client.shortLinks).toBeGreaterThanOrEqual(3)
    link.broker.dropAfter = Infinity
    link.clock.advance(200000)
    link.network.last.finish()
    expect(link.client.shortLinks).toBe(0)
  })

  it('F31 two hundred losses leave one socket, one timer and no growth', () => {
    const link = new MqttLink()
    link.client.start()
    for (let n = 0; n < 200; n++) {
      link.clock.advance(70000)
      link.network.last.finish()
      expect(link.network.sockets).toBeLessThanOrEqual(1)
      expect(link.clock.pending()).toBeLessThanOrEqual(2)
    }
  })
})

describe('to the millisecond', () => {
  /** A link whose jitter is always the middle of its span. */
  function even(settings: Partial<ClientSettings> = {}): { link: MqttLink, client: Client } {
    const link = new MqttLink()
    const client = new Client(link.network, link.clock, () => 0.5, { ...LINK_SETTINGS, ...settings }, link.listener)
    return { link, client }
  }

  it('F13 waits a base of 1 s and what remains of a span of 45 s, then half a span each time', () => {
    const { link, client } = even()
    link.network.mode = 'refuse'
    client.start()
    link.clock.advance(600000)
    expect(gaps(link).slice(0, 5).map(Math.floor)).toEqual([14180, 23500, 23500, 23500, 23500])
  })

  it.each([[29999, 46000], [30000, 14180]])('F14 a link of %i ms, with an answer, is followed by a pause of %i ms where one had ended soon', (lasting, pause) => {
    const { link, client } = even({ keepAliveSeconds: 1200 })
    link.broker.dropAfter = 50
    client.start()
    link.until(() => link.listener.reasons.length > 0)
    link.broker.dropAfter = Infinity
    link.until(() => client.connected)
    client.publish(TOPIC, 'x', 1, false)
    link.clock.advance(lasting - (link.clock.now() - client.session.since))
    link.network.last.finish()
    const lost = link.clock.now()
    const before = link.network.attempts.length
    link.until(() => link.network.attempts.length > before)
    expect(Math.floor(link.clock.now() - lost)).toBe(pause)
  })

  it.each([[5000, 1], [5001, 0]])('F26 a link of %i ms adds %i to the short ones', (lasting, count) => {
    const { link, client } = even()
    client.start()
    link.until(() => client.connected)
    link.clock.advance(lasting - (link.clock.now() - client.session.since))
    link.network.last.finish()
    expect(client.shortLinks).toBe(count)
  })

  it('F26 short links are forgotten when one has lasted a minute and been answered', () => {
    const { link, client } = even()
    link.broker.dropAfter = 1000
    client.start()
    link.until(() => client.shortLinks >= 2)
    link.broker.dropAfter = Infinity
    link.until(() => client.connected)
    link.clock.advance(59000)
    expect(client.shortLinks).toBe(2)
    link.clock.advance(20000)
    expect([client.shortLinks, client.reconnects]).toEqual([0, 2])
  })

  it('a link that ends for another reason than the broker is no short one', () => {
    const { link, client } = even()
    link.broker.returnCode = NOT_AUTHORIZED
    client.start()
    link.clock.advance(60000)
    expect([client.shortLinks, client.connected, link.listener.reasons.length > 1]).toEqual([0, false, true])
  })

  it('a socket is given 30 s to open, and 5 s to say that it has closed', () => {
    const { link, client } = even()
    link.network.mode = 'silent'
    client.start()
    link.clock.advance(0)
    const opened = link.clock.now()
    const closed: number[] = []
    // It says nothing of its end either.
    link.network.last.close = () => { closed.push(link.clock.now() - opened) }
    link.until(() => link.network.attempts.length >= 2)
    expect([closed, Math.floor(link.clock.now() - opened)]).toEqual([[30000], 49180])
    expect(link.listener.reasons).toEqual([UNREACHABLE])
  })

  it('what the socket says after it was given up is not heard', () => {
    const { link, client } = even()
    link.network.mode = 'silent'
    client.start()
    link.clock.advance(0)
    link.network.last.close = () => {}
    link.clock.advance(35500)
    link.network.last.finish()
    link.clock.advance(13500)
    expect([link.listener.reasons, link.network.attempts.length]).toEqual([[UNREACHABLE], 1])
    link.clock.advance(200)
    expect(link.network.attempts.length).toBe(2)
  })

  it('a second start, or a timer that is early, makes no attempt; what the interpreter may be early by is no matter', () => {
    const { link, client } = even()
    link.network.mode = 'refuse'
    client.start()
    link.until(() => link.listener.reasons.length === 1)
    client.start()
    link.clock.advance(client.due - link.clock.now() - EARLY - 1)
    Client.woken(client)
    expect(link.network.attempts.length).toBe(1)
    link.clock.advance(1)
    Client.woken(client)
    expect(link.network.attempts.length).toBe(2)
  })

  it('a client that is stopped while it waits has no timer any more', () => {
    const { link, client } = even()
    link.network.mode = 'refuse'
    client.start()
    link.settle()
    client.stop()
    expect(link.clock.pending()).toBe(0)
  })

  it('F34 a timer up to 1 s late is no stall, and after a longer one 250 ms are left for what lies in the socket', () => {
    for (const [late, due] of [[1000, 0], [1001, 250]]) {
      const { link, client } = even()
      client.start()
      link.clock.advance(100)
      link.broker.drop.add('puback')
      const sent = link.clock.now()
      client.publish(TOPIC, 'x', 1, false)
      link.clock.advance(client.due - link.clock.now() - 1)
      link.clock.block(late + 1)
      const now = link.clock.now()
      link.until(() => link.listener.reasons.length > 0)
      expect(now - sent).toBeGreaterThan(20000)
      expect([link.listener.reasons, link.clock.now() - now]).toEqual([[NO_ACKNOWLEDGEMENT], due + 5])
    }
  })
})
