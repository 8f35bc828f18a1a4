import { describe, expect, it } from 'vitest'
import { packetBytes } from '../../../broker/packet-bytes.ts'
import { wordBytes } from '../../../broker/word-bytes.ts'
import { FlashedBench } from '../../support/flashed-bench.ts'
import { FlashedClient } from '../../support/flashed-client.ts'
import { decode } from '../../support/scripted-broker.ts'
import { until } from '../../support/until.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND

/** A flashed node whose session outlives its links, and its client. Its next sample is due in some seconds. */
function keeping(): { bench: FlashedBench, client: FlashedClient, session: string } {
  const bench = new FlashedBench({ change: settings => { settings.broker.cleanSession = false } })
  const client = new FlashedClient(bench)
  bench.node.start()
  // Each minute ends with a health message.
  bench.clock.advance(5 * MINUTE + 3 * SECOND)
  client.take()
  return { bench, client, session: `breva${bench.suffix}` }
}

/** The network breaks in so many ms, for so many minutes. */
function breaks(bench: FlashedBench, milliseconds: number, minutes = 1): void {
  bench.clock.advance(milliseconds)
  bench.network.inject('loss', true)
  bench.clock.advance(minutes * MINUTE)
  bench.network.inject('loss', false)
}

/** Numbers of the samples that the broker has got, as often as it got them. */
function numbers(bench: FlashedBench): number[] {
  const late = bench.messages.filter(message => message.topic.endsWith('/history')).flatMap(message => JSON.parse(message.payload) as { seq: number }[])
  return [...bench.states() as { seq: number }[], ...late].map(sample => sample.seq).sort((a, b) => a - b)
}

const firstTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n + 1)

/** ms from one end of the simulated network to the other: a QoS 2 message takes four times that. */
const LATENCY = 5

describe('a flashed node that keeps its session', () => {
  it.each([
    ['the message', 1, ['publish 2 dup state']],
    ['its PUBREC', 2, ['publish 2 dup state']],
    ['its PUBREL', 3, ['pubrel']],
    ['its PUBCOMP', 4, ['pubrel']]
  ])('whose link breaks while %s is on its way, goes on there on the next link, and each sample arrives exactly once', (_what, way, again) => {
    const { bench, client, session } = keeping()
    client.exactly()
    until(bench.clock, () => client.take().includes('publish 2 state'))
    breaks(bench, way * LATENCY - 2)
    client.take()
    const { number } = bench.broker.sessionOf(session)!
    until(bench.clock, () => bench.broker.clients().length > 0)
    bench.clock.advance(SECOND)
    const packets = client.take()
    expect(packets.slice(0, 2)).toEqual(['connect', ...again])
    bench.drained()
    expect(bench.broker.sessionOf(session)!.number).toBe(number)
    const arrived = numbers(bench)
    expect(arrived).toEqual(firstTo(arrived.length))
    expect(bench.printed.filter(line => line.includes('Uncaught'))).toEqual([])
  })

  it.each([1, 2, 3, 4])('moves what was on its way (%i of 4) to flash in a long outage, passes it over once it has arrived, and sends the others in order', way => {
    const { bench, client } = keeping()
    client.exactly()
    until(bench.clock, () => client.take().includes('publish 2 state'))
    breaks(bench, way * LATENCY - 2, 20)
    const from = bench.messages.length
    expect(bench.drained()).toMatchObject({ drops: { overflow: 0, decimated: 0, storage: 0, rejected: 0 } })
    const late = bench.messages.slice(from).filter(({ topic }) => topic.endsWith('/history')).flatMap(({ payload }) => JSON.parse(payload) as { seq: number }[]).map(({ seq }) => seq)
    expect(late.length).toBeGreaterThan(100)
    expect(late).toEqual(late.toSorted((one, other) => one - other))
    expect(numbers(bench)).toEqual(firstTo(numbers(bench).length))
  })

  it('counts each sample once where flash is full before the outage ends, and what was on its way arrives all the same', () => {
    const { bench, client } = keeping()
    client.exactly()
    until(bench.clock, () => client.take().includes('publish 2 state'))
    breaks(bench, 3 * LATENCY - 2, 12 * 60)
    const { drops } = bench.drained() as { drops: { overflow: number } }
    expect(drops.overflow).toBeGreaterThan(100)
    const arrived = numbers(bench)
    expect(new Set(arrived).size).toBe(arrived.length)
    expect(arrived.length + drops.overflow).toBe(arrived.at(-1))
  })

  it('sends again what was in flight in its order, repeats marked, and a release behind what is not acknowledged', () => {
    const { bench, client } = keeping()
    bench.broker.acknowledges = false
    const say = (topic: string, qos: number): number => client.publish(`breva/x/${topic}`, '{}', qos, true)
    const [, answered] = [say('a', 1), say('b', 2), say('c', 1), say('d', 2)]
    expect(say('e', 2)).toBe(-1)
    // Of the four this one is answered.
    bench.broker.disturb(packetBytes(0x50, wordBytes(answered)))
    bench.clock.advance(2 * LATENCY)
    expect(client.take()).toEqual(['publish 1 a', 'publish 2 b', 'publish 1 c', 'publish 2 d', 'pubrel'])
    breaks(bench, 1)
    bench.broker.acknowledges = true
    client.take()
    until(bench.clock, () => bench.broker.clients().length > 0)
    bench.clock.advance(SECOND)
    expect(client.take().slice(0, 5)).toEqual(['connect', 'publish 1 dup a', 'publish 1 dup c', 'publish 2 dup d', 'pubrel'])
    expect(bench.messages.filter(message => message.topic.startsWith('breva/x/')).map(({ topic, repeated }) => `${topic.slice(-1)} ${repeated}`)).toEqual(
      ['a false', 'b false', 'c false', 'd false', 'a true', 'c true']
    )
  })

  it('waits 20 s from the next link on for the acknowledgement of what it sent again', () => {
    const { bench, client } = keeping()
    bench.broker.acknowledges = false
    until(bench.clock, () => client.take().includes('publish 1 state'))
    breaks(bench, SECOND)
    client.take()
    until(bench.clock, () => bench.broker.clients().length > 0)
    const { connections } = bench.broker
    bench.clock.advance(19 * SECOND)
    expect([bench.broker.connections - connections, bench.broker.clients().length]).toEqual([0, 1])
    expect(client.take().filter(packet => packet !== 'puback')).toEqual(['connect', 'publish 1 dup state', 'subscribe'])
    bench.clock.advance(3 * SECOND)
    expect(bench.broker.clients()).toEqual([])
    bench.broker.acknowledges = true
    bench.drained()
    expect(new Set(numbers(bench)).size).toBe(numbers(bench).at(-1))
  })
})

/** Gives the node a message through the broker's session with it, so that the broker sends it again until it is answered for good. */
function command(bench: FlashedBench, session: string, qos: number, id: string, padding = 0): void {
  const { head, body } = bench.broker.sessionOf(session)!.enqueue(`breva/${bench.node.node}/command/ping`, `{"id":"${id}"}${' '.repeat(padding)}`, qos, false, true)!
  bench.broker.disturb(packetBytes(head, body))
}

describe('a flashed node that is sent commands at QoS 2', () => {
  const replies = (bench: FlashedBench): string[] => bench.messages.filter(message => message.topic.endsWith('/reply/ping')).map(({ payload }) => payload)

  it.each([
    ['the message', 1, ['pubrec', 'pubcomp']],
    ['its PUBREC', 2, ['pubrec', 'pubcomp']],
    ['its PUBREL', 3, ['pubcomp']],
    ['its PUBCOMP', 4, ['pubcomp']]
  ])('obeys once and answers once, when the link of its kept session breaks while %s is on its way', (_what, way, answers) => {
    const { bench, client, session } = keeping()
    client.exactly()
    command(bench, session, 2, 'c-1')
    breaks(bench, way * LATENCY - 2)
    client.take()
    until(bench.clock, () => bench.broker.clients().length > 0)
    bench.clock.advance(MINUTE)
    expect(client.take().filter(packet => packet.startsWith('pubrec') || packet.startsWith('pubcomp'))).toEqual(answers)
    expect([replies(bench), bench.broker.sessionOf(session)!.unanswered]).toEqual([['{"id":"c-1","ok":true}'], 0])
  })

  it('ends the link at the 33rd that its broker does not release, and says so', () => {
    const bench = FlashedBench.settled()
    const burst = Array.from({ length: 33 }, (_, n) => packetBytes(0x34, `${wordBytes(1)}x${wordBytes(n + 1)}`))
    bench.broker.disturb(burst.slice(0, 32).join(''))
    bench.clock.advance(MINUTE)
    expect(bench.broker.connections).toBe(1)
    // All at once, so that no release comes in between.
    bench.broker.disturb(burst.join(''))
    bench.clock.advance(MINUTE)
    bench.drained()
    expect(bench.published('health').at(-1)!['links']).toEqual({ broker_too_many_held: 1 })
  })
})

describe('a flashed node whose network joins what the broker sends', () => {
  it('finds the acknowledgement of a sample beside a command, and misses neither', () => {
    const bench = new FlashedBench()
    const connect = bench.network.connect.bind(bench.network)
    const joined: string[] = []
    bench.network.connect = (host, port, events) => {
      let held = ''
      return connect(host, port, {
        onOpen: () => { events.onOpen() },
        onClose: () => { events.onClose() },
        onBytes: chunk => {
          if (held === '') bench.clock.after(10 * LATENCY, () => {
            joined.push(held)
            events.onBytes(held)
            held = ''
          }, undefined)
          held += chunk
        }
      })
    }
    const client = new FlashedClient(bench)
    bench.node.start()
    // Each minute ends with a health message.
  bench.clock.advance(5 * MINUTE + 3 * SECOND)
    client.take()
    joined.length = 0
    until(bench.clock, () => client.take().includes('publish 1 state'))
    bench.broker.publish({ topic: `breva/${bench.node.node}/command/ping`, payload: '{"id":"c-1"}', qos: 1, retain: false, client: '' })
    bench.clock.advance(MINUTE)
    expect(decode(joined[0]).map(({ cmd }) => cmd)).toEqual(['publish', 'puback'])
    expect(bench.messages.filter(message => message.topic.includes('/reply/'))).toHaveLength(1)
    // One that was missed would have ended the link after 20 s.
    expect(bench.broker.connections).toBe(1)
    expect(numbers(bench)).toEqual(firstTo(numbers(bench).length))
  })
})
