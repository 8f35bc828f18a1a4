import { SCD30_SHORTEST } from '../../contract/ranges.ts'
import { expectation, MH_Z19_RANGES } from '../../contract/setting-kinds.ts'
import { settingRows } from '../../contract/settings.ts'
import { NETWORK_BYTES } from './find-problems.ts'

/** A JSON Schema, or a part of one. */
export type JsonSchema = Record<string, unknown>

const DRAFT = 'https://json-schema.org/draft/2020-12/schema'

/** The settings file as a JSON Schema (2020-12) for editors. Lengths are in characters there, and in bytes on the board. */
export function settingsSchema(): JsonSchema {
  const schemas = new Map<string, JsonSchema>()
  for (const row of settingRows('').slice(1).split('|')) {
    const cells = row.split(' ')
    const path = cells[0]
    const schema = schemaOf(cells)
    schemas.set(path, schema)
    if (path === '') continue
    const dot = path.lastIndexOf('.')
    const group = schemas.get(path.slice(0, Math.max(0, dot))) as { properties: JsonSchema, required: string[] }
    const name = path.slice(dot + 1)
    group.properties[name] = schema
    if (cells.length < 5) group.required.push(name)
  }
  const root = schemas.get('') ?? {}
  Object.assign(schemas.get('sensors') ?? {}, { minProperties: 1 })
  Object.assign(schemas.get('broker') ?? {}, { dependentRequired: { password: ['user'] }, ...ifThen({ qos: { const: 2 } }, { maxQos: { const: 2 }, cleanSession: { const: false } }) })
  Object.assign(root, ifThen({ sensors: { type: 'object', required: ['scd30'], properties: { scd30: {} } } }, { period: { type: 'integer', minimum: SCD30_SHORTEST } }))
  return { $schema: DRAFT, title: 'Settings of a Breva node', ...root, properties: { $schema: { type: 'string' }, ...root['properties'] as JsonSchema } }
}

function schemaOf(cells: string[]): JsonSchema {
  const [, kind, least, most, given] = cells
  const schema = { ...typeOf(kind, Number(least), cells[0] === 'wifi.network' ? NETWORK_BYTES : Number(most)), description: expectation(cells) }
  return !given || given === '?' || kind === 'o' ? schema : { ...schema, default: given === '=' ? '' : 'dgi'.includes(kind) ? Number(given) : given }
}

/** Where the members named by `given` are there and so, those named by `then` are so, if they are there. */
function ifThen(given: JsonSchema, then: JsonSchema): JsonSchema {
  return { if: { required: Object.keys(given), properties: given }, then: { properties: then } }
}

function typeOf(kind: string, least: number, most: number): JsonSchema {
  return 'dgi'.includes(kind) ? numberOf(kind, least, most) : otherOf(kind, least, most)
}

function numberOf(kind: string, least: number, most: number): JsonSchema {
  return kind === 'g' ? { enum: MH_Z19_RANGES.slice(1, -2).split(',').map(Number) } : { type: kind === 'i' ? 'integer' : 'number', minimum: least, maximum: most }
}

function otherOf(kind: string, least: number, most: number): JsonSchema {
  if (kind === 'o') return { type: 'object', properties: {}, required: [], additionalProperties: false }
  if (kind === 'b') return { type: 'boolean' }
  if (kind === 'v') return { enum: ['oldest', 'decimate'] }
  if (kind === 'p') return { enum: Array.from({ length: most - least + 1 }, (_, i) => i + least).filter(pin => pin < 6 || pin > 11).map(pin => `D${pin}`) }
  if (kind === 'w') return { anyOf: [{ const: '' }, text(least, most)] }
  if (kind === 'r') return { ...text(least, most), pattern: '^[^$+#/][^+#]*$', not: { pattern: '//|/$' } }
  return kind === 'n' ? { ...text(least, most), pattern: '^[-a-z0-9]+$' } : kind === 'h' ? { ...text(least, most), pattern: '^[-A-Za-z0-9.:]+$' } : text(least, most)
}

function text(minLength: number, maxLength: number): JsonSchema {
  return { type: 'string', minLength, maxLength }
}
