import { STATE } from './announcements.ts'
import { probeNames } from './probe-names.ts'
import { sampleRecord } from './sample-record.ts'
import { pushSample } from './sample-ring.ts'
import type { StationRecord } from './station-record.ts'

/** The latest sample goes to the backlog, if nobody has acknowledged it. */
export function keepSample(station: StationRecord): void {
  const sample = station.sample
  if (!sample) return
  const flying = station.flying === STATE && !(station.due & STATE)
  pushSample(station.backlog, sampleRecord(sample, station.startDate > 0, station.sequence, station.sampleUptime), station.startDate, flying, station.sequence, probeNames(station))
  station.sample = undefined
  station.due &= ~STATE
}
