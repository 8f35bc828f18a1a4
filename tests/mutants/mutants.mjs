import { DRIVERS_MUTANTS } from './drivers-mutants.mjs'
import { MQTT_MUTANTS } from './mqtt-mutants.mjs'
import { PLATFORM_MUTANTS } from './platform-mutants.mjs'
import { STATION_MUTANTS } from './station-mutants.mjs'

/**
 * The defects that the suite must notice, most of them shipped by somebody, in the order of their ids; one with a point is a further way of the
 * same defect. `patch` names the sources and what is replaced in them: [context, replacement], the context standing there exactly once. `tests`
 * are the files that must notice; `build` says that they run the bundle.
 */
export const MUTANTS = [...DRIVERS_MUTANTS, ...MQTT_MUTANTS, ...PLATFORM_MUTANTS, ...STATION_MUTANTS]
  .sort((one, other) => Number(one.id.slice(1)) - Number(other.id.slice(1)))
