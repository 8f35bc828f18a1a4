import type { Bytes } from '../drivers/hal/bytes.ts'
import { utf8Length } from '../drivers/hal/utf8.ts'
import { NODE_LIMIT, PERIOD, PERIOD_LEAST, PERIOD_MOST, PORT_MOST, SCD30_SHORTEST } from './ranges.ts'
import { TOPIC_ROOT } from './topics.ts'

/** ppm; MH-Z19B 1.5 and the data sheets of its family. For the full stop see drivers/mh-z19/mh-z19-judge.ts. */
export const MH_Z19_RANGES = ',1000,2000,3000,5000,10000,.'

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

/** What an SCD30 is to have stored: s, m, hPa and deg C. What is not there is left as it is found, but for the interval. */
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

/**
 * Whether `value` is of this kind: o object, b true or false, d number, i whole number, g range of an MH-Z19, p pin (minimum and maximum bound the number);
 * n node name, h host, r root of topics, v what becomes of samples, t text, l text that needs no escape in JSON, s secret and no placeholder, w password of
 * a network or empty (they bound the length).
 */
function fits(kind: string, minimum: number, maximum: number, value: unknown): boolean {
  return kind === 'o' ? typeof value === 'object' && value !== null && !Array.isArray(value)
    : kind === 'b' ? typeof value === 'boolean'
      : typeof value === 'number' ? numberFits(kind, minimum, maximum, value)
        : typeof value === 'string' && kind !== 'i' && kind !== 'd' && kind !== 'g' && textFits(kind, minimum, maximum, value)
}

function numberFits(kind: string, minimum: number, maximum: number, value: number): boolean {
  if (value < minimum || value > maximum) return false
  return kind === 'd' || (kind === 'i' && value % 1 === 0) || (kind === 'g' && MH_Z19_RANGES.indexOf(`,${value},`) >= 0)
}

function textFits(kind: string, minimum: number, maximum: number, value: string): boolean {
  if (kind === 'p') return isPin(value, minimum, maximum)
  if (kind === 'v') return value === 'oldest' || value === 'decimate'
  if (value.length < minimum || value.length > maximum) return kind === 'w' && value === ''
  return kind === 'n' ? /^[-a-z0-9]+$/.test(value)
    : kind === 'h' ? /^[-A-Za-z0-9.:]+$/.test(value)
      : isText(value, kind === 'l' || kind === 'r') && !(kind === 's' && isPlaceholder(value)) && !(kind === 'r' && /[+#]|^[$]|^\/|\/$|\/\//.test(value))
}

function isPin(value: string, minimum: number, maximum: number): boolean {
  const pin = value.length < 4 && /^D[0-9]+$/.test(value) ? parseInt(value.slice(1), 10) : -1
  return value === `D${pin}` && pin >= minimum && pin <= maximum && (pin < 6 || pin > 11)
}

/** Whether a secret of ours or of the broker is one that everybody knows. A network's password is what it is. */
export function isPlaceholder(value: string): boolean {
  // The interpreter finds the beginning of a text at the end of another: a last character that no text has prevents it.
  return value === value.charAt(0).repeat(value.length) || ',changeme,password,secret,test,example,\n'.indexOf(`,${value.toLowerCase()},`) >= 0
}

/** Whether `value` is UTF-8 without control characters; `plain`: and without what JSON escapes. */
function isText(value: Bytes, plain: boolean): boolean {
  let size = 1
  for (let i = 0; i < value.length; i += size) {
    const byte = value.charCodeAt(i)
    size = utf8Length(value, i)
    if (!size || byte < 0x20 || byte === 0x7f || (byte === 0xc2 && value.charCodeAt(i + 1) < 0xa0) || (plain && (byte === 0x22 || byte === 0x5c))) return false
  }
  return true
}

/** The settings, a row for each: path, kind, minimum, maximum, and a default: '?' for none, '=' for the empty text, '{' for an object. Without one it is required. */
export function settingRows(node: string): string {
  let rows = '| o 0 0|node n 1 ' + NODE_LIMIT + ' ' + node + '|location l 0 64 =|period i ' + PERIOD_LEAST + ' ' + PERIOD_MOST + ' ' + PERIOD +
    '|wifi o 0 0|wifi.network t 1 32|wifi.password w 8 63' +
    '|broker o 0 0|broker.host h 1 253|broker.port i 1 ' + PORT_MOST + ' 1883|broker.user t 1 64 ?|broker.password s 1 128 ?' +
    '|broker.keepAlive i 10 1200 60|broker.cleanSession b 0 0 ?|broker.inFlight i 1 4 ?|broker.maxQos i 1 2 2|broker.qos i 0 2 1|broker.root r 1 40 ' + TOPIC_ROOT + '|time o 0 0 ?|time.server h 1 253|time.port i 1 ' + PORT_MOST + ' 123' +
    '|backlog o 0 0 {|backlog.samples i 16 512 64|backlog.overflow v 0 0 oldest|sensors o 0 0|sensors.scd30 o 0 0 ?|sensors.scd30.sda p 0 33|sensors.scd30.scl p 0 33' +
    '|sensors.scd30.interval i ' + SCD30_SHORTEST + ' 1800 ?|sensors.scd30.selfCalibration b 0 0 ?|sensors.scd30.temperatureOffset d 0 25 ?' +
    '|sensors.scd30.altitude i 0 65535 ?|sensors.scd30.pressure i 700 1400 ?' +
    '|sensors.mh-z19 o 0 0 ?|sensors.mh-z19.tx p 0 33|sensors.mh-z19.rx p 0 39|sensors.mh-z19.selfCalibration b 0 0 ?|sensors.mh-z19.range g 1000 10000 ?' +
    '|sensors.ds18b20 o 0 0 ?|sensors.ds18b20.pin p 0 33|sensors.ds18b20.resolution i 9 12 ?'
  for (const sensor of ['scd30', 'mh-z19', 'ds18b20']) {
    rows += '|sensors.' + sensor + '.power p 0 33 ?|sensors.' + sensor + '.powerLevel i 0 1 ?'
  }
  return rows
}

/** What a setting takes that was refused, from the cells of its row. */
export function expectation(cells: string[]): string {
  const kind = cells[1]
  const range = `${cells[2]} to ${cells[3]}`
  return kind === 'o' ? 'an object'
    : kind === 'b' ? 'true or false'
      : kind === 'i' || kind === 'd' ? (kind === 'i' ? 'a whole number' : 'a number') + ' from ' + range
      : kind === 'g' ? 'one of ' + MH_Z19_RANGES.slice(1, -2)
        : kind === 'p' ? `a pin from D${cells[2]} to D${cells[3]} but D6 to D11, each pin once`
          : kind === 'v' ? '"oldest" or "decimate"'
            : kind === 'h' ? `a host name or address of ${range} characters`
            : range + (
              kind === 'n' ? ' of the characters a-z, 0-9 and -'
              : kind === 's' ? ' bytes and no placeholder'
              : kind === 'w' ? ' bytes, or "" for an open network'
              : ' bytes of UTF-8 without control characters' + (kind === 'l' ? ', " and \\' : kind === 'r' ? ', ", \\, + and #: levels with one / between, and no $ in front' : '')
            )
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

/** What settings that are right one by one cannot be together, a sentence each that begins with a setting. They may still lack what has a default. */
export function contradictions(settings: Record<string, unknown>): string[] {
  const broker = settings.broker as BrokerSettings
  const sensors = settings.sensors as SensorSettings
  const scd30 = sensors.scd30
  const period = settings.period as number
  const found: string[] = []
  if (scd30 && period < SCD30_SHORTEST) found.push('period: ' + period + ' is refused; it takes ' + SCD30_SHORTEST + ' to ' + PERIOD_MOST + ' with an SCD30, whose shortest interval is ' + SCD30_SHORTEST + ' s')
  if (scd30 && scd30.interval! > Math.max((period || PERIOD) / 2, SCD30_SHORTEST)) found.push('sensors.scd30.interval: ' + scd30.interval + ' is refused; it takes ' + SCD30_SHORTEST + ', or up to half of the period, so that every sample finds a measurement')
  if (broker.password !== undefined && broker.user === undefined) found.push('broker.user is missing; broker.password needs it')
  if (broker.qos > 1 && broker.maxQos === 1) found.push('broker.qos: 2 is refused; broker.maxQos is 1')
  if (broker.qos > 1 && broker.cleanSession) found.push('broker.cleanSession: true is refused; broker.qos 2 needs a session that is kept')
  if (Object.keys(sensors).length === 0) found.push('sensors: {} is refused; it takes one or more of scd30, mh-z19 and ds18b20')
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
  return contradictions(settings)[0] || parsed as NodeSettings
}
