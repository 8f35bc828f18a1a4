import { generate } from 'mqtt-packet'
import { describe, expect, it } from 'vitest'
import { PacketSizeLimit } from '../../broker/packet-size-limit.ts'

const publish = (size: number): Buffer =>
  generate({ cmd: 'publish', topic: 't', payload: Buffer.alloc(size - 3), qos: 0, dup: false, retain: false })

describe('PacketSizeLimit', () => {
  it('accepts a packet of exactly the limit and refuses one byte more', () => {
    expect(new PacketSizeLimit(65536).accept(publish(65536))).toBe(true)
    expect(new PacketSizeLimit(65536).accept(publish(65537))).toBe(false)
  })

  it('refuses from the header, before the body has come', () => {
    expect(new PacketSizeLimit(1000).accept(publish(2000).subarray(0, 3))).toBe(false)
  })

  it('follows packets whose bytes arrive one at a time', () => {
    const limit = new PacketSizeLimit(300)
    const bytes = Buffer.concat([publish(10), publish(300), Buffer.from([0xc0, 0]), publish(200)])
    for (const byte of bytes) expect(limit.accept(Uint8Array.of(byte))).toBe(true)
    const tooLarge = publish(301)
    expect(limit.accept(tooLarge.subarray(0, 2))).toBe(true)
    expect(limit.accept(tooLarge.subarray(2, 3))).toBe(false)
  })

  it('refuses a length field of more than four bytes', () => {
    expect(new PacketSizeLimit(65536).accept(Uint8Array.of(0x30, 0x80, 0x80, 0x80, 0x80, 0x00))).toBe(false)
  })
})
