import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { INCOMPLETE, MALFORMED, isTopic, readHeader } from '../../../firmware/mqtt/packet-reader.ts'
import { remainingLength } from '../../../firmware/mqtt/packet-writer.ts'

describe('the fixed header', () => {
  it('reads back every remaining length, and waits for its last byte', () => {
    fc.assert(fc.property(fc.integer({ min: 2, max: 268435455 }), length => {
      const bytes = '\x30' + remainingLength(length)
      expect(readHeader(bytes, 0, true)).toBe(length * 8 + bytes.length)
      expect(readHeader(bytes.slice(0, -1), 0, true)).toBe(INCOMPLETE)
    }))
  })

  it('refuses a fifth length byte without waiting for it', () => {
    expect(readHeader('\x30\xff\xff\xff\xff', 0, true)).toBe(MALFORMED)
    expect(readHeader('\x30\xff\xff\xff', 0, true)).toBe(INCOMPLETE)
  })

  it('[MQTT-2.2.2-2] [MQTT-3.3.1-2] [MQTT-3.3.1-4] [MQTT-3.6.1-1] knows which of the 256 first bytes a server may send', () => {
    const good = (length: string): number[] => Array.from({ length: 256 }, (_, first) => first)
      .filter(first => readHeader(String.fromCharCode(first) + length, 0, true) > 0)
    expect(good('\x00')).toEqual([0xd0])
    const publishes = [0x30, 0x31, 0x32, 0x33, 0x34, 0x35, 0x3a, 0x3b, 0x3c, 0x3d]
    expect(good('\x02')).toEqual([...publishes, 0x40, 0x50, 0x62, 0x70, 0xb0])
    expect(good('\x03')).toEqual([...publishes, 0x90])
  })

  it('[MQTT-3.2.0-1] lets only a CONNACK of two bytes be first', () => {
    for (let first = 0; first < 256; first++) {
      for (const length of [0, 1, 2, 3, 127]) {
        expect(readHeader(String.fromCharCode(first, length), 0, false) > 0).toBe(first === 0x20 && length === 2)
      }
    }
  })
})

describe('topic names', () => {
  it('[MQTT-1.5.3-1] takes a string of bytes as UTF-8 exactly when the decoder of the platform does', () => {
    const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
    const edges = [0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc1, 0xc2, 0xdf, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5]
    const tricky = fc.array(fc.constantFrom(...edges), { minLength: 1, maxLength: 5 }).map(list => Uint8Array.from(list))
    const bytes = fc.oneof(fc.uint8Array({ minLength: 1, maxLength: 6 }), tricky)
    fc.assert(fc.property(bytes, list => {
      fc.pre(!list.some(byte => byte === 0 || byte === 35 || byte === 43))
      let good = true
      try {
        strict.decode(list)
      } catch {
        good = false
      }
      expect(isTopic(Buffer.from(list).toString('latin1'), false)).toBe(good)
    }), { numRuns: 3000 })
  })

  it.each([
    ['\xf4\x8f\xbf\xbf', true], ['\xf4\x90\x80\x80', false], ['\xf0\x90\x80\x80', true], ['\xf0\x8f\xbf\xbf', false],
    ['\xe0\xa0\x80', true], ['\xe0\x9f\xbf', false], ['\xed\x9f\xbf', true], ['\xed\xa0\x80', false], ['\xc2\x80', true], ['\xc1\xbf', false],
    ['\xf0\x90\x80', false], ['\xe0\xa0', false], ['\xc2', false]
  ])('knows the first and the last characters of each length: %j is %s', (bytes, good) => {
    expect(isTopic(bytes, false)).toBe(good)
  })

  it('[MQTT-1.5.3-3] keeps a byte order mark', () => {
    expect(isTopic('\xef\xbb\xbfa', false)).toBe(true)
  })

  it('[MQTT-1.5.3-2] [MQTT-4.7.3-1] [MQTT-4.7.3-2] [MQTT-4.7.3-3] refuses none, too long and NUL', () => {
    expect([isTopic('', false), isTopic('a\0b', false), isTopic('a'.repeat(65536), false), isTopic('a'.repeat(65535), false)]).toEqual([false, false, false, true])
  })

  it.each(['#', '+', 'a/#', 'a/+', '+/b', 'a/+/b', '/', '+/#', '//+'])('[MQTT-4.7.1-2] [MQTT-4.7.1-3] takes the filter %s', filter => {
    expect(isTopic(filter, true)).toBe(true)
  })

  it.each(['a#', '#/a', 'a/#/b', 'a+', '+a', 'a/b+', '##', '++'])('[MQTT-4.7.1-2] [MQTT-4.7.1-3] refuses the filter %s', filter => {
    expect(isTopic(filter, true)).toBe(false)
  })

  it.each(['a/#', '+/b', '#', '+'])('[MQTT-3.3.2-2] [MQTT-4.7.1-1] refuses %s as the topic of a message', topic => {
    expect(isTopic(topic, false)).toBe(false)
  })
})
