import type { Bytes } from '../../drivers/hal/bytes.ts'
import type { Sensor } from '../../drivers/sensor.ts'
import type { Sampler } from './sampler.ts'
import { OFFLINE } from './sensor-health.ts'

/** The names of the sensors and probes that are offline, each behind a blank. */
export function sensorsDown(sampler: Sampler): Bytes {
  let names = ''
  for (const list of [sampler.sensors, sampler.probes]) {
    for (const health of list) {
      const sensor = health.item as Sensor
      // A bus has no status of its own, its probes have.
      if (health.up === OFFLINE && sensor.measures !== 'p') names += ' ' + health.name
    }
  }
  return names
}
