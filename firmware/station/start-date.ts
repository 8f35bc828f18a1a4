import type { StationRecord } from './station-record.ts'

/** The date of uptime 0 as the clock has it now, in ms; 0 while it is not set. @hot */
export function startDate(station: StationRecord): number {
  const time = station.wallClock.read()
  return time > 0 ? time - Math.floor(station.clock.now()) : 0
}
