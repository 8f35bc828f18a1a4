import { BIRTH, HEALTH, HISTORY, SENSOR } from './announcements.ts'
import type { SensorHealth } from './sensor-health.ts'
import type { StationRecord } from './station-record.ts'

/** The first sensor, bus or probe of whose status the broker has not been told on this link. */
export function untoldSensor(station: StationRecord): SensorHealth | undefined {
  for (const list of [station.sampler.sensors, station.sampler.probes]) {
    for (const health of list) {
      if (health.up !== health.told) return health
    }
  }
  return undefined
}

/** Which of all that waits is published next; 0 for none. `passed`: the bits of what has to wait, and lets others by. @hot */
export function nextAnnouncement(station: StationRecord, passed: number): number {
  if (station.due & SENSOR && !untoldSensor(station)) station.due &= ~SENSOR
  const due = station.due & ~(station.due & BIRTH && station.clock.now() < station.holdUntil ? passed | BIRTH : passed)
  // Where links are short, why they end comes before what is long.
  if (due & HEALTH && (due & -due) > BIRTH && station.client.shortLinks > 2) return HEALTH
  // The lowest bit.
  if (due !== 0) return due & -due
  return station.backlog.count > 0 && station.allowance > 0 ? HISTORY & ~passed : 0
}
