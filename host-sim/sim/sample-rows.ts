import type { State } from '../../contract/state.ts'

/** One sample as it came: as `state`, or later in `history`. */
export interface ReceivedSample {
  /** When it came, ISO 8601 UTC. */
  received: string
  source: 'state' | 'history'
  sample: State
}

const COLUMNS = [
  'time', 'node', 'location', 'boot', 'seq', 'uptime', 'source', 'received', 'probe', 'co2', 'co2_quality', 'temperature', 'temperature_quality', 'humidity', 'humidity_quality'
]
/** What a spreadsheet would take for a formula. */
const FORMULA = /^[=+\-@\t\r]/

/** The first line of a CSV file (RFC 4180). */
export const CSV_HEADER = line(COLUMNS)

/**
 * A row for the node's own values, with an empty `probe`, and one for each probe, so that the columns are the same whichever probes there are. A value
 * that is `null` is an empty cell, and so is one that the node does not measure, which has no quality either.
 */
export function csvRows({ received, source, sample }: ReceivedSample): string {
  const { time, node, location, boot, seq, uptime, quality, probes = {} } = sample
  const head = [time, text(node), text(location), boot, seq, uptime, source, received]
  const rows = [line([...head, '', sample.co2, quality['co2'], sample.temperature, quality['temperature'], sample.humidity, quality['humidity']])]
  for (const probe of Object.keys(quality)) {
    if (probe === 'co2' || probe === 'temperature' || probe === 'humidity') continue
    rows.push(line([...head, text(probe), '', '', probes[probe], quality[probe], '', '']))
  }
  return rows.join('')
}

/** The sample as published, with how and when it came, as one line of JSON. */
export function jsonLine({ received, source, sample }: ReceivedSample): string {
  return `${JSON.stringify({ received, source, ...sample })}\n`
}

function line(cells: readonly (string | number | null | undefined)[]): string {
  return `${cells.map(cell => quoted(String(cell ?? ''))).join(',')}\r\n`
}

function text(cell: string): string {
  return FORMULA.test(cell) ? `'${cell}` : cell
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
