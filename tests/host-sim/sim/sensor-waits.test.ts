import { describe, expect, it } from 'vitest'
import { FleetView } from '../../../host-sim/sim/fleet-view.ts'
import { sensorWaits } from '../../../host-sim/sim/sensor-waits.ts'

/** What is said after each message of a node. */
function said(sensors: string[], messages: [topic: string, payload: string][]): string[] {
  const view = new FleetView([{ node: 'n', location: 'room', sensors }], 'breva', () => new Date(0))
  return messages.map(([topic, payload]) => {
    view.message(`breva/n/${topic}`, Buffer.from(payload))
    return sensorWaits(view.nodes[0]).join('; ')
  })
}

const state = (co2: number | null, quality: Record<string, string>): [string, string] =>
  ['state', JSON.stringify({ node: 'n', location: 'room', boot: 1, seq: 1, time: null, uptime: 1, co2, quality })]

describe('sensorWaits', () => {
  it('names the sensors of the settings before the node has said anything', () => {
    expect(said(['scd30', 'ds18b20'], [['nothing', '']])).toEqual(['scd30, ds18b20: Wi-Fi and broker'])
  })

  it('follows what the node publishes, from the first answer to the first value', () => {
    expect(said(['scd30', 'mh-z19', 'ds18b20'], [
      ['status', 'online'],
      ['sensor/scd30/status', 'online'],
      ['sensor/mh-z19/status', 'offline'],
      state(null, { co2: 'warming', probes: 'stale' }),
      ['sensor/ds18b20/status', 'online'],
      ['sensor/mh-z19/status', 'online'],
      state(612, { co2: 'ok', t: 'ok' })
    ])).toEqual([
      'scd30, mh-z19, ds18b20: first answer',
      'scd30: first measurement; mh-z19, ds18b20: first answer',
      'scd30: first measurement; ds18b20: first answer',
      'scd30: warming up',
      'scd30: warming up; ds18b20: first probe',
      'scd30: warming up; mh-z19: warming up, 3 to 5 min; ds18b20: first probe',
      ''
    ])
  })

  it('says nothing of a sensor that is in doubt or broken, or of a node that is gone', () => {
    const online: [string, string][] = [['status', 'online'], ['sensor/scd30/status', 'online']]
    for (const quality of ['stale', 'suspect', 'fault']) expect(said(['scd30'], [...online, state(null, { co2: quality })]).at(-1)).toBe('')
    expect(said(['scd30'], [...online, state(null, { co2: 'warming' }), ['status', 'offline']]).slice(-2)).toEqual(['scd30: warming up', ''])
  })

  it('says nothing of a node whose sensors nobody has named', () => {
    expect(said([], [['nothing', ''], ['status', 'online']])).toEqual(['', ''])
  })
})
