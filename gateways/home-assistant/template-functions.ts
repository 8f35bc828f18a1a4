/** What a template calculates with. */
export type Value = string | number | boolean | null | Value[] | { [key: string]: Value }

/** Seconds since 1970 of an ISO 8601 time. Throws for anything else, as Home Assistant does without a default. */
function asTimestamp(value: Value): number {
  const time = typeof value === 'string' ? Date.parse(value) : NaN
  if (Number.isNaN(time)) throw new Error('as_timestamp takes a time')
  return time / 1000
}

function timestampUtc(value: Value): string {
  return new Date(numberOf(value) * 1000).toISOString().replace('.000Z', '+00:00').replace('Z', '+00:00')
}

/** Functions and filters that our templates use, by Home Assistant's names. */
export const FUNCTIONS = new Map<string, (value: Value) => Value>([['as_timestamp', asTimestamp]])
export const FILTERS = new Map<string, (value: Value) => Value>([['timestamp_utc', timestampUtc]])

export function numberOf(value: Value): number {
  if (typeof value !== 'number') throw new Error(`${rendered(value)} is no number`)
  return value
}

/** As Python sees it: empty texts, lists and mappings are false. */
export function isTrue(value: Value): boolean {
  if (Array.isArray(value)) return value.length > 0
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0
  return Boolean(value)
}

/** The text that a template makes of a value. */
export function rendered(value: Value): string {
  if (value === null) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
