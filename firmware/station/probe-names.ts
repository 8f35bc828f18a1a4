import type { Bytes } from '../../drivers/hal/bytes.ts'
import type { StationRecord } from './station-record.ts'

/** The names of all probes, one after the other. @hot */
export function probeNames(station: StationRecord): Bytes {
  let names = ''
  for (const health of station.sampler.probes) names += health.name
  return names
}
