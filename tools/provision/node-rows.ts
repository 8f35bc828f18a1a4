import { readFileSync } from 'node:fs'
import { CsvError, parse } from 'csv-parse/sync'
import { CommandError } from '../../cli/command-error.ts'
import { USAGE } from '../../cli/exit-code.ts'
import { printable } from '../../cli/printable.ts'
import { NODE_LIMIT } from '../../contract/ranges.ts'
import type { WantedNode } from './provision-plan.ts'
import { checkPath, putText, type Draft } from './setting-values.ts'

/** More would be no list that somebody has written. */
const MOST_ROWS = 1000
const NODE = 'node'

type Row = { record: Record<string, string>, info: { lines: number } }

/**
 * Reads a list of nodes: CSV with a header, whose columns are settings as docs/settings.md names them (`location`, `wifi.network`), `node` among them. An empty cell
 * leaves what `draft` has. Commas or semicolons separate. Throws a `CommandError` with USAGE that says all that is wrong, by line, and no cell of a secret.
 */
export function readNodeRows(path: string, draft: Draft): WantedNode[] {
  const shown = printable(path)
  const rows = parsed(text(path), shown)
  if (rows.length === 0) throw refusal(`${shown} names no node. Write one a line, below a header such as node,location.`)
  if (rows.length > MOST_ROWS) throw refusal(`${shown} has ${rows.length} rows, and ${MOST_ROWS} are the most. Divide it.`)
  const columns = Object.keys(rows[0].record)
  if (!columns.includes(NODE)) throw refusal(`${shown} has no column "node". Its first line names the columns, such as node,location.`)
  for (const column of columns) checkPath(column, `${shown}, line 1`)
  const problems = rowProblems(rows)
  if (problems.length > 0) throw refusal(`Nothing was provisioned, because of ${shown}:\n${problems.map(problem => `  ${problem}`).join('\n')}`)
  return rows.map(({ record, info }) => {
    const own = structuredClone(draft)
    for (const [column, cell] of Object.entries(record)) if (column !== NODE && cell !== '') putText(own, column, cell)
    return { node: record[NODE], draft: own, where: `line ${info.lines}` }
  })
}

function rowProblems(rows: readonly Row[]): string[] {
  const problems: string[] = []
  const first = new Map<string, number>()
  for (const { record, info: { lines } } of rows) {
    const node = record[NODE]
    const before = first.get(node)
    if (!new RegExp(`^[a-z0-9-]{1,${NODE_LIMIT}}$`).test(node)) problems.push(`line ${lines}: "${printable(node.slice(0, 40))}" is not a name of a node, which has 1 to ${NODE_LIMIT} of a-z, 0-9 and "-"`)
    else if (before === undefined) first.set(node, lines)
    else problems.push(`lines ${before} and ${lines} both name the node ${node}; every node has a name of its own`)
  }
  return problems
}

function parsed(content: string, shown: string): Row[] {
  const header = content.split(/\r?\n/, 1)[0]
  const delimiter = header.includes(';') && !header.includes(',') ? ';' : ','
  try {
    return parse(content, { bom: true, columns: names => columnsOf(names, shown), delimiter, info: true, skip_empty_lines: true, trim: true }) as unknown as Row[]
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const reason = error.code === 'CSV_RECORD_INCONSISTENT_COLUMNS' ? 'has more or fewer cells than the first line has columns' : 'has a quote that is not closed, or stands within a cell'
    throw refusal(`${shown}, line ${String(error['lines'] ?? '?')} ${reason}. A cell with a comma stands in double quotes.`)
  }
}

function columnsOf(names: string[], shown: string): string[] {
  const twice = names.find((name, at) => names.indexOf(name) !== at)
  if (twice !== undefined) throw refusal(`${shown}, line 1: the column ${printable(twice.slice(0, 64))} is there twice.`)
  return names
}

function text(path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path))
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    throw refusal(`The list ${printable(path)} ${code === 'ERR_ENCODING_INVALID_ENCODED_DATA' ? 'is not UTF-8; save it in that encoding' : `cannot be read (${code}); check the path`}.`)
  }
}

function refusal(message: string): CommandError {
  return new CommandError(message, USAGE)
}
