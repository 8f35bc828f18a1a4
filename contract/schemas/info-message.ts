import { z } from 'zod'
import type { Info } from '../info.ts'

/** An `info` message. Unknown fields are kept. */
export const infoMessage: z.ZodType<Info> = z.looseObject({
  start: z.number(),
  commands_off: z.enum(['refused', 'bad_message']).nullable(),
  units: z.record(z.string(), z.string()),
  firmware: z.string(),
  bundle: z.string(),
  model: z.string(),
  reset: z.string(),
  sensors: z.record(z.string(), z.record(z.string(), z.unknown()))
})
