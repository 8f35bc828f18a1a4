import { STATE } from './announcements.ts'
import { probeNames } from './probe-names.ts'
import type { StationRecord } from './station-record.ts'

/** The latest sample, which nobody has acknowledged, goes to the backlog. */
export function keepSample(station: StationRecord): void {
  const flying = station.flying === STATE && !(station.due & STATE)
  station.backlog.opened().push(station.sample, station.startDate, flying, station.sequence, probeNames(station))
  station.sample = ''
  station.due &= ~STATE
}
