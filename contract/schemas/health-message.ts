import { z } from 'zod'
import type { Health } from '../health.ts'

const count = z.int().min(0)
const counts = z.record(z.string(), count)

/** A `health` message. Unknown fields are kept. */
export const healthMessage: z.ZodType<Health> = z.looseObject({
  vars: z.looseObject({ used: count.nullable(), total: count.nullable() }),
  rssi: z.number(),
  reconnects: count,
  crc_errors: counts,
  queued: count,
  flash: z.boolean(),
  drops: z.looseObject({ overflow: count, decimated: count, storage: count, rejected: count }),
  late_slots: count,
  commands: z.boolean(),
  commands_off: z.enum(['refused', 'no_answer', 'bad_message']).nullable(),
  refused_commands: count,
  oversized: count,
  errors: z.array(z.string()),
  duplicate_client_id: z.boolean(),
  links: counts,
  recoveries: z.record(z.string(), counts)
})
