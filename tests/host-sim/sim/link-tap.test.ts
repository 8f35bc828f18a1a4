import mqtt from 'mqtt-packet'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LinkTap } from '../../../host-sim/sim/link-tap.ts'

const bytes = (packet: mqtt.Packet): string => mqtt.generate(packet).toString('latin1')
const publish = (name: string, payload: string, messageId: number, qos: 0 | 1 | 2 = 1): string => bytes({ cmd: 'publish', topic: `home/breva/a1b2c3/${name}`, payload, qos, dup: false, retain: false, messageId })
const puback = (messageId: number): string => bytes({ cmd: 'puback', messageId })
const connack = (returnCode: number): string => bytes({ cmd: 'connack', returnCode, sessionPresent: false })

describe('a tap on a link', () => {
  it('counts samples when the broker has acknowledged them, however the bytes are cut', () => {
    fc.assert(fc.property(fc.array(fc.nat(40), { minLength: 1 }), cuts => {
      const tap = new LinkTap()
      tap.begins()
      let turn = 0
      const pieces = (text: string, take: (piece: string) => void): void => {
        while (text) {
          const length = 1 + cuts[turn++ % cuts.length]
          take(text.slice(0, length))
          text = text.slice(length)
        }
      }
      pieces(connack(0), piece => { tap.received(piece) })
      pieces(publish('state', '{}', 1) + publish('history', '[{},{},{}]', 2) + publish('info', '{}', 3) + publish('state', '{}', 4), piece => { tap.sent(piece) })
      expect(tap.acknowledged).toBe(0)
      pieces(puback(1) + puback(2) + puback(3), piece => { tap.received(piece) })
      expect(tap.acknowledged).toBe(4)
    }))
  })

  it('forgets what was under way when a link begins anew', () => {
    const tap = new LinkTap()
    tap.begins()
    tap.sent(publish('state', '{}', 1))
    tap.begins()
    tap.received(puback(1))
    expect(tap.acknowledged).toBe(0)
  })

  it('counts what was under way on an earlier link where the broker has kept the session', () => {
    fc.assert(fc.property(fc.boolean(), fc.nat(2), (kept, failures) => {
      const tap = new LinkTap()
      tap.begins()
      tap.received(connack(0))
      tap.sent(publish('history', '[{},{}]', 1, 2))
      // Links that come to nothing between the two.
      for (let i = 0; i <= failures; i++) tap.begins()
      tap.received(bytes({ cmd: 'connack', returnCode: 0, sessionPresent: kept }))
      tap.received(bytes({ cmd: 'pubcomp', messageId: 1 }))
      expect(tap.acknowledged).toBe(kept ? 2 : 0)
    }))
  })

  it('counts apart what goes with QoS 0, which nobody acknowledges', () => {
    const tap = new LinkTap()
    tap.begins()
    tap.sent(publish('state', '{}', 1, 0) + publish('state', '{}', 2, 0) + publish('status', 'online', 3, 0))
    expect([tap.sentOnce, tap.acknowledged]).toEqual([2, 0])
  })

  it('knows who was refused last, with the code, and who has ever been online', () => {
    const tap = new LinkTap()
    const told: boolean[] = []
    tap.onChange = online => { told.push(online) }
    tap.begins()
    tap.received(connack(5))
    tap.ends()
    expect([tap.everOnline, tap.refusal, told]).toEqual([false, 5, []])
    tap.begins()
    tap.received(connack(0))
    expect([tap.everOnline, tap.online, tap.refusal]).toEqual([true, true, 0])
    tap.ends()
    expect([tap.everOnline, tap.online, told]).toEqual([true, false, [true, false]])
  })

  it('leaves what is malformed to the node', () => {
    const tap = new LinkTap()
    tap.begins()
    expect(() => { tap.received('\xff\xff\xff\xff\xff\xff') }).not.toThrow()
  })
})
