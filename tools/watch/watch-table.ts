import Table from 'cli-table3'
import pc from 'picocolors'
import { age } from '../../cli/age.ts'
import { clip } from '../../cli/clip.ts'
import { co2Color } from '../../cli/co2-color.ts'
import { counted } from '../../cli/counted.ts'
import { printable } from '../../cli/printable.ts'
import { visibleWidth } from '../../cli/visible-width.ts'
import { ROM } from '../../contract/schemas/rom.ts'
import { STATUS_OFFLINE, STATUS_ONLINE } from '../../contract/status-word.ts'
import { CO2_UNIT, HUMIDITY_UNIT, TEMPERATURE_UNIT } from '../../contract/units.ts'
import { decimalsOf, shown, signed } from './watch-line.ts'
import type { WatchedNode } from './watched-node.ts'

type Colors = ReturnType<typeof pc.createColors>

export interface WatchTableInput {
  /** Shown above the table. */
  head: string[]
  /** Already in the order to show them in. */
  nodes: WatchedNode[]
  statistics: boolean
  /** The latest lines, oldest first, shown below. */
  recent: string[]
  /** ms since 1970. */
  now: number
  columns: number
  rows: number
  color: boolean
}

interface Column {
  title: string
  /** The column leaves a narrow terminal in this order; 0 never does. */
  leaves: number
  cell(node: WatchedNode, colors: Colors, now: number): string
}

/** Standard deviations from which on a value is marked. */
const UNUSUAL = 3

const COLUMNS: Column[] = [
  { title: 'node', leaves: 0, cell: ({ name }) => printable(name) },
  { title: 'location', leaves: 4, cell: ({ state }) => clip(printable(state?.location ?? '-'), 24) },
  { title: 'link', leaves: 0, cell: link },
  { title: 'last sample', leaves: 1, cell: lastSample },
  { title: `CO2 ${CO2_UNIT}`, leaves: 0, cell: co2 },
  { title: `temp ${TEMPERATURE_UNIT}`, leaves: 3, cell: (node, colors) => reading(node, 'temperature', colors) },
  { title: `RH ${HUMIDITY_UNIT}`, leaves: 5, cell: (node, colors) => reading(node, 'humidity', colors) },
  { title: `probes ${TEMPERATURE_UNIT}`, leaves: 6, cell: probes },
  { title: 'missing', leaves: 7, cell: ({ missing }) => String(missing) },
  { title: 'sensors off', leaves: 2, cell: sensorsOff }
]

const STATISTICS: Column[] = [
  ...COLUMNS.slice(0, 5),
  { title: 'mean', leaves: 2, cell: node => statistic(node, ({ mean }) => mean.toFixed(0)) },
  { title: 'min..max', leaves: 3, cell: node => statistic(node, ({ min, max }) => `${min}..${max}`) },
  { title: 'sd', leaves: 5, cell: node => statistic(node, ({ deviation }) => deviation.toFixed(1)) },
  { title: 'z', leaves: 0, cell: (node, colors) => score(node.latest?.['co2']?.z, UNUSUAL, colors) },
  { title: 'forecast', leaves: 6, cell: (node, colors) => score(node.latest?.['co2']?.surprise, 2 * UNUSUAL, colors) },
  { title: `temp ${TEMPERATURE_UNIT}`, leaves: 7, cell: (node, colors) => reading(node, 'temperature', colors) }
]

const BORDERLESS = {
  'top': '', 'top-mid': '', 'top-left': '', 'top-right': '', 'bottom': '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '',
  'left': '', 'left-mid': '', 'mid': '', 'mid-mid': '', 'right': '', 'right-mid': '', 'middle': '  '
}

/** The whole screen of `breva watch`: a line a node, no line wider than `columns`, no more lines than `rows`. */
export function renderWatchTable(input: WatchTableInput): string {
  const colors = pc.createColors(input.color)
  const head = input.head.map((line, at) => at === 0 ? colors.bold(clip(line, input.columns)) : clip(line, input.columns))
  const recent = input.recent.length > 0 ? Math.min(input.recent.length + 1, Math.floor(input.rows / 4)) : 0
  const room = Math.max(1, input.rows - head.length - 2 - recent)
  const fits = input.nodes.length <= room
  const nodes = fits ? input.nodes : input.nodes.slice(0, Math.max(1, room - 1))
  const body = nodes.length === 0 ? ['No node has been heard yet.'] : fitted(nodes, input, colors)
  if (!fits) body.push(clip(`and ${counted(input.nodes.length - nodes.length, 'more node')}: enlarge the terminal, name some, or use --json`, input.columns))
  const tail = recent > 1 ? ['', ...input.recent.slice(-(recent - 1)).map(line => colors.dim(clip(printable(line), input.columns)))] : []
  return [...head, '', ...body, ...tail].slice(0, Math.max(1, input.rows)).join('\n')
}

function fitted(nodes: WatchedNode[], { statistics, columns, now }: WatchTableInput, colors: Colors): string[] {
  const all = statistics ? STATISTICS : COLUMNS
  const last = Math.max(...all.map(({ leaves }) => leaves))
  // Those that leave last have the lowest number.
  for (let most = last; most >= 0; most--) {
    const lines = drawn(nodes, all.filter(({ leaves }) => leaves <= most), colors, now)
    if (lines.every(line => visibleWidth(line) <= columns)) return lines
  }
  return nodes.map(node => clip(`${node.name} ${node.link ?? '-'} ${node.state ? shown(node.state, 'co2') : '-'}`, columns))
}

function drawn(nodes: WatchedNode[], columns: Column[], colors: Colors, now: number): string[] {
  const table = new Table({ head: columns.map(({ title }) => title), chars: BORDERLESS, style: { 'head': [], 'border': [], 'padding-left': 0, 'padding-right': 0 } })
  for (const node of nodes) table.push(columns.map(column => column.cell(node, colors, now)))
  return table.toString().split('\n').map(line => line.trimEnd())
}

function link({ link, turnedAt }: WatchedNode, colors: Colors, now: number): string {
  if (link === undefined) return colors.dim('no status')
  if (link === STATUS_ONLINE) return colors.green(link)
  return colors.red(turnedAt === undefined ? `${link} since before` : `${link} for ${age(now - turnedAt)}`)
}

function lastSample(node: WatchedNode, colors: Colors, now: number): string {
  if (node.seenAt === undefined) return colors.dim('none yet')
  const text = `${age(now - node.seenAt)} ago`
  return node.overdue(now) ? colors.yellow(text) : text
}

/** An old value is not shown as if it were a present one. */
function current({ state, link }: WatchedNode): WatchedNode['state'] {
  return link === STATUS_OFFLINE ? undefined : state
}

function co2(node: WatchedNode, colors: Colors): string {
  const value = current(node)?.co2
  if (typeof value !== 'number' || current(node)?.quality['co2'] !== 'ok') return reading(node, 'co2', colors)
  return co2Color(value, value.toFixed(decimalsOf('co2')), colors)
}

function reading(node: WatchedNode, key: string, colors: Colors): string {
  const state = current(node)
  const quality = state?.quality[key]
  if (!state || quality === undefined) return colors.dim('-')
  const text = shown(state, key)
  return quality === 'ok' ? text : quality === 'fault' ? colors.red(text) : colors.yellow(text)
}

/** Probes by the beginning of their serial number, which differs more than its end. */
function probes(node: WatchedNode, colors: Colors): string {
  const roms = Object.keys(current(node)?.quality ?? {}).filter(key => ROM.test(key))
  return roms.length === 0 ? colors.dim('-') : roms.map(rom => `${colors.dim(rom.slice(2, 8))} ${reading(node, rom, colors)}`).join(' ')
}

function sensorsOff({ sensors }: WatchedNode, colors: Colors): string {
  const off = [...sensors].filter(([, status]) => status === STATUS_OFFLINE).map(([sensor]) => printable(sensor).slice(0, 16))
  return off.length === 0 ? colors.dim('-') : colors.red(off.join(' '))
}

function statistic(node: WatchedNode, text: (of: NonNullable<WatchedNode['latest']>[string]) => string): string {
  const statistics = current(node) && node.latest?.['co2']
  return statistics ? text(statistics) : '-'
}

function score(value: number | null | undefined, limit: number, colors: Colors): string {
  if (value === null || value === undefined) return colors.dim('-')
  return Math.abs(value) > limit ? colors.red(signed(value)) : signed(value)
}
