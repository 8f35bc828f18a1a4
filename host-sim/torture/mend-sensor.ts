import type { Part } from '../parts/part.ts'
import { sensorTruth } from './sensor-truths.ts'

/** What somebody has to do by hand when a fault of a sensor is over: another value in the part, or a new supply where the node has no switch. */
export function mendSensor(sensor: string, part: Part, fault: string, switched: boolean, powered: boolean): void {
  const truth = sensorTruth(sensor)
  const repaired = truth?.repair?.fault === fault
  if (!repaired && !truth?.stuck.includes(fault)) return
  if (repaired) truth?.repair?.mend(part)
  if (!powered || (switched && !repaired)) return
  part.powerDown()
  part.powerUp()
}
