import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LiveOutput } from '../../../host-sim/sim/live-output.ts'
import type { StartedEvent } from '../../../host-sim/sim/sim-event.ts'

const STARTED: StartedEvent = {
  event: 'started', time: '2026-01-31T18:04:05.000Z', version: '1.2.3', scenario: 'office', seed: 7, speed: 1,
  nodes: [{ node: 'node-1', location: 'Desk', sensors: ['scd30'] }], broker: 'mqtt://127.0.0.1:1883', brokerFrom: null, tls: false, embedded: true, root: 'breva', qos: 1,
  subscribe: 'mosquitto_sub -h 127.0.0.1 -t \'breva/#\' -v'
}

describe('the live table on a terminal that calls itself 0 by 0', () => {
  const real = process.stdout.write.bind(process.stdout)
  const size = { columns: process.stdout.columns, rows: process.stdout.rows }
  let written = ''

  beforeEach(() => {
    written = ''
    Object.assign(process.stdout, { columns: 0, rows: 0, write: (text: string) => { written += text; return true } })
  })
  afterEach(() => { Object.assign(process.stdout, { ...size, write: real }) })

  it('is drawn as on one of 80 by 24', () => {
    const output = new LiveOutput([], () => 12)
    output.event(STARTED)
    output.close()
    expect(written).toContain('Breva 1.2.3  office  seed 7  00:00:12')
    expect(written).toContain('mqtt://127.0.0.1:1883')
  })

  it('leaves the last table where it was started, and prints below it what follows', () => {
    const output = new LiveOutput([], () => 12)
    output.event(STARTED)
    output.close()
    const left = written.lastIndexOf('\x1b[?1049l')
    expect(left).toBeGreaterThan(0)
    expect(written.indexOf('Breva 1.2.3', left)).toBeGreaterThan(left)
    const before = written.length
    process.stdout.emit('resize')
    output.close()
    output.event({ event: 'stopped', time: 't', node: 'node-1', clean: true })
    expect(written.length).toBe(before)
    output.event({ event: 'summary', time: 't', reason: 'signal', nodes: 1, states: 3, history: 2, waiting: 1, messages: 4, invalid: 0, unclean: [], online: 1, refused: [], acknowledged: 3, seconds: 9 })
    expect(written.slice(before)).toContain('3 came live, and 2 later as history')
  })
})
