import { ROM } from '../../contract/schemas/rom.ts'
import { STATUS_ONLINE } from '../../contract/status-word.ts'
import { warmUpOf } from '../scenario/sensor-kinds.ts'
import { readingOf } from './event-line.ts'
import type { NodeView } from './fleet-view.ts'

/**
 * What the sensors of a node wait for before their first value, one phrase for those that wait for the same, from what the node has published. Empty once there is
 * nothing to wait for.
 */
export function sensorWaits(view: NodeView): string[] {
  const sensors = [...view.sensors.keys()].filter(sensor => !ROM.test(sensor))
  if (view.link === 'starting') return sensors.length === 0 ? [] : [`${sensors.join(', ')}: Wi-Fi and broker`]
  if (view.link !== STATUS_ONLINE) return []
  const waiting = new Map<string, string[]>()
  for (const sensor of sensors) {
    const wait = waitOf(view, sensor)
    if (wait !== '') waiting.set(wait, [...waiting.get(wait) ?? [], sensor])
  }
  return [...waiting].map(([wait, those]) => `${those.join(', ')}: ${wait}`)
}

function waitOf(view: NodeView, sensor: string): string {
  const { state } = view
  const status = view.sensors.get(sensor)
  if (!state) return status === undefined ? 'first answer' : status === STATUS_ONLINE ? 'first measurement' : ''
  if (status !== STATUS_ONLINE) return ''
  const warmUp = warmUpOf(sensor)
  // Where two measure it, the quality is that of both until one has a value.
  if (warmUp !== undefined) return state.quality['co2'] === 'warming' && readingOf(state, 'co2') === null ? warmUp : ''
  return state.quality['probes'] === undefined ? '' : 'first probe'
}
