import { describe, expect, it } from 'vitest'
import { FleetView } from '../../../host-sim/sim/fleet-view.ts'
import { renderLiveTable, type LiveTableInput } from '../../../host-sim/sim/live-table.ts'

const ESCAPE = '\u001b'

function fleet(count: number): FleetView {
  const names = Array.from({ length: count }, (_, index) => ({ node: `node-${index + 1}`, location: 'office' }))
  const view = new FleetView(names, () => new Date(0))
  for (const { node } of names) {
    view.message(`breva/${node}/status`, Buffer.from('online'))
    view.message(`breva/${node}/sensor/scd30/status`, Buffer.from('online'))
    view.message(`breva/${node}/state`, Buffer.from(JSON.stringify({
      node, location: 'office', boot: 1, seq: 1, time: null, uptime: 1, co2: 1462, temperature: null, humidity: 45.1,
      probes: { '28139bbb0b00001f': 20.81 }, quality: { 'co2': 'ok', 'temperature': 'warming', 'humidity': 'ok', '28139bbb0b00001f': 'ok' }
    })))
  }
  return view
}

function render(change: Partial<LiveTableInput>, count = 1): string[] {
  return renderLiveTable({
    started: {
      event: 'started', time: '', version: '0.1.0', scenario: 'office', seed: 7, speed: 1, nodes: [],
      broker: 'mqtt://127.0.0.1:1883', brokerFrom: null, tls: false, embedded: true, subscribe: `mosquitto_sub -h 127.0.0.1 -p 1883 -t 'breva/#' -v`
    },
    nodes: fleet(count).nodes, elapsed: 3725, brokerConnected: true, recent: [], columns: 120, rows: 40, color: false, ...change
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

  it.each([60, 24, 12, 8])('fits a terminal of %i rows, and says how many nodes it does not show', rows => {
    const lines = render({ rows }, 30)
    expect(lines.length).toBeLessThanOrEqual(rows)
    if (rows < 60) expect(lines.join('\n')).toMatch(/and \d+ more nodes/)
  })

  it('uses colour only where it may', () => {
    expect(render({ color: false }).join('')).not.toContain(ESCAPE)
    expect(render({ color: true }).join('')).toContain(ESCAPE)
  })

  it('says when the broker is gone', () => {
    expect(render({ brokerConnected: false }).join('\n')).toContain('connection lost')
  })
})
