import fc from 'fast-check'
import { generate, type Packet } from 'mqtt-packet'
import { describe, expect, it } from 'vitest'
import { packetFault, type PacketFault } from '../../broker/packet-fault.ts'
import { PacketFraming } from '../../broker/packet-framing.ts'

/** What is said of the only packet in these bytes. */
function faultOf(bytes: Buffer): PacketFault | undefined {
  const faults: (PacketFault | undefined)[] = []
  new PacketFraming(65536, (head, body) => { faults.push(packetFault(head, body)) }).accept(bytes)
  expect(faults).toHaveLength(1)
  return faults[0]
}

const ofPacket = (packet: object): PacketFault | undefined => faultOf(generate(packet as Packet))

const text = (bytes: Uint8Array): Buffer => Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes])

const packet = (head: number, ...fields: Uint8Array[]): Buffer => {
  const body = Buffer.concat(fields)
  expect(body.length).toBeLessThan(128)
  return Buffer.concat([Buffer.from([head, body.length]), body])
}

const connect = (flags: number, ...fields: Uint8Array[]): Buffer => packet(0x10, text(Buffer.from('MQTT')), Buffer.from([4, flags, 0, 60]), ...fields.map(text))

const id = Buffer.from('a')

/** Places of a text in a packet, with what it is called. */
const PLACES: [what: string, make: (bytes: Uint8Array) => Buffer][] = [
  ['topic', bytes => packet(0x30, text(bytes), Buffer.from('payload'))],
  ['topic filter', bytes => packet(0x82, Buffer.from([0, 1]), text(Buffer.from('a/#')), Buffer.from([1]), text(bytes), Buffer.from([0]))],
  ['topic filter', bytes => packet(0xa2, Buffer.from([0, 1]), text(Buffer.from('a/#')), text(bytes))],
  ['client id', bytes => connect(2, bytes)],
  ['will topic', bytes => connect(2 | 4, id, bytes, Buffer.from([0, 0xff]))],
  ['user name', bytes => connect(2 | 128, id, bytes)],
  ['user name', bytes => connect(2 | 4 | 128, id, Buffer.from('w'), Buffer.from([0, 0xff]), bytes)]
]

describe('packetFault', () => {
  it('takes what clients send', () => {
    for (const one of [
      { cmd: 'connect', protocolId: 'MQTT', protocolVersion: 4, clientId: 'né', clean: true, keepalive: 60, username: 'u', password: Buffer.from([0, 0xff]), will: { topic: 'a/ü', payload: Buffer.from([0, 0xff]), qos: 1, retain: true } },
      { cmd: 'connect', protocolId: 'MQIsdp', protocolVersion: 3, clientId: 'old', clean: false, keepalive: 60 },
      { cmd: 'connect', protocolId: 'MQTT', protocolVersion: 4, clientId: '', clean: true, keepalive: 0 },
      { cmd: 'publish', topic: 'a/\u{1f33f}', payload: Buffer.from([0, 0xff]), qos: 1, messageId: 7, dup: false, retain: false },
      { cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: 'a/+', qos: 0 }, { topic: '#', qos: 2 }] },
      { cmd: 'unsubscribe', messageId: 1, unsubscriptions: ['a', 'b'] },
      { cmd: 'puback', messageId: 1 },
      { cmd: 'pingreq' }
    ]) expect(ofPacket(one), one.cmd).toBeUndefined()
  })

  it.each(PLACES)('names a %s with NUL, or that is not UTF-8', (what, make) => {
    expect(faultOf(make(Buffer.from('a/b')))).toBeUndefined()
    expect(faultOf(make(Buffer.from('a\0b')))).toEqual({ reason: `a ${what} with NUL in it` })
    // Not UTF-8: a lone byte, an overlong form, a surrogate, and an end that is missing.
    for (const bytes of [[0xff], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0x61, 0xe2, 0x82]]) expect(faultOf(make(Uint8Array.from(bytes)))).toEqual({ reason: `a ${what} that is not UTF-8` })
  })

  it('answers a protocol level that it does not know with return code 1', () => {
    fc.assert(fc.property(fc.constantFrom('MQTT', 'MQIsdp'), fc.integer({ min: 0, max: 255 }), (name, level) => {
      const fault = faultOf(packet(0x10, text(Buffer.from(name)), Buffer.from([level, 2, 0, 60]), text(id)))
      expect(fault?.answer).toBe((level & 0x7f) === (name === 'MQTT' ? 4 : 3) ? undefined : 1)
    }))
  })

  it('answers a kept session without a name with return code 2', () => {
    expect(faultOf(connect(0, Buffer.alloc(0)))).toEqual({ reason: 'no client id for a session that is to be kept', answer: 2 })
  })

  it('refuses a will that nobody may publish', () => {
    for (const topic of ['', 'a/#', '+']) expect(faultOf(connect(2 | 4, id, Buffer.from(topic), Buffer.from('x')))).toEqual({ reason: 'a will topic that nobody may publish to' })
  })

  it('says something of any bytes, and reads nothing behind them', () => {
    fc.assert(fc.property(fc.constantFrom(0x10, 0x30, 0x82, 0xa2), fc.uint8Array({ maxLength: 40 }), (head, bytes) => {
      const body = Buffer.from(bytes)
      expect(packetFault(head, Buffer.concat([body, Buffer.from('more')]).subarray(0, body.length))).toEqual(packetFault(head, body))
    }))
  })
})
