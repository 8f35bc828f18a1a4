import Table from 'cli-table3'
import pc from 'picocolors'
import { origin, readingOf, SPOKEN_FOR, USUAL_QOS } from './event-line.ts'
import { clip } from '../../cli/clip.ts'
import { watchCommand } from '../../cli/broker-address.ts'
import { BAD, co2Color, FAIR, WARN } from '../../cli/co2-color.ts'
import { counted } from '../../cli/counted.ts'
import { printable } from '../../cli/printable.ts'
import { visibleWidth } from '../../cli/visible-width.ts'
import { ROM } from '../../contract/schemas/rom.ts'
import { STATUS_OFFLINE, STATUS_ONLINE } from '../../contract/status-word.ts'
import { CO2_UNIT, HUMIDITY_DECIMALS, HUMIDITY_UNIT, TEMPERATURE_DECIMALS, TEMPERATURE_UNIT } from '../../contract/units.ts'
import { QOS_WORDS } from './qos-words.ts'
import { sensorWaits } from './sensor-waits.ts'
import type { NodeView } from './fleet-view.ts'
import type { StartedEvent } from './sim-event.ts'

type Colors = ReturnType<typeof pc.createColors>

export interface LiveTableInput {
  started: StartedEvent
  nodes: NodeView[]
  /** Seconds of the nodes' time. */
  elapsed: number
  /** False while the simulator's own link to the broker is down. */
  brokerConnected: boolean
  /** The latest lines to show below the table, oldest first. */
  recent: string[]
  columns: number
  rows: number
  color: boolean
}

interface Column {
  title: string
  /** The column leaves a narrow terminal in this order; 0 never does. */
  leaves: number
  cell(view: NodeView, colors: Colors): string
}

/** Nodes whose waiting is told; and the fewest rows of a terminal with room for a legend. */
const MOST_WAITING = 4
const ROWS_FOR_LEGEND = 16

const COLUMNS: Column[] = [
  { title: 'node', leaves: 0, cell: view => view.node },
  { title: 'location', leaves: 2, cell: view => printable(view.state?.location ?? view.location) },
  { title: 'link', leaves: 0, cell: (view, colors) => link(view, colors) },
  { title: 'sensors', leaves: 3, cell: (view, colors) => sensors(view, colors) },
  { title: `CO2 ${CO2_UNIT}`, leaves: 0, cell: (view, colors) => co2(view, colors) },
  { title: `temp ${TEMPERATURE_UNIT}`, leaves: 7, cell: (view, colors) => reading(view, 'temperature', TEMPERATURE_DECIMALS, colors) },
  { title: `RH ${HUMIDITY_UNIT}`, leaves: 6, cell: (view, colors) => reading(view, 'humidity', HUMIDITY_DECIMALS, colors) },
  { title: 'backlog', leaves: 5, cell: (view, colors) => backlog(view, colors) },
  { title: `probes ${TEMPERATURE_UNIT}`, leaves: 4, cell: (view, colors) => probes(view, colors) },
  { title: 'sent', leaves: 1, cell: view => String(view.messages) }
]

/** The whole screen of `breva sim`: no line wider than `columns`, no more lines than `rows`. */
export function renderLiveTable(input: LiveTableInput): string {
  const colors = pc.createColors(input.color)
  const head = [...header(input, colors), ...legend(input, colors), ...waits(input)]
  const recent = input.recent.map(line => colors.dim(clip(printable(line), input.columns)))
  const room = Math.max(1, input.rows - head.length - 1)
  const body = fitHeight(input, colors, room)
  const left = room - body.length
  const tail = left > 1 ? ['', ...recent.slice(-(left - 1))] : []
  return [...head, ...body, ...(recent.length > 0 ? tail : [])].join('\n')
}

function header(input: LiveTableInput, colors: Colors): string[] {
  const { started, columns } = input
  const speed = started.speed === 1 ? '' : `  ${started.speed}x`
  const lost = input.brokerConnected ? '' : '  (connection lost)'
  return [
    colors.bold(clip(`Breva ${started.version}  ${started.scenario}  seed ${started.seed}${speed}  ${duration(input.elapsed)}`, columns)),
    clip(`broker   ${started.broker}${origin(started)}${lost}`, columns),
    ...started.tls ? [clip(`tls      ${SPOKEN_FOR}`, columns)] : [],
    ...started.qos === USUAL_QOS ? [] : [clip(`qos      ${started.qos}, ${QOS_WORDS[started.qos]}`, columns)],
    clip(`watch    ${printable(`${watchCommand(started.broker, started.root)}, or ${started.subscribe}`)}`, columns),
    clip('stop     Ctrl-C', columns)
  ]
}

/** What the colours of CO2 mean. */
function legend({ columns, rows, color }: LiveTableInput, colors: Colors): string[] {
  const line = `colours  ${colors.green(`below ${FAIR} good`)}  ${colors.cyan(`${FAIR}+ fair`)}  ${colors.yellow(`${WARN}+ time to air`)}  ${colors.red(`${BAD}+ bad`)} ${CO2_UNIT} CO2`
  return color && rows >= ROWS_FOR_LEGEND && visibleWidth(line) <= columns ? [line] : []
}

/** What keeps sensors from their first value. */
function waits({ nodes, columns, rows }: LiveTableInput): string[] {
  if (rows < ROWS_FOR_LEGEND) return []
  const waiting = nodes.flatMap(view => {
    const phrases = sensorWaits(view)
    return phrases.length === 0 ? [] : [`wait     ${view.node}  ${printable(phrases.join('; '))}`]
  })
  const more = waiting.length - MOST_WAITING
  return [...waiting.slice(0, MOST_WAITING), ...more > 0 ? [`wait     and ${counted(more, 'more node')}`] : []].map(line => clip(line, columns))
}

function fitHeight(input: LiveTableInput, colors: Colors, room: number): string[] {
  const { nodes, columns } = input
  let shown = nodes.length
  while (shown > 0) {
    const lines = [...fitWidth(nodes.slice(0, shown), colors, columns), ...more(nodes.length - shown, columns)]
    if (lines.length <= room) return lines
    const heightOfOne = Math.max(2, Math.floor(lines.length / shown))
    shown -= Math.max(1, Math.floor((lines.length - room) / heightOfOne))
  }
  const fitting = nodes.length <= room ? nodes.length : room - 1
  return [...plain(nodes.slice(0, fitting), columns), ...more(nodes.length - fitting, columns)]
}

function more(hidden: number, width: number): string[] {
  return hidden > 0 ? [clip(`and ${counted(hidden, 'more node')}: enlarge the terminal, or use --json`, width)] : []
}

function fitWidth(nodes: NodeView[], colors: Colors, width: number): string[] {
  const lastToLeave = Math.max(...COLUMNS.map(column => column.leaves))
  for (let gone = 0; gone <= lastToLeave; gone++) {
    const lines = draw(nodes, colors, COLUMNS.filter(column => column.leaves === 0 || column.leaves > gone))
    if (lines.every(line => visibleWidth(line) <= width)) return lines
  }
  return plain(nodes, width)
}

/** For a terminal too small for any table. */
function plain(nodes: NodeView[], width: number): string[] {
  return nodes.map(view => clip(`${view.node} ${view.link} ${view.state?.co2 ?? view.state?.quality['co2'] ?? '-'}`, width))
}

function draw(nodes: NodeView[], colors: Colors, columns: Column[]): string[] {
  const table = new Table({ head: columns.map(column => column.title), style: { head: [], border: [] } })
  for (const view of nodes) table.push(columns.map(column => column.cell(view, colors)))
  return table.toString().split('\n')
}

function link(view: NodeView, colors: Colors): string {
  const paint = view.link === STATUS_ONLINE ? colors.green : view.link === STATUS_OFFLINE ? colors.red : colors.dim
  return [paint(view.link), ...[...view.faults].map(fault => colors.yellow(fault))].join('\n')
}

function co2(view: NodeView, colors: Colors): string {
  const value = view.state?.co2
  if (typeof value !== 'number') return quality(view, 'co2', colors)
  return co2Color(value, String(value), colors)
}

function reading(view: NodeView, key: string, decimals: number, colors: Colors): string {
  const value = view.state ? readingOf(view.state, key) : null
  return typeof value === 'number' ? value.toFixed(decimals) : quality(view, key, colors)
}

function quality(view: NodeView, key: string, colors: Colors): string {
  const word = view.state?.quality[key]
  if (word === undefined || word === 'ok') return colors.dim('-')
  return word === 'fault' ? colors.red(word) : colors.yellow(word)
}

/** Samples that wait in the node, and those that have come as history. */
function backlog({ waiting, history }: NodeView, colors: Colors): string {
  const lines = [...waiting > 0 ? [colors.yellow(`${waiting} wait`)] : [], ...history > 0 ? [`${history} came`] : []]
  return lines.length === 0 ? colors.dim('-') : lines.join('\n')
}

/** Probes by the beginning of their serial number, which differs more than its end. */
function probes(view: NodeView, colors: Colors): string {
  const roms = Object.keys(view.state?.probes ?? {})
  if (roms.length === 0) return colors.dim('-')
  return roms.map(rom => `${colors.dim(printable(rom).slice(2, 8))} ${reading(view, rom, TEMPERATURE_DECIMALS, colors)}`).join('\n')
}

/** Those that are not probes: a probe's own line says how it is. */
function sensors(view: NodeView, colors: Colors): string {
  const lines: string[] = []
  for (const [sensor, status] of view.sensors) {
    if (ROM.test(sensor)) continue
    if (status === undefined) lines.push(`${printable(sensor)} ${colors.dim('-')}`)
    else lines.push(`${printable(sensor)} ${status === STATUS_ONLINE ? colors.green(status) : colors.red(status)}`)
  }
  return lines.length === 0 ? colors.dim('-') : lines.join('\n')
}

function duration(seconds: number): string {
  const whole = Math.floor(seconds)
  const part = (value: number): string => String(value).padStart(2, '0')
  return `${part(Math.floor(whole / 3600))}:${part(Math.floor(whole / 60) % 60)}:${part(whole % 60)}`
}
