import { beforeEach, describe, expect, it } from 'vitest'
import { eventually } from '../../bench/peers/eventually.ts'
import { Mosquitto, mosquittoHint, mosquittoMissing } from '../../bench/peers/mosquitto.ts'
import { openSegments } from '../../firmware/station/backlog/segment-scan.ts'
import { settle, take } from '../../firmware/station/backlog/segments.ts'
import { BrokerLog } from '../support/broker-log.ts'
import { eachNode } from '../support/each-interpreter.ts'
import type { InterpreterNode } from '../support/interpreter-node.ts'

/** The fewest that a ring takes. */
const RING = 16
/** Samples in flash when the power goes: more than a ring, so that every new one goes there at once. */
const MANY = 30

interface Sample { boot: number, seq: number, uptime: number }

describe.skipIf(mosquittoMissing)(`the backlog in flash on the real interpreter${mosquittoHint}`, () => {
  const own = eachNode()
  let broker: Mosquitto
  let node: InterpreterNode
  let log: BrokerLog

  beforeEach(async () => {
    node = own.node
    own.broker = broker = await Mosquitto.start()
    own.log = log = await BrokerLog.open(broker.port)
  })

  /** What a restart would find in flash, oldest first. */
  function inFlash(): Sample[] {
    const area = node.flashPages()
    const segments = openSegments(area, false, area.count - 1, { pushedOut: 0, thinnedOut: 0, unreadable: 0 })
    const found: Sample[] = []
    while (segments.count > 0) {
      const text = take(segments, '', 0, 20, 4000)
      found.push(...JSON.parse(`[${text}]`) as Sample[])
      settle(segments, true)
    }
    return found
  }

  function live(): Sample[] {
    return log.states().map(state => state as Sample)
  }

  function late(): Sample[] {
    return log.payloads('/history').flatMap(payload => JSON.parse(payload) as Sample[])
  }

  it('F38 keeps every sample of an outage through a power cut, and delivers each one once', async () => {
    await node.flash({ port: broker.port, backlog: { samples: RING } })
    await node.powerOn()
    await log.samples(3, 0, 60_000)
    // On a busy machine the first samples may come before the connection, and then travel as `history`.
    const early = late()
    await broker.kill()
    await eventually(() => inFlash().length >= MANY, 'the outage is in flash', 240_000)
    node.stop()
    const kept = inFlash()
    const newest = kept.at(-1)!.seq
    const taken = node.taken()
    // Each has arrived or is in flash, but for the latest, which a node holds until it takes the next one.
    expect(ascending(kept)).toBe(true)
    const arrived = [...live(), ...early].map(({ seq }) => seq)
    expect(numbersOf([...arrived, ...kept.map(({ seq }) => seq)])).toEqual(numbers(newest))
    expect([newest, newest + 1]).toContain(taken)
    // What was under way when the broker went has arrived, and the node does not know.
    const twice = kept.filter(({ seq }) => arrived.includes(seq)).map(({ seq }) => seq)
    expect([[], [live().at(-1)!.seq]]).toContainEqual(twice)

    const from = log.messages.length
    await broker.resume()
    await node.powerOn()
    await eventually(() => inFlash().length === 0 && late().length >= early.length + kept.length, 'all has been delivered', 120_000)
    const before = live().length
    await log.samples(before + 3, 0, 60_000)
    const [first, second] = [1, 2].map(boot => [...live(), ...late()].filter(sample => sample.boot === boot))
    expect(late().filter(({ boot }) => boot === 1)).toEqual([...early, ...kept])
    expect(numbersOf(first.map(({ seq }) => seq))).toEqual(numbers(newest))
    expect(first.length).toBe(newest + twice.length)
    expect(second.map(({ seq }) => seq).sort((a, b) => a - b)).toEqual(numbers(Math.max(...second.map(({ seq }) => seq))))
    await eventually(() => log.payloads('/health', from).some(payload => payload.includes('"queued":0')), 'health says so', 180_000)
    expect(JSON.parse(log.payloads('/health').at(-1)!)).toMatchObject({ flash: true, drops: { overflow: 0, decimated: 0, storage: 0, rejected: 0 } })
  }, 600_000)

  it.each([1, 2])('keeps every sample of an outage in a kept session at QoS %i, whatever was under way when it began, and delivers it in order', async qos => {
    await broker.stop()
    await log.close()
    own.broker = broker = await Mosquitto.start({ persistent: true })
    // Its session outlives the broker too, so that it misses nothing.
    own.log = log = await BrokerLog.open(broker.port, { clean: false, clientId: 'log' })
    await node.flash({ port: broker.port, backlog: { samples: RING }, qos, cleanSession: false })
    await node.powerOn()
    await log.samples(3, 0, 60_000)
    await broker.kill()
    await eventually(() => inFlash().length >= MANY, 'the outage is in flash', 240_000)
    await broker.resume()
    const before = live().length
    await eventually(() => late().length >= MANY && inFlash().length === 0, 'all has been delivered', 120_000)
    await log.samples(before + 3, 0, 60_000)
    const seqs = [...live(), ...late()].map(({ seq }) => seq)
    expect(numbersOf(seqs)).toEqual(numbers(Math.max(...seqs)))
    expect(ascending(late())).toBe(true)
    // What had arrived when the broker went may come again at QoS 1; what one `history` holds is at most that much.
    expect(seqs.length - numbersOf(seqs).length).toBeLessThanOrEqual(qos === 1 ? 20 : 0)
  }, 600_000)
})

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i + 1)
}

function numbersOf(seqs: number[]): number[] {
  return [...new Set(seqs)].sort((a, b) => a - b)
}

function ascending(samples: Sample[]): boolean {
  return samples.every(({ seq }, i) => i === 0 || seq > samples[i - 1].seq)
}
