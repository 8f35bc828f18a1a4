import type { Bytes } from '../drivers/hal/bytes.ts'
import { NODE_LIMIT, PERIOD, PERIOD_LEAST, PERIOD_MOST, PORT_MOST, SCD30_SHORTEST } from './ranges.ts'
import { contradictions, type Together } from './setting-contradictions.ts'
import { expectation, fits } from './setting-kinds.ts'
import { TOPIC_ROOT } from './topics.ts'

/** The access point. */
export interface WifiSettings {
  network: Bytes
  /** Empty for an open network. */
  password: Bytes
}

/** The MQTT broker and our account there. */
export interface BrokerSettings {
  host: string
  port: number
  user?: Bytes
  password?: Bytes
  /** Seconds. */
  keepAlive: number
  /** False: the session outlives a connection. */
  cleanSession?: boolean
  /** Messages that may wait for their acknowledgement. */
  inFlight?: number
  /** The highest QoS that the broker takes. */
  maxQos: number
  /** Of readings. */
  qos: number
  /** What stands before the node's name in every topic. */
  root: Bytes
}

/** Where the date comes from. */
export interface TimeSettings {
  /** An SNTP server. */
  server: string
  port: number
}

/** The pin that switches a sensor's supply, where one does, and the level that is on (1 without it). */
interface SupplySettings {
  power?: string
  powerLevel?: number
}

/** What an SCD30 is to have stored: s, m, hPa and deg C. What they do not name is left as it is found, but for the interval. */
export interface Scd30Options {
  interval?: number
  selfCalibration?: boolean
  temperatureOffset?: number
  altitude?: number
  pressure?: number
}

/** What an MH-Z19 is to have stored. `range` in ppm. */
export interface MhZ19Options {
  selfCalibration?: boolean
  range?: number
}

/** The sensors wired to the board, with their pins (`D21`). */
export interface SensorSettings {
  scd30?: { sda: string, scl: string } & Scd30Options & SupplySettings
  'mh-z19'?: { tx: string, rx: string } & MhZ19Options & SupplySettings
  /** `resolution` in bits. */
  ds18b20?: { pin: string, resolution?: number } & SupplySettings
}

/** What becomes of samples that cannot be delivered. */
export interface BacklogSettings {
  /** How many are kept in memory. */
  samples: number
  /** When there is no more room: `oldest` drops the oldest, `decimate` every other one of the oldest. */
  overflow: string
}

/** What makes one node different from another; `docs/settings.md` explains each field. */
export interface NodeSettings {
  node: string
  location: Bytes
  /** Seconds between two samples. */
  period: number
  wifi: WifiSettings
  broker: BrokerSettings
  /** Without it the node asks no time server. */
  time?: TimeSettings
  backlog: BacklogSettings
  sensors: SensorSettings
}

/** The row of an object, and those of its fields, whose paths begin with its own. */
function withFields(row: string, fields: string): string {
  return '|' + row + fields.split('|').join('|' + row.slice(0, row.indexOf(' ')) + '.')
}

/** The settings, a row for each: path, kind, minimum, maximum, and a default: '?' for none, '=' for the empty text, '{' for an object. Without one it is required. */
export function settingRows(node: string): string {
  const supply = '|power p 0 33 ?|powerLevel i 0 1 ?'
  return '| o 0 0|node n 1 ' + NODE_LIMIT + ' ' + node + '|location l 0 64 =|period i ' + PERIOD_LEAST + ' ' + PERIOD_MOST + ' ' + PERIOD +
    withFields('wifi o 0 0', '|network t 1 32|password w 8 63') +
    withFields('broker o 0 0', '|host h 1 253|port i 1 ' + PORT_MOST + ' 1883|user t 1 64 ?|password s 1 128 ?|keepAlive i 10 1200 60|cleanSession b 0 0 ?|' +
      'inFlight i 1 4 ?|maxQos i 1 2 2|qos i 0 2 1|root r 1 40 ' + TOPIC_ROOT) +
    withFields('time o 0 0 ?', '|server h 1 253|port i 1 ' + PORT_MOST + ' 123') +
    withFields('backlog o 0 0 {', '|samples i 16 512 64|overflow v 6 8 oldest') + '|sensors o 0 0' +
    withFields('sensors.scd30 o 0 0 ?', '|sda p 0 33|scl p 0 33|interval i ' + SCD30_SHORTEST + ' 1800 ?|selfCalibration b 0 0 ?|temperatureOffset d 0 25 ?|' +
      'altitude i 0 65535 ?|pressure i 700 1400 ?' + supply) +
    withFields('sensors.mh-z19 o 0 0 ?', '|tx p 0 33|rx p 0 39|selfCalibration b 0 0 ?|range g 1000 10000 ?' + supply) +
    withFields('sensors.ds18b20 o 0 0 ?', '|pin p 0 33|resolution i 9 12 ?' + supply)
}

/** Why a value is refused. A secret is not shown. */
function refusal(kind: string, value: unknown): string {
  const shown = typeof value === 'string' ? JSON.stringify(value.slice(0, 32)) : `${value as string}`
  return (kind === 's' || kind === 'w' ? '' : typeof value === 'object' ? ': a list, an object or null' : ': ' + shown) + ' is refused'
}

/** The object that the steps lead to, undefined where the settings have none. */
export function groupOf(settings: Record<string, unknown>, steps: string[]): Record<string, unknown> | undefined {
  let group: Record<string, unknown> | undefined = settings
  for (const step of steps) group = group && (group[step] as Record<string, unknown> | undefined)
  return group
}

/** What is wrong with a value, empty if nothing is. `pins` are in use already, each between commas. */
export function problemOf(cells: string[], value: unknown, pins: string): string {
  if (value === undefined) return ' is missing'
  if (!fits(cells[1], parseInt(cells[2], 10), parseInt(cells[3], 10), value)) return refusal(cells[1], value)
  return cells[1] === 'p' && `${pins}.`.indexOf(`,${value as string},`) >= 0 ? `: ${value as string} is in use already` : ''
}

/** The first key of an object that no row names, as a sentence; empty if there is none. */
function unknownKey(cells: string[], value: unknown, rows: string): string {
  const path = cells[0]
  if (cells[1] !== 'o') return ''
  for (const key of Object.keys(value as object)) {
    const field = path ? `${path}.${key}` : key
    if (/[ .]/.test(key) || rows.indexOf(`|${field} `) < 0) return `${field.slice(0, 64)} is not a setting` // eslint-disable-line breva/partial-match -- what is sought has its only blank at the end
  }
  return ''
}

/** The value that a row gives where the settings give none. */
function defaultOf(kind: string, given: string): unknown {
  return given === '=' ? '' : given === '{' ? {} : kind === 'i' ? parseInt(given, 10) : given
}

/** What is wrong with settings that are right one by one, a sentence each that begins with a setting. */
export function problemsTogether(settings: Record<string, unknown>): string[] {
  const found = contradictions(settings as unknown as Together)
  if (Object.keys(settings.sensors as object).length === 0) found.push('sensors: {} is refused; it takes one or more of scd30, mh-z19 and ds18b20')
  return found
}

/**
 * Checks parsed settings, fills in what has a default and returns them (the same object), or a sentence with field,
 * value and range. A secret's value is never in it. Strings are `Bytes`: a host reads the file as latin1 before parsing.
 * `node` is the name for a node that has none, the last six digits of its MAC address.
 */
export function readSettings(parsed: unknown, node: string): NodeSettings | string {
  if (!fits('o', 0, 0, parsed)) return 'the settings are refused; they are one JSON object'
  const settings = parsed as Record<string, unknown>
  const rows = settingRows(node)
  let pins = ','
  for (const row of rows.slice(1).split('|')) {
    const cells = row.split(' ')
    const path = cells[0]
    const steps = path.split('.')
    const name = steps.pop()!
    const group = groupOf(settings, steps)
    if (!group) continue
    const value = path ? group[name] : settings
    if (value === undefined && cells[4]) {
      if (cells[4] !== '?') group[name] = defaultOf(cells[1], cells[4])
      continue
    }
    const problem = problemOf(cells, value, pins)
    if (problem) return path + problem + '; it takes ' + expectation(cells)
    const unknown = unknownKey(cells, value, rows)
    if (unknown) return unknown
    if (cells[1] === 'p') pins += `${value as string},`
  }
  const wrong = problemsTogether(settings)
  return wrong.length > 0 ? wrong[0] : parsed as NodeSettings
}
