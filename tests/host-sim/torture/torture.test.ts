import { describe, expect, it } from 'vitest'
import { PROTOCOL_VIOLATION, STOPPED } from '../../../firmware/mqtt/disconnect-reason.ts'
import type { InProcessStation } from '../../../host-sim/board/in-process-station.ts'
import type { Fault } from '../../../host-sim/board/fault.ts'
import { describeFailure, failureReport } from '../../../host-sim/torture/failure-report.ts'
import { runTorture } from '../../../host-sim/torture/run-torture.ts'
import { tormentNode, type Failure } from '../../../host-sim/torture/torture-seed.ts'
import { sourceFirmware } from '../../../host-sim/torture/source-port.ts'
import { readTortureOptions } from '../../../host-sim/torture/torture-options.ts'

const healthy = sourceFirmware()
const PLAIN = { seeds: '1', hours: '1', seed: '1', nodes: '1', workers: '2' }

/** What is published passes through `change` first. */
function publishing(change: (topic: string, payload: string) => string): (node: InProcessStation) => void {
  return ({ client }) => {
    const { publish, publishApart } = client
    client.publish = (topic, payload, qos, retain) => publish.call(client, topic, change(topic, payload), qos, retain)
    client.publishApart = (topic, payload, qos, retain) => publishApart.call(client, topic, change(topic, payload), qos, retain)
  }
}

function violated(starting: (node: InProcessStation) => void): string | undefined {
  return tormentNode(3, 1, 1, [], sourceFirmware(starting)).violation?.invariant
}

describe('torture', () => {
  it('finds nothing wrong with the firmware, and accounts for every sample', () => {
    const failures: Failure[] = []
    const result = runTorture({ seeds: 3, hours: 2, seed: 1, nodes: 1, workers: 1, bundle: false, json: false }, healthy, failure => failures.push(failure))
    expect(failures.map(({ seed, outcome, faults }) => ({ seed, violation: outcome.violation, faults: faults.map(fault => fault.text) }))).toEqual([])
    expect(result).toMatchObject({ seeds: 3, hours: 2, violations: 0 })
    const pending = result.samples - result.delivered - result.dropped
    expect(pending).toBeGreaterThanOrEqual(0)
    expect(pending).toBeLessThanOrEqual(6)
    expect(result.delivered).toBeGreaterThan(500)
    // Only what was in memory when the power went, in series for some.
    expect(result.dropped).toBeLessThan(result.samples / 10)
  })

  it('takes what a deaf probe holds for what was true when it last heard (seed 660)', () => {
    const fault: Fault = { text: 'lost-convert', node: undefined, target: '28ed88080c00002f', fault: 'lost-convert', start: 40356924, duration: 4805109 }
    expect(tormentNode(660, 1, 12, [fault], healthy).violation).toBeUndefined()
  })

  it('gives the same messages at the same times for the same seed', () => {
    const [first, second, other] = [tormentNode(5, 1, 1, undefined, healthy), tormentNode(5, 1, 1, undefined, healthy), tormentNode(6, 1, 1, undefined, healthy)]
    expect(first).toEqual(second)
    expect(first.digest).not.toBe(other.digest)
    expect(first.faults.length).toBeGreaterThan(0)
  })

  it('gives each node of a seed a life of its own', () => {
    expect(tormentNode(5, 1, 0.5, [], healthy).digest).not.toBe(tormentNode(5, 2, 0.5, [], healthy).digest)
  })

  it('notices an invented reading', () => {
    expect(violated(publishing((_topic, payload) => payload.replace(/"co2":null(.*)"co2":"warming"/, '"co2":0$1"co2":"ok"')))).toBe('I10')
    expect(violated(publishing((_topic, payload) => payload.replace(/"co2":\d+/, '"co2":3999')))).toBe('I10')
    expect(violated(publishing((_topic, payload) => payload.replace(/"co2":\d+/, '"co2":NaN')))).toBe('I10')
  })

  it('notices a sample that is dropped and not counted', () => {
    let count = 0
    expect(violated(({ station }) => {
      const { onSample } = station
      station.onSample = changed => { if (++count !== 20) onSample.call(station, changed) }
    })).toBe('I1')
  })

  it('notices a status that is not true', () => {
    expect(violated(publishing((topic, payload) => topic.endsWith('/status') && payload === 'online' ? 'offline' : payload))).toMatch(/I[56]/)
  })

  it('notices a node that does not come back', () => {
    const loss = { text: 'broker:loss@10m+5s', node: undefined, target: 'broker', fault: 'loss', start: 600_000, duration: 5000 }
    const outcome = tormentNode(3, 1, 1, [loss], sourceFirmware(({ client }) => {
      const { onClose } = client
      client.onClose = () => {
        onClose.call(client)
        client.stop()
      }
    }))
    expect(outcome.violation?.invariant).toMatch(/I[56]/)
  })

  it('notices an exception in a callback, and a leak of timers', () => {
    expect(violated(({ station }) => { station.onSample = () => { throw new Error('planted') } })).toBe('I7')
    expect(violated(({ station, board }) => {
      const { onSample } = station
      station.onSample = changed => {
        board.clock.after(3_600_000, () => undefined, undefined)
        onSample.call(station, changed)
      }
    })).toBe('I4')
  })

  it('notices a message that comes twice in one session, and a command that is heard twice', () => {
    expect(violated(({ client: { session } }) => {
      const { publish } = session
      session.publish = (topic, ...rest) => publish.call(session, topic, ...rest).repeat(topic.endsWith('/state') ? 2 : 1)
    })).toMatch(/I[37]/)
    expect(violated(({ station }) => {
      const { onMessage } = station
      station.onMessage = (...message) => {
        onMessage.apply(station, message)
        onMessage.apply(station, message)
      }
    })).toBe('I3')
  })

  it('notices a command that is never heard', () => {
    expect(violated(({ station }) => { station.onMessage = () => undefined })).toBe('I3')
  })

  it('notices counts of rejected and unreadable samples that no sample explains', () => {
    for (const name of ['rejected', 'storage']) {
      expect(violated(({ station }) => {
        station.backlog.pushedOut--
        if (name === 'rejected') station.givenUp++
        else station.backlog.unreadable++
      })).toBe('I1')
    }
  })

  it('notices a link that lasts in spite of a malformed packet', () => {
    const malformed = { text: 'mqtt:malformed@10m+5s', node: undefined, target: 'mqtt', fault: 'malformed', start: 600_000, duration: 5000 }
    expect(tormentNode(3, 1, 1, [malformed], healthy).violation).toBeUndefined()
    expect(tormentNode(3, 1, 1, [malformed], sourceFirmware(({ client: { session } }) => {
      const { received } = session
      // It is deaf to the malformed packet, as if that had been good.
      session.received = (chunk, now) => {
        const { state } = session
        const answers = received.call(session, chunk, now)
        if (session.reason === PROTOCOL_VIOLATION) session.state = state
        return answers
      }
    })).violation?.message).toContain('malformed')
  })

  it('shrinks the schedule of a failure to the fault that it takes', () => {
    const failures: Failure[] = []
    const starting = ({ station }: InProcessStation): void => {
      const { onDisconnected } = station
      station.onDisconnected = reason => {
        onDisconnected.call(station, reason)
        // The first link of a kept session is ended by the node, without any fault.
        if (reason !== STOPPED) throw new Error('planted')
      }
    }
    runTorture({ seeds: 1, hours: 2, seed: 4, nodes: 1, workers: 1, bundle: false, json: false }, sourceFirmware(starting), failure => failures.push(failure))
    expect(failures).toHaveLength(1)
    expect(failures[0].outcome.faults.length).toBeGreaterThan(10)
    const targets = failures[0].faults.map(fault => fault.target)
    expect([1, 2]).toContain(targets.length)
    expect(['wifi', 'broker', 'mqtt']).toEqual(expect.arrayContaining(targets))
    const report = failureReport(failures[0])
    expect(report).toMatchObject({ seed: 4, node: 1, invariant: 'I7', drawnFaults: failures[0].outcome.faults.length })
    expect(report.faults).toEqual(failures[0].faults.map(fault => fault.text))
    const text = describeFailure(failures[0])
    for (const drawn of [`seed 4, node 1, after ${report.time} ms: I7: `, JSON.stringify(report.plan.sensors), JSON.stringify(report.settings), JSON.stringify(report.plan.world), `"period":${report.plan.period}`, ...report.faults]) {
      expect(text).toContain(drawn)
    }
  })
})

describe('the command line of torture', () => {
  it('takes numbers in their ranges', () => {
    expect(readTortureOptions({ ...PLAIN, hours: '0.5' })).toEqual({ seeds: 1, hours: 0.5, seed: 1, nodes: 1, workers: 2, bundle: false, json: false })
  })

  it.each([{ seeds: '0' }, { seeds: '1.5' }, { hours: 'x' }, { seed: '-1' }, { nodes: '501' }])('refuses %j with the option and an example', given => {
    const [option] = Object.keys(given)
    expect(() => readTortureOptions({ ...PLAIN, ...given })).toThrow(`--${option}`)
  })
})
