import { z } from 'zod'

const rom = z.string().regex(/^[0-9a-f]{16}$/)
const quality = z.enum(['ok', 'warming', 'stale', 'suspect', 'fault'])
const decimals = (count: number): z.ZodNumber => z.number().multipleOf(10 ** -count)

/** A `state` message, as the conventions have it: nothing more, nothing less. */
export const stateSchema = z.strictObject({
  node: z.string().regex(/^[a-z0-9-]{1,20}$/),
  location: z.string(),
  boot: z.int().min(1),
  seq: z.int().min(1),
  time: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/).nullable(),
  uptime: z.int().min(0),
  co2: z.int().min(0).max(40000).nullable().optional(),
  temperature: decimals(2).min(-55).max(125).nullable().optional(),
  humidity: decimals(1).min(0).max(100).nullable().optional(),
  probes: z.record(rom, decimals(4).min(-55).max(125).nullable()).optional(),
  quality: z.record(z.union([z.enum(['co2', 'temperature', 'humidity', 'probes']), rom]), quality.optional()),
  alerts: z.array(z.never())
}).superRefine((state, context) => {
  const values: Record<string, number | null | undefined> = { ...state.probes, co2: state.co2, temperature: state.temperature, humidity: state.humidity }
  const none = state.probes !== undefined && Object.keys(state.probes).length === 0
  if (none !== ('probes' in state.quality)) context.addIssue({ code: 'custom', message: 'the bus has a quality where no probe has been found, and only there' })
  for (const [key, value] of Object.entries(values)) {
    const verdict = (state.quality as Record<string, string | undefined>)[key]
    if (value === undefined && verdict === undefined) continue
    if (value === undefined || verdict === undefined) context.addIssue({ code: 'custom', message: `${key} has a value or a quality, and not both` })
    else if ((verdict === 'ok') !== (value !== null)) context.addIssue({ code: 'custom', message: `${key} is ${value} and ${verdict}` })
  }
})
