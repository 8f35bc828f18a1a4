import { z } from 'zod'
import type { Info, ProbeInfo, SensorInfo } from '../info.ts'

const end = z.number().nullable()

const range = z.tuple([end, end]).refine(([least, most]) => least === null || most === null || least < most, 'the end is before the beginning')

const sensorInfo: z.ZodType<SensorInfo> = z.looseObject({
  type: z.string().min(1),
  serial: z.string().optional(),
  firmware: z.string().optional(),
  range: z.record(z.string(), range),
  stored: z.record(z.string(), z.number().nullable()).optional(),
  unasked: z.array(z.string()).optional(),
  bus: z.enum(['ok', 'empty', 'held_low', 'foreign', 'noise']).optional(),
  found: z.int().min(0).optional(),
  read: z.int().min(0).optional(),
  foreign: z.array(z.string().regex(/^[0-9a-f]{2}$/)).optional()
})

const probeInfo: z.ZodType<ProbeInfo> = z.looseObject({
  family: z.string().length(1).nullable(),
  power: z.enum(['external', 'parasite']),
  stored: z.record(z.string(), z.number()).optional()
})

/** An `info` message. Unknown fields are kept. */
export const infoMessage: z.ZodType<Info> = z.looseObject({
  start: z.int(),
  commands_off: z.enum(['refused', 'no_answer', 'bad_message']).nullable(),
  units: z.record(z.string(), z.string().min(1)),
  firmware: z.string(),
  bundle: z.string(),
  model: z.string(),
  reset: z.string(),
  sensors: z.record(z.string(), z.union([sensorInfo, probeInfo]))
})
