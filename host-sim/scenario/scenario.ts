import { z } from 'zod'
import { PERIOD_LEAST, PERIOD_MOST, SCD30_SHORTEST } from '../../contract/ranges.ts'
import { ROM } from '../../contract/schemas/rom.ts'
import type { WorldSettings } from '../world/create-world.ts'
import type { NoiseAndDriftSettings } from '../world/noise-and-drift.ts'
import type { RandomWalkSettings } from '../world/random-walk.ts'
import type { RoomSettings } from '../world/room.ts'
import { romChecksum } from './rom-code.ts'

const hour = z.number().min(0).max(24)
const temperature = z.number().min(-40).max(85)
const airChanges = z.number().min(0).max(60)
const kilo = z.number().min(0).max(100_000)

const presence = z
  .strictObject({
    from: hour,
    to: z.number().min(0).max(48),
    people: z.int().min(0).max(500),
    exhaled: z.number().min(0).max(0.1),
    weekend: z.boolean()
  })
  .refine(period => period.to > period.from, 'must end after it begins')

const outdoors = z.strictObject({
  co2: z.number().min(300).max(1000),
  temperature,
  swing: z.number().min(0).max(20),
  dewPoint: z.number().min(-40).max(30),
  pressure: z.number().min(700).max(1100),
  unrest: z.number().min(0).max(5)
})

const room: z.ZodType<RoomSettings> = z.strictObject({
  volume: z.number().min(1).max(1_000_000),
  heatCapacity: z.number().min(1).max(10_000_000),
  heatLoss: kilo,
  equipment: z.number().min(0).max(1_000_000),
  moisture: kilo,
  heating: z.number().min(0).max(1_000_000),
  cooling: z.number().min(0).max(1_000_000),
  setPoint: temperature,
  setBack: temperature,
  warmFrom: hour,
  warmTo: hour,
  leakage: airChanges,
  ventilation: z.array(z.strictObject({ from: hour, to: hour, airChanges })),
  airing: z.strictObject({ above: z.number().min(0), chance: z.number().min(0).max(1), minutes: z.number().min(0).max(1440), airChanges }),
  occupants: z.array(presence),
  spread: z.number().min(0).max(120),
  outdoors,
  co2: z.number().min(300).max(40_000),
  temperature,
  humidity: z.number().min(0).max(100)
})

const walk = z
  .strictObject({ start: z.number(), low: z.number(), high: z.number(), step: z.number().min(0) })
  .refine(bounds => bounds.low <= bounds.start && bounds.start <= bounds.high, 'must begin between its bounds')
const randomWalk: z.ZodType<RandomWalkSettings> = z.strictObject({ co2: walk, temperature: walk, humidity: walk })

const drift = z.strictObject({ base: z.number(), noise: z.number().min(0), drift: z.number().min(0), bound: z.number().min(0) })
const noiseAndDrift: z.ZodType<NoiseAndDriftSettings> = z.strictObject({ co2: drift, temperature: drift, humidity: drift })

const world: z.ZodType<WorldSettings> = z.discriminatedUnion('model', [
  z.strictObject({ model: z.literal('room'), room }),
  z.strictObject({ model: z.literal('random-walk'), walk: randomWalk }),
  z.strictObject({ model: z.literal('noise-and-drift'), drift: noiseAndDrift })
])

/** `room`, `pipe` (a heater pipe), `outdoor`, or any other name for a place of its own in the models without a room. */
const position = z.string().min(1)
const rom = z
  .string()
  .regex(ROM, 'must be 16 lower-case hex digits')
  .refine(code => romChecksum(code.slice(0, 14)) === code.slice(14), 'must end in the CRC of the digits before')
const sensor = z.discriminatedUnion('part', [
  z.strictObject({ part: z.literal('scd30'), position }),
  z.strictObject({ part: z.literal('mh-z19'), model: z.enum(['A', 'B', 'C', 'D', 'E']), position }),
  z.strictObject({ part: z.literal('ds18b20'), family: z.enum(['A', 'B1', 'B2', 'C', 'D1', 'D2', 'E']), rom, position })
])

const node = z
  .strictObject({
    location: z.string().regex(/^[a-z0-9-]{1,24}$/, 'must be 1-24 of a-z, 0-9 and -'),
    period: z.number().min(PERIOD_LEAST).max(PERIOD_MOST),
    world,
    sensors: z.array(sensor).min(1)
  })
  .refine(plan => plan.period >= SCD30_SHORTEST || plan.sensors.every(entry => entry.part !== 'scd30'), { path: ['period'], message: `must be ${SCD30_SHORTEST} or more with an scd30` })
  .refine(plan => plan.sensors.filter(entry => entry.part === 'scd30').length <= 1, 'has room for one scd30: its address is fixed')
  .refine(plan => plan.sensors.filter(entry => entry.part === 'mh-z19').length <= 1, 'has room for one mh-z19 on its serial port')

const scenario = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]+$/),
  description: z.string(),
  startHour: hour,
  nodes: z.array(node).min(1)
})

/** One part, its variant, and the position of the world it is at. */
export type SensorSettings = z.infer<typeof sensor>
/** A node as a scenario describes it: location, sample period in seconds, surroundings, sensors. */
export type ScenarioNode = z.infer<typeof node>
/** Nodes, and the hour of a Monday at which the simulation begins. */
export type Scenario = z.infer<typeof scenario>

/** Throws an `Error` that names the first wrong field. */
export function checkScenario(data: unknown): Scenario {
  const result = scenario.safeParse(data)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  throw new Error(`The scenario's ${issue.path.join('.') || 'content'} is wrong: ${issue.message}.`)
}
