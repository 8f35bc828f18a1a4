import fc from 'fast-check'
import { generate } from 'mqtt-packet'
import { describe, expect, it } from 'vitest'
import { PacketFraming } from '../../broker/packet-framing.ts'

const publish = (size: number): Buffer =>
  generate({ cmd: 'publish', topic: 't', payload: Buffer.alloc(size - 3), qos: 0, dup: false, retain: false })

const framing = (limit: number): PacketFraming => new PacketFraming(limit, () => undefined)

describe('PacketFraming', () => {
  it('accepts a packet of exactly the limit and refuses one byte more', () => {
    expect(framing(65536).accept(publish(65536))).toBe('ok')
    expect(framing(65536).accept(publish(65537))).toBe('too large')
  })

  it('refuses from the header, before the body has come', () => {
    expect(framing(1000).accept(publish(2000).subarray(0, 3))).toBe('too large')
  })

  it('gives each packet whole, however its bytes arrive', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1 })
    fc.assert(fc.property(fc.array(fc.integer({ min: 3, max: 300 }), { minLength: 1, maxLength: 6 }), lengths, (sizes, cuts) => {
      const packets = [...sizes.map(size => publish(size)), Buffer.from([0xc0, 0])]
      const bytes = Buffer.concat(packets)
      const seen: Buffer[] = []
      const framed = new PacketFraming(300, (head, body) => { seen.push(Buffer.concat([Buffer.from([head]), body])) })
      for (let at = 0, i = 0; at < bytes.length; i++) {
        const length = cuts[i % cuts.length]
        expect(framed.accept(bytes.subarray(at, at + length))).toBe('ok')
        at += length
      }
      expect(seen).toEqual(packets.map(packet => Buffer.concat([packet.subarray(0, 1), packet.subarray(packet.length > 129 ? 3 : 2)])))
    }))
  })

  it('refuses a packet that is one byte too large behind others, byte by byte', () => {
    const framed = framing(300)
    for (const byte of Buffer.concat([publish(10), publish(300)])) expect(framed.accept(Uint8Array.of(byte))).toBe('ok')
    const tooLarge = publish(301)
    expect(framed.accept(tooLarge.subarray(0, 2))).toBe('ok')
    expect(framed.accept(tooLarge.subarray(2, 3))).toBe('too large')
  })

  it('refuses a length field of more than four bytes', () => {
    expect(framing(65536).accept(Uint8Array.of(0x30, 0x80, 0x80, 0x80, 0x80, 0x00))).toBe('malformed')
  })
})
