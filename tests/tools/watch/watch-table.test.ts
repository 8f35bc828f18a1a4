import { describe, expect, it } from 'vitest'
import { visibleWidth } from '../../../cli/visible-width.ts'
import { renderWatchTable, type WatchTableInput } from '../../../tools/watch/watch-table.ts'
import { WatchedNodes } from '../../../tools/watch/watched-nodes.ts'

const NOW = 1_769_882_645_000

function table(count: number, change: Partial<WatchTableInput> = {}, offline = false, location = 'bed\u001b[2Jroom'): string[] {
  let now = NOW
  const nodes = new WatchedNodes('breva', 50, () => now)
  for (let number = 1; number <= count; number++) {
    const hear = (below: string, payload: string): void => { nodes.message(`breva/node-${number}/${below}`, Buffer.from(payload), false) }
    hear('status', 'online')
    hear('sensor/mh-z19/status', 'offline')
    hear('state', JSON.stringify({
      node: `node-${number}`, location, boot: 1, seq: 1, time: null, uptime: 1, co2: 1462, temperature: 19, humidity: 45.1,
      probes: { '28139bbb0b00001f': 20.81 }, quality: { 'co2': 'ok', 'temperature': 'fault', 'humidity': 'ok', '28139bbb0b00001f': 'ok' }
    }))
    if (offline) hear('status', 'offline')
  }
  now += 200_000
  return renderWatchTable({ head: ['Breva 0.1.0  watching all nodes', 'broker mqtt://127.0.0.1:1883'], nodes: [...nodes.nodes.values()], statistics: false, recent: [], now, columns: 140, rows: 40, color: false, ...change }).split('\n')
}

describe('renderWatchTable', () => {
  it('shows a line a node: value, quality word, what is off, and how old it is', () => {
    const screen = table(1).join('\n')
    for (const text of ['node-1', 'online', '3 min ago', '1462', 'fault', '45.1', '139bbb 20.81', 'mh-z19', 'bed?[2Jroom']) expect(screen).toContain(text)
    expect(screen).not.toContain('19.00')
  })

  it('shows no value of a node that is offline, and since when it is', () => {
    const screen = table(1, {}, true).join('\n')
    expect(screen).toContain('offline for 3 min')
    expect(screen).not.toContain('1462')
  })

  it.each([200, 130, 100, 80, 60, 40, 20, 10])('fits a terminal of %i columns, with statistics and without', columns => {
    for (const statistics of [true, false]) {
      for (const line of table(3, { columns, statistics, recent: ['x'.repeat(300)] })) expect(line.length).toBeLessThanOrEqual(columns)
    }
  })

  it.each([200, 130, 100, 80, 60, 40, 20, 10])('fits a terminal of %i columns where characters take two of them', columns => {
    for (const line of table(3, { columns, recent: ['教室'.repeat(90)] }, false, '教学楼三层会议室东侧靠窗的传感器')) expect(visibleWidth(line)).toBeLessThanOrEqual(columns)
  })

  it.each([60, 24, 12, 8, 5])('fits a terminal of %i rows, and says how many nodes it does not show', rows => {
    const lines = table(1000, { rows, recent: ['one', 'two'] })
    expect(lines.length).toBeLessThanOrEqual(rows)
    if (rows > 5) expect(lines.join('\n')).toMatch(/and \d+ more nodes/)
  })

  it('says that nobody has been heard', () => {
    expect(table(0).join('\n')).toContain('No node has been heard yet.')
  })
})
