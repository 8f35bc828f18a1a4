import type { IConnectPacket } from 'mqtt-packet'
import { describe, expect, it } from 'vitest'
import { IDENTIFIER_REJECTED, NO_ACKNOWLEDGEMENT, NOT_SENT, PROTOCOL_VIOLATION } from '../../../firmware/mqtt/disconnect-reason.ts'
import { connectPacket } from '../../../firmware/mqtt/packet-writer.ts'
import { FlashedBench } from '../../support/flashed-bench.ts'
import { LINK_SETTINGS, MqttLink } from '../../support/mqtt-link.ts'
import { OpenSession } from '../../support/open-session.ts'
import { decode, encode } from '../../support/scripted-broker.ts'
import { closed } from '../../../firmware/mqtt/session-end.ts'

const TOPIC = 'breva/a1b2c3/state'

/** The first packet of each link of a flashed node. */
function connectsOfFlashedNode(links: number): IConnectPacket[] {
  const bench = new FlashedBench({ change: settings => { settings.broker = { ...settings.broker, user: 'h\xc3\xbctte', password: 'geheim-genug-17' } } })
  const connects: IConnectPacket[] = []
  const connect = bench.network.connect.bind(bench.network)
  bench.network.connect = (...target) => {
    const socket = connect(...target)
    const write = socket.write.bind(socket)
    let first = true
    socket.write = bytes => {
      if (first) connects.push(decode(bytes)[0] as IConnectPacket)
      first = false
      return write(bytes)
    }
    return socket
  }
  bench.node.start()
  bench.clock.advance(30000)
  while (connects.length < links) {
    bench.node.board.network.inject('loss', true)
    bench.clock.advance(1000)
    bench.node.board.network.inject('loss', false)
    bench.clock.advance(130000)
  }
  return connects
}

describe('CONNECT', () => {
  it('[MQTT-3.1.2-11] [MQTT-3.1.2-13] [MQTT-3.1.2-14] [MQTT-3.1.2-15] never goes without its will, of QoS 1 and retained', () => {
    for (const user of [undefined, '', 'u']) {
      for (const password of [undefined, '', 'p']) {
        const [packet] = decode(connectPacket({ ...LINK_SETTINGS, user, password }, true)) as IConnectPacket[]
        expect(packet.will).toEqual({ topic: LINK_SETTINGS.willTopic, payload: Buffer.from('offline'), qos: 1, retain: true })
      }
    }
  })

  it('[MQTT-3.1.3-2] [MQTT-3.1.3-3] [MQTT-3.1.3-5] [MQTT-3.1.3-7] of a flashed node has one client id on every link: breva and six hexadecimal digits', () => {
    const connects = connectsOfFlashedNode(3)
    expect(connects[0].clientId).toMatch(/^breva[0-9a-f]{6}$/)
    expect(new Set(connects.map(({ clientId }) => clientId)).size).toBe(1)
  })

  it('[MQTT-3.1.3-4] [MQTT-3.1.3-10] [MQTT-3.1.3-11] of a flashed node is UTF-8: client id, topic of the will and user', () => {
    const [{ clientId, username, will }] = connectsOfFlashedNode(1)
    expect([clientId, will?.topic, username]).toEqual([expect.stringMatching(/^\w+$/), expect.stringMatching(/^breva\/[a-z0-9-]+\/status$/), 'h\u00fctte'])
  })

  it('[MQTT-3.1.3-8] [MQTT-3.1.3-9] that is refused for its client id is told as that, and sent again ever more rarely', () => {
    const link = new MqttLink()
    link.broker.returnCode = 2
    link.client.start()
    link.clock.advance(86400000)
    expect(new Set(link.listener.events)).toEqual(new Set([`disconnected ${IDENTIFIER_REJECTED}`]))
    expect(link.network.attempts.length).toBeGreaterThan(100)
    expect(link.network.attempts.length).toBeLessThan(400)
  })

  it('[MQTT-3.2.2-4] that is refused with a session present ends as a violation', () => {
    const link = new MqttLink()
    link.broker.drop.add('connack')
    link.connect()
    link.network.last.send('\x20\x02\x01\x05')
    link.settle()
    expect(link.listener.events).toEqual([`disconnected ${PROTOCOL_VIOLATION}`])
  })
})

describe('SUBSCRIBE', () => {
  it('[MQTT-2.3.1-7] [MQTT-3.8.4-2] [MQTT-3.9.3-1] is answered by the SUBACK that has its id, with codes in the order of the filters', () => {
    const link = new MqttLink().connect()
    link.broker.drop.add('suback')
    const id = link.client.subscribe(['a', 'b', 'c'], 1)
    for (const messageId of [id + 1, id]) link.broker.send({ cmd: 'suback', messageId, granted: [1, 128, 0] })
    link.settle()
    expect(link.listener.events).toEqual(['connected', `subscribed ${id}: 018000`])
  })
})

describe('PUBLISH', () => {
  it('[MQTT-3.3.5-2] counts as delivered once it is acknowledged, though a broker that forbids it throws it away', () => {
    const link = new MqttLink().connect()
    link.client.subscribe([TOPIC], 1)
    const id = link.client.publish(TOPIC, '{}', 1, false)
    link.clock.advance(60000)
    expect([link.listener.acknowledged, link.listener.messages]).toEqual([[id], []])
  })

  it('[MQTT-4.8.0-2] that cannot be answered because the socket takes no more ends the link', () => {
    const link = new MqttLink().connect()
    link.network.last.full = true
    link.broker.send({ cmd: 'publish', topic: 'a', payload: '', qos: 1, messageId: 3, dup: false, retain: false })
    link.settle()
    expect([link.listener.reasons, link.client.connected]).toEqual([[NOT_SENT], false])
  })
})

describe('UNSUBSCRIBE', () => {
  it('[MQTT-2.2.2-1] [MQTT-3.10.1-1] [MQTT-3.10.3-1] is what mqtt-packet writes, with flags 0010', () => {
    const link = new MqttLink().connect()
    const id = link.client.unsubscribe(['a/+', 'b'])
    link.settle()
    expect(link.network.written.at(-1)).toBe(encode({ cmd: 'unsubscribe', messageId: id, unsubscriptions: ['a/+', 'b'] }))
    expect(link.network.written.at(-1)!.charCodeAt(0)).toBe(0xa2)
  })

  it('[MQTT-3.10.3-2] is refused without a filter, with a bad one, and when not connected', () => {
    const link = new MqttLink()
    expect(link.client.unsubscribe(['a'])).toBe(-1)
    link.connect()
    expect([link.client.unsubscribe([]), link.client.unsubscribe(['a#']), link.client.unsubscribe(['\xff'])]).toEqual([-1, -1, -1])
  })

  it('[MQTT-3.10.4-4] [MQTT-3.10.4-5] is answered by the UNSUBACK of its id; one that does not come ends the link after 20 s', () => {
    const link = new MqttLink().connect()
    const subscribed = link.client.subscribe(['a'], 1)
    link.network.last.send(encode({ cmd: 'unsuback', messageId: subscribed, granted: [] }))
    const id = link.client.unsubscribe(['a'])
    link.settle()
    expect([link.listener.acknowledged, link.client.session.strays]).toEqual([[id], 1])
    link.broker.drop.add('unsuback')
    link.client.unsubscribe(['a'])
    link.clock.advance(20010)
    expect([link.listener.reasons, link.listener.returned]).toEqual([[NO_ACKNOWLEDGEMENT], []])
  })
})

describe('the state of a session', () => {
  it('[MQTT-4.1.0-2] lasts as long as its link, whatever its length', () => {
    const link = new MqttLink().connect()
    link.broker.drop.add('pubrel')
    const exact = (dup: boolean): void => { link.broker.send({ cmd: 'publish', topic: 'a', payload: 'x', qos: 2, messageId: 7, dup, retain: false }) }
    exact(false)
    link.clock.advance(2 * 86400000)
    exact(true)
    link.settle()
    expect([link.network.attempts.length, link.listener.events]).toEqual([1, ['connected', 'message a=x']])
  })

  it('[MQTT-4.1.0-1] that is kept lasts over any number of links: what was sent, and what was received and not released', () => {
    const open = OpenSession.kept()
    const exact = encode({ cmd: 'publish', topic: 'a', payload: 'x', qos: 2, messageId: 7, dup: true, retain: false })
    const [one, two] = [open.session.publish('t', '1', 1, false, 0), open.session.publish('t', '2', 2, false, 0)].map(bytes => decode(bytes)[0])
    open.session.received(exact, 0)
    for (let n = 1; n <= 100; n++) {
      closed(open.session, n * 60000)
      open.connect(n * 60000, true)
      expect(decode(open.again[n]).map(({ cmd, messageId }) => [cmd, messageId])).toEqual([['publish', one.messageId], ['publish', two.messageId]])
      open.session.received(exact, n * 60000)
    }
    expect(open.listener.messages.length).toBe(1)
  })
})
