import { z } from 'zod'
import { QUALITIES, type State } from '../state.ts'

/** What the simulator needs of a `state` message to show it. Unknown fields are kept. */
const stateMessage: z.ZodType<State> = z.looseObject({
  node: z.string(),
  location: z.string(),
  boot: z.number(),
  seq: z.number(),
  time: z.string().nullable(),
  uptime: z.number(),
  co2: z.number().nullable().optional(),
  temperature: z.number().nullable().optional(),
  humidity: z.number().nullable().optional(),
  probes: z.record(z.string(), z.number().nullable()).optional(),
  quality: z.record(z.string(), z.enum(QUALITIES)),
  alerts: z.array(z.string()).optional()
})

const historyMessage = z.array(stateMessage)

/** The message, or in words what is wrong with it. */
export function readStateMessage(payload: string): State | string {
  return read(stateMessage, payload)
}

/** The samples of a `history` message, or in words what is wrong with it. */
export function readHistoryMessage(payload: string): State[] | string {
  return read(historyMessage, payload)
}

function read<T>(schema: z.ZodType<T>, payload: string): T | string {
  let value: unknown
  try {
    value = JSON.parse(payload)
  } catch {
    return 'not JSON'
  }
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  return `${issue.path.join('.') || 'message'}: ${issue.message}`
}
