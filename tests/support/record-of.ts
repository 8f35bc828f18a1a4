import type { State } from '../../contract/state.ts'
import { sampleRecord } from '../../firmware/station/sample-record.ts'

function cellOf(sample: State, name: string, value: number | null | undefined, decimals: number): string {
  return typeof value === 'number' && sample.quality[name] === 'ok' ? value.toFixed(decimals) : sample.quality[name] ?? ''
}

/** The sample that a `state` message tells, as a node keeps it; `dated` if the date of uptime 0 was known. */
export function recordOf(state: string, dated: boolean): string {
  const sample = JSON.parse(state) as State
  const probes = sample.probes && Object.entries(sample.probes).map(([name, value]) => cellOf(sample, name, value, 2))
  const own = [cellOf(sample, 'co2', sample.co2, 0), cellOf(sample, 'temperature', sample.temperature, 2), cellOf(sample, 'humidity', sample.humidity, 1)]
  const bus = !probes ? '' : probes.length > 0 ? 'ok' : sample.quality['probes'] ?? ''
  return sampleRecord([bus, ...own, ...probes ?? []].join(','), dated, sample.seq, sample.uptime)
}
