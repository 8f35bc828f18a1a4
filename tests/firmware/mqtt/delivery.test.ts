import { describe, expect, it } from 'vitest'
import { Random } from '../../../host-sim/random.ts'
import { MqttLink } from '../../support/mqtt-link.ts'

interface Sent {
  payload: string
  qos: number
}

/**
 * An owner that publishes numbered messages of both QoS and publishes again what it is given back and asks again every 2 s, at a broker that sends
 * its own, over links that break at random packets and lose acknowledgements.
 */
class Traffic {
  readonly link: MqttLink
  readonly acknowledged: string[] = []
  /** What came back at least once: only that may arrive twice. */
  readonly returned = new Set<string>()
  /** Ids of publishes that nothing has been heard of. */
  readonly flying = new Map<number, Sent>()
  private readonly due: Sent[] = []
  private produced = 0

  constructor(link: MqttLink) {
    this.link = link
    const { listener } = link
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
      this.acknowledged.push(this.take(id).payload)
      this.pump()
    }
    listener.onReturned = (id, rejected) => {
      onReturned.call(listener, id, rejected)
      const sent = this.take(id)
      this.returned.add(sent.payload)
      this.due.push(sent)
    }
  }

  produce(qos: number): void {
    this.due.push({ payload: `m${this.produced++}`, qos })
    this.pump()
  }

  private take(id: number): Sent {
    const sent = this.flying.get(id)
    if (!sent) throw new Error(`${id} is told of twice, or was never sent`)
    this.flying.delete(id)
    return sent
  }

  private pump(): void {
    while (this.due.length > 0) {
      const id = this.link.client.publish('t', this.due[0].payload, this.due[0].qos, false)
      if (id < 0) return
      if (this.flying.has(id)) throw new Error(`${id} is in use`)
      this.flying.set(id, this.due.shift()!)
    }
  }
}

const COUNT = 60

function run(seed: number, cleanSession: boolean, forgetful: boolean): { link: MqttLink, traffic: Traffic } {
  const random = new Random(seed)
  const link = new MqttLink({ cleanSession, inFlight: 1 + random.below(4) }, seed)
  const traffic = new Traffic(link)
  let calm = false
  const cut = random.next() * 0.06
  // Late and out of order, but for what a broker must not reorder.
  for (const answer of ['puback', 'pubrec', 'pubcomp'] as const) link.broker.delay.set(answer, random.below(60))
  link.client.start()
  link.clock.advance(10000)
  // A packet that is lost takes its connection with it, as TCP has it.
  link.broker.passes = () => calm || !random.chance(cut)
  for (let n = 0; n < COUNT; n++) {
    link.clock.advance(random.below(4000))
    traffic.produce(1 + random.below(2))
    if (random.chance(0.5)) link.broker.deliver('c', `c${n}`, random.chance(0.5) ? 1 : 2)
    if (random.chance(0.1)) link.broker.hold.add('pubrec')
    else if (random.chance(0.2)) link.broker.release('pubrec')
    if (forgetful && random.chance(0.1)) link.broker.forget()
  }
  calm = true
  link.broker.release('pubrec')
  link.clock.advance(1200000)
  return { link, traffic }
}

const numbers = (payloads: string[]): string[] => [...new Set(payloads)].sort()
const all = numbers(Array.from({ length: COUNT }, (_, n) => `m${n}`))

describe('over links that break at random', () => {
  it('F17 F25 [MQTT-4.3.3-1] [MQTT-4.3.2-1] a kept session delivers QoS 2 exactly once and QoS 1 at least once, and acknowledges each', () => {
    let resumed = 0
    for (let seed = 1; seed <= 60; seed++) {
      const { link, traffic } = run(seed, false, false)
      const delivered = link.broker.delivered.map(({ payload }) => String(payload))
      expect(numbers(delivered), `seed ${seed}`).toEqual(all)
      expect([...traffic.acknowledged].sort(), `seed ${seed}`).toEqual(all)
      const exact = link.broker.delivered.filter(({ qos }) => qos === 2).map(({ payload }) => String(payload)).filter(payload => !traffic.returned.has(payload))
      expect(new Set(exact).size, `seed ${seed}`).toBe(exact.length)
      expect(traffic.flying.size).toBe(0)
      resumed += link.listener.resumed.filter(Boolean).length
    }
    expect(resumed).toBeGreaterThan(100)
  })

  it('F25 a kept session hands each QoS 2 message of the broker on exactly once, and each of QoS 1 at least once', () => {
    let links = 0
    for (let seed = 1; seed <= 60; seed++) {
      const { link } = run(seed, false, false)
      // Three breaks running at one message look like a broker that refuses it: then a session is discarded, rightly or not.
      if (link.broker.of('connect').filter(({ clean }) => clean).length > 1) continue
      links += link.broker.links.length
      const sent = new Map<string, number>()
      for (const { payload } of link.listener.messages) sent.set(payload, (sent.get(payload) ?? 0) + 1)
      expect(link.broker.undelivered, `seed ${seed}`).toBe(0)
      for (const [payload, qos] of link.broker.offered) {
        if (qos === 2) expect(sent.get(payload), `seed ${seed}: ${payload}`).toBe(1)
        else expect(sent.get(payload), `seed ${seed}: ${payload}`).toBeGreaterThanOrEqual(1)
      }
    }
    expect(links).toBeGreaterThan(300)
  })

  it.each([[true, false], [false, true]])('F17 F25 with cleanSession %s and a broker that forgets (%s), everything arrives, and what arrives twice had been given back', (cleanSession, forgetful) => {
    let returned = 0
    for (let seed = 100; seed <= 140; seed++) {
      const { link, traffic } = run(seed, cleanSession, forgetful)
      const delivered = link.broker.delivered.filter(({ qos }) => qos === 2).map(({ payload }) => String(payload))
      expect(numbers(link.broker.delivered.map(({ payload }) => String(payload))), `seed ${seed}`).toEqual(all)
      expect([...traffic.acknowledged].sort(), `seed ${seed}`).toEqual(all)
      for (const [n, payload] of delivered.entries()) {
        if (delivered.indexOf(payload) < n) expect(traffic.returned.has(payload), `seed ${seed}: ${payload}`).toBe(true)
      }
      returned += traffic.returned.size
    }
    expect(returned).toBeGreaterThan(20)
  })

  it('[MQTT-4.3.3-1] [MQTT-2.3.1-2] no link ever carries a PUBLISH after its PUBREL, nor two messages under one id', () => {
    for (let seed = 200; seed <= 230; seed++) {
      const { link } = run(seed, seed % 2 === 0, false)
      for (const packets of link.broker.links) {
        const released = new Set<number>()
        const payloads = new Map<number, string>()
        for (const packet of packets) {
          const id = Number(packet.messageId)
          if (packet.cmd === 'pubrel') {
            released.add(id)
          } else if (packet.cmd === 'publish' && packet.qos > 0) {
            expect(released.has(id) && packet.dup, `seed ${seed}`).toBe(false)
            expect(payloads.get(id) ?? String(packet.payload), `seed ${seed}`).toBe(String(packet.payload))
            payloads.set(id, String(packet.payload))
          }
        }
      }
    }
  })
})
