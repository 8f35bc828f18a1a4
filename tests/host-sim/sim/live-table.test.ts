import { describe, expect, it } from 'vitest'
import { visibleWidth } from '../../../cli/visible-width.ts'
import { FleetView } from '../../../host-sim/sim/fleet-view.ts'
import { renderLiveTable, type LiveTableInput } from '../../../host-sim/sim/live-table.ts'

const ESCAPE = '\u001b'

function fleet(count: number, location = 'office'): FleetView {
  const names = Array.from({ length: count }, (_, index) => ({ node: `node-${index + 1}`, location }))
  const view = new FleetView(names, 'breva', () => new Date(0))
  for (const { node } of names) {
    view.message(`breva/${node}/status`, Buffer.from('online'))
    view.message(`breva/${node}/sensor/scd30/status`, Buffer.from('online'))
    view.message(`breva/${node}/state`, Buffer.from(JSON.stringify({
      node, location, boot: 1, seq: 1, time: null, uptime: 1, co2: 1462, temperature: null, humidity: 45.1,
      probes: { '28139bbb0b00001f': 20.81 }, quality: { 'co2': 'ok', 'temperature': 'warming', 'humidity': 'ok', '28139bbb0b00001f': 'ok' }
    })))
  }
  return view
}

const STARTED: LiveTableInput['started'] = {
  event: 'started', time: '', version: '0.1.0', scenario: 'office', seed: 7, speed: 1, nodes: [],
  broker: 'mqtt://127.0.0.1:1883', brokerFrom: null, tls: false, embedded: true, root: 'breva', qos: 1, subscribe: `mosquitto_sub -h 127.0.0.1 -p 1883 -t 'breva/#' -v`
}

function render(change: Partial<LiveTableInput>, count = 1): string[] {
  return renderLiveTable({
    started: STARTED, nodes: fleet(count).nodes, elapsed: 3725, brokerConnected: true, recent: [], columns: 120, rows: 40, color: false, ...change
  }).split('\n')
}

describe('renderLiveTable', () => {
  it('shows nodes, readings, qualities, link, seed, time, broker and how to subscribe', () => {
    const screen = render({}).join('\n')
    for (const text of ['node-1', 'office', 'online', 'scd30 online', '1462', 'warming', '45.1', '139bbb 20.81', 'seed 7', '01:02:05', 'mqtt://127.0.0.1:1883', 'mosquitto_sub']) {
      expect(screen).toContain(text)
    }
  })

  it.each([200, 120, 100, 80, 60, 40, 20, 10])('fits a terminal of %i columns', columns => {
    for (const line of render({ columns, recent: ['2026-01-31T18:04:05.000Z node-1 online, and a long line after it that would not fit'] }, 3)) {
      expect(line.length).toBeLessThanOrEqual(columns)
    }
  })

  it.each([200, 120, 100, 80, 60, 40, 20, 10])('fits a terminal of %i columns where characters take two of them', columns => {
    for (const line of render({ columns, nodes: fleet(3, '教学楼三层会议室').nodes, recent: ['教学楼三层会议室'.repeat(20)] })) expect(visibleWidth(line)).toBeLessThanOrEqual(columns)
  })

  it.each([60, 24, 12, 8])('fits a terminal of %i rows, and says how many nodes it does not show', rows => {
    const lines = render({ rows }, 30)
    expect(lines.length).toBeLessThanOrEqual(rows)
    if (rows < 60) expect(lines.join('\n')).toMatch(/and \d+ more nodes/)
  })

  it('uses colour only where it may', () => {
    expect(render({ color: false }).join('')).not.toContain(ESCAPE)
    expect(render({ color: true }).join('')).toContain(ESCAPE)
  })

  it('shows what waits and what came as history', () => {
    const view = fleet(2)
    expect(render({ nodes: view.nodes }).join('\n')).not.toMatch(/wait|came/)
    view.nodes[0].history = 20
    view.nodes[1].waiting = 7
    const screen = render({ nodes: view.nodes }).join('\n')
    expect(screen).toContain('20 came')
    expect(screen).toContain('7 wait')
  })

  it('names the sensors of a node that has said nothing, with what they wait for, in any width', () => {
    const { nodes } = new FleetView([{ node: 'n', location: 'room', sensors: ['scd30', 'mh-z19'] }], 'breva', () => new Date(0))
    for (const columns of [80, 130]) expect(render({ nodes, columns }).join('\n')).toContain('wait     n  scd30, mh-z19: Wi-Fi and broker')
    expect(render({ nodes: Array.from({ length: 9 }, () => nodes[0]) }).join('\n')).toContain('and 5 more nodes')
    expect(render({ nodes: Array.from({ length: 5 }, () => nodes[0]) }).join('\n')).toMatch(/and 1 more node$/m)
  })

  it('says what its colours mean, where there are colours and room', () => {
    const legend = 'below 800 good'
    expect(render({ color: true, columns: 80, rows: 24 }).join('')).toContain(legend)
    for (const change of [{ color: false }, { color: true, columns: 60 }, { color: true, rows: 15 }]) expect(render(change).join('')).not.toContain(legend)
  })

  it('says the QoS where it is not the usual one', () => {
    expect(render({}).join('\n')).not.toContain('qos')
    expect(render({ started: { ...STARTED, qos: 0 } })).toContain('qos      0, at most once')
    expect(render({ started: { ...STARTED, qos: 2 } })).toContain('qos      2, exactly once')
  })

  it('says when the broker is gone', () => {
    expect(render({ brokerConnected: false }).join('\n')).toContain('connection lost')
  })
})
