import type { Bytes } from '../../drivers/hal/bytes.ts'
import { INFO, SENSOR } from './announcements.ts'
import { rememberSensors } from './known-sensors.ts'
import { NEVER } from './node-facts.ts'
import { noteEvent } from './note-event.ts'
import type { Sampler } from './sampler.ts'
import { OFFLINE } from './sensor-health.ts'
import type { StationRecord } from './station-record.ts'

/** The names of the sensors, buses and probes that are offline, each behind a blank. */
function sensorsDown(sampler: Sampler): Bytes {
  let names = ''
  for (const list of [sampler.sensors, sampler.probes]) {
    for (const health of list) {
      if (health.up === OFFLINE) names += ' ' + health.name
    }
  }
  return names
}

/** Sensors have come or gone: they get a new status, `info` and a line in the log. */
export function tellSensors(station: StationRecord): void {
  rememberSensors(station)
  station.due |= (SENSOR | INFO) & ~station.banned
  const down = sensorsDown(station.sampler)
  if (down === (station.down || '')) return
  noteEvent(station, 'sensors down:' + (down || ' none'), NEVER)
  station.down = down || undefined
}
