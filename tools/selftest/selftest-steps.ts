import { CHIP_STEPS } from './chip-steps.ts'
import { PERSON_STEPS } from './person-steps.ts'
import type { Step } from './step.ts'
import { STORAGE_STEPS } from './storage-steps.ts'
import { WIRE_STEPS } from './wire-steps.ts'

/** Everything that docs/hardware.md wants confirmed, in the order in which it is tried. */
export const STEPS: Step[] = [...CHIP_STEPS, ...STORAGE_STEPS, ...WIRE_STEPS, ...PERSON_STEPS]
