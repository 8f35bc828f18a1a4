import fc from 'fast-check'
import type { IConnectPacket } from 'mqtt-packet'
import { describe, expect, it } from 'vitest'
import { connectPacket, field, remainingLength, subscribePacket } from '../../../firmware/mqtt/packet-writer.ts'
import { decode, encode } from '../../support/scripted-broker.ts'

const hex = (bytes: string): string => Buffer.from(bytes, 'latin1').toString('hex')
const plain = { clientId: 'brevaa1b2c3', keepAliveSeconds: 30, willTopic: 'breva/a1b2c3/status', willPayload: 'offline' }

describe('remaining length', () => {
  it.each([
    [0, '00'], [127, '7f'], [128, '8001'], [16383, 'ff7f'], [16384, '808001'], [2097151, 'ffff7f'], [2097152, '80808001'], [268435455, 'ffffff7f']
  ])('writes %i as %s', (length, bytes) => {
    expect(hex(remainingLength(length))).toBe(bytes)
  })
})

describe('CONNECT', () => {
  it('[MQTT-3.1.2-9] [MQTT-3.1.2-18] [MQTT-3.1.2-20] has the will and neither user nor password, byte for byte', () => {
    expect(hex(connectPacket(plain, true))).toBe((
      '10 35 00 04 4D 51 54 54 04 2E 00 1E 00 0B 62 72 65 76 61 61 31 62 32 63 33 00 13 62 72 65 76 61 2F 61 31 62 32 63 33 2F 73' +
      '74 61 74 75 73 00 07 6F 66 66 6C 69 6E 65').replaceAll(' ', '').toLowerCase())
  })

  it('[MQTT-3.1.2-19] [MQTT-3.1.2-21] [MQTT-3.1.3-1] adds user and password last, flags EE', () => {
    const bytes = connectPacket({ ...plain, user: 'u', password: 'pw' }, true)
    expect(bytes.charCodeAt(9)).toBe(0xee)
    expect(bytes.endsWith('\0\x07offline\0\x01u\0\x02pw')).toBe(true)
  })

  it('has a user without a password, flags AE', () => {
    const bytes = connectPacket({ ...plain, user: 'u' }, true)
    expect(bytes.charCodeAt(9)).toBe(0xae)
    expect(bytes.endsWith('\0\x07offline\0\x01u')).toBe(true)
  })

  it('[MQTT-3.1.2-22] never sends a password without a user', () => {
    expect(connectPacket({ ...plain, password: 'pw' }, true)).toBe(connectPacket(plain, true))
  })

  it('is what mqtt-packet writes and reads, whatever the settings', () => {
    const text = fc.string({ minLength: 1, maxLength: 200, unit: fc.integer({ min: 1, max: 126 }).map(code => String.fromCharCode(code)) })
    const topic = text.filter(name => !/[+#]/.test(name))
    fc.assert(fc.property(
      fc.record({ clientId: text, user: text, password: text, keepAliveSeconds: fc.integer({ min: 10, max: 1200 }), willTopic: topic, willPayload: text }), fc.boolean(),
      (settings, named) => {
        const { user, password, ...anonymous } = settings
        const packet: IConnectPacket = {
          cmd: 'connect', protocolId: 'MQTT', protocolVersion: 4, clean: true, clientId: settings.clientId, keepalive: settings.keepAliveSeconds,
          will: { topic: settings.willTopic, payload: Buffer.from(settings.willPayload), qos: 1, retain: true },
          ...(named ? { username: user, password: Buffer.from(password) } : {})
        }
        const bytes = connectPacket(named ? settings : anonymous, true)
        expect(hex(bytes)).toBe(hex(encode(packet)))
        expect(decode(bytes)[0]).toMatchObject({ cmd: 'connect', clientId: settings.clientId, clean: true })
      }
    ))
  })
})

describe('SUBSCRIBE', () => {
  it('[MQTT-3.8.1-1] [MQTT-3.8.3-4] is the documented bytes', () => {
    expect(hex(subscribePacket(2, ['breva/a1b2c3/command/+'], 1))).toBe('821b00020016' + hex('breva/a1b2c3/command/+') + '01')
  })

  it('is what mqtt-packet writes, for any filters', () => {
    const filter = fc.stringMatching(/^[a-z/]{1,60}$/)
    fc.assert(fc.property(fc.integer({ min: 1, max: 65535 }), fc.array(filter, { minLength: 1, maxLength: 6 }), fc.constantFrom(0, 1, 2), (id, filters, qos) => {
      const subscriptions = filters.map(topic => ({ topic, qos: qos }))
      expect(hex(subscribePacket(id, filters, qos))).toBe(hex(encode({ cmd: 'subscribe', messageId: id, subscriptions })))
    }))
  })
})

it('a field is its length in two bytes, then its bytes', () => {
  expect(field('')).toBe('\0\0')
  expect(hex(field('x'.repeat(258))).slice(0, 6)).toBe('010278')
})
