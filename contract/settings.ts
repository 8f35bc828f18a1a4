import type { Bytes } from '../drivers/hal/bytes.ts'
import { NODE_LIMIT, PERIOD_LEAST, PERIOD_MOST, PORT_MOST } from './ranges.ts'

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

/** The sensors wired to the board, with their pins (`D21`). */
export interface SensorSettings {
  scd30?: { sda: string, scl: string } & SupplySettings
  'mh-z19'?: { tx: string, rx: string } & SupplySettings
  ds18b20?: { pin: string } & SupplySettings
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
 * Whether `value` is of this kind: o object, b true or false, i whole number, p pin (minimum and maximum bound the number); n node
 * name, h host, v what becomes of samples, t text, l text that needs no escape in JSON, s secret, w secret or empty (they bound the length).
 */
function fits(kind: string, minimum: number, maximum: number, value: unknown): boolean {
  if (kind === 'o') return typeof value === 'object' && value !== null && !Array.isArray(value)
  if (kind === 'b') return typeof value === 'boolean'
  if (kind === 'i') return typeof value === 'number' && value >= minimum && value <= maximum && value % 1 === 0
  if (typeof value !== 'string') return false
  if (kind === 'v') return value === 'oldest' || value === 'decimate'
  if (kind === 'p') {
    const pin = value.length < 4 && /^D[0-9]+$/.test(value) ? parseInt(value.slice(1), 10) : -1
    return value === `D${pin}` && pin >= minimum && pin <= maximum && (pin < 6 || pin > 11)
  }
  if (kind === 'w' && value === '') return true
  if (value.length < minimum || value.length > maximum) return false
  if (kind === 'n') return /^[-a-z0-9]+$/.test(value)
  if (kind === 'h') return /^[-A-Za-z0-9.:]+$/.test(value)
  if (kind === 's' || kind === 'w') {
    if (value === value.charAt(0).repeat(value.length)) return false
    // The interpreter finds the beginning of a text at the end of another: a last character that no text has prevents it.
    if (',changeme,password,secret,test,example,\n'.indexOf(`,${value.toLowerCase()},`) >= 0) return false
  }
  // Well-formed UTF-8 (RFC 3629, section 4) without control characters.
  let lead = 0
  let following = 0
  for (let i = 0; i < value.length; i++) {
    const byte = value.charCodeAt(i)
    if (following > 0) {
      const low = lead === 0xc2 || lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80
      const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf
      if (byte < low || byte > high) return false
      lead = 0
      following--
    } else {
      if (byte < 0x20 || byte === 0x7f || byte > 0xf4 || (byte > 0x7f && byte < 0xc2)) return false
      if (kind === 'l' && (byte === 0x22 || byte === 0x5c)) return false
      lead = byte
      following = byte < 0x80 ? 0 : byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3
    }
  }
  return following === 0
}

/**
 * Checks parsed settings, fills in what has a default and returns them (the same object), or a sentence with field,
 * value and range. A secret's value is never in it. Strings are `Bytes`: a host reads the file as latin1 before parsing.
 * `node` is the name for a node that has none, the last six digits of its MAC address.
 */
export function readSettings(parsed: unknown, node: string): NodeSettings | string {
  // Path, kind, minimum, maximum, and a default: '?' for none, '=' for the empty text, '{' for an object. Without one it is required.
  let fields = '| o 0 0|node n 1 ' + NODE_LIMIT + '|location l 0 64 =|period i ' + PERIOD_LEAST + ' ' + PERIOD_MOST + ' 10' +
    '|wifi o 0 0|wifi.network t 1 32|wifi.password w 8 63' +
    '|broker o 0 0|broker.host h 1 253|broker.port i 1 ' + PORT_MOST + ' 1883|broker.user t 1 64 ?|broker.password s 1 128 ?' +
    '|broker.keepAlive i 10 1200 60|broker.cleanSession b 0 0 ?|broker.inFlight i 1 4 ?|time o 0 0 ?|time.server h 1 253|time.port i 1 ' + PORT_MOST + ' 123' +
    '|backlog o 0 0 {|backlog.samples i 16 512 64|backlog.overflow v 0 0 oldest|sensors o 0 0|sensors.scd30 o 0 0 ?|sensors.scd30.sda p 0 33' +
    '|sensors.scd30.scl p 0 33|sensors.mh-z19 o 0 0 ?|sensors.mh-z19.tx p 0 33|sensors.mh-z19.rx p 0 39' +
    '|sensors.ds18b20 o 0 0 ?|sensors.ds18b20.pin p 0 33'
  for (const sensor of ['scd30', 'mh-z19', 'ds18b20']) {
    fields += '|sensors.' + sensor + '.power p 0 33 ?|sensors.' + sensor + '.powerLevel i 0 1 ?'
  }
  if (!fits('o', 0, 0, parsed)) return 'the settings are refused; they are one JSON object'
  const settings = parsed as Record<string, unknown>
  if (settings.node === undefined) settings.node = node
  let pins = ','
  for (const row of fields.slice(1).split('|')) {
    const cells = row.split(' ')
    const path = cells[0]
    const kind = cells[1]
    const steps = path.split('.')
    const name = steps[steps.length - 1]
    let group: Record<string, unknown> | undefined = settings
    for (let i = 0; i < steps.length - 1; i++) group = group && (group[steps[i]] as Record<string, unknown> | undefined)
    if (group === undefined) continue
    const value = path ? group[name] : settings
    let problem = ''
    if (value === undefined && cells[4]) {
      const given = cells[4]
      if (given !== '?') group[name] = given === '=' ? '' : given === '{' ? {} : kind === 'v' ? given : parseInt(given, 10)
    } else if (value === undefined) {
      problem = ' is missing'
    } else if (!fits(kind, parseInt(cells[2], 10), parseInt(cells[3], 10), value)) {
      const shown = typeof value === 'string' ? JSON.stringify(value.slice(0, 32)) : `${value}`
      problem = (kind === 's' || kind === 'w' ? '' : typeof value === 'object' ? ': a list, an object or null' : `: ${shown}`) + ' is refused'
    } else if (kind === 'o') {
      for (const key of Object.keys(value as object)) {
        const field = path ? `${path}.${key}` : key
        if (/[ .]/.test(key) || fields.indexOf(`|${field} `) < 0) return `${field.slice(0, 64)} is not a setting` // eslint-disable-line breva/partial-match -- what is sought has its only blank at the end
      }
    } else if (kind === 'p') {
      if (`${pins}.`.indexOf(`,${value},`) >= 0) problem = `: ${value} is in use already`
      pins += `${value},`
    }
    if (problem) {
      const range = `${cells[2]} to ${cells[3]}`
      return `${path}${problem}; it takes ` + (
        kind === 'o' ? 'an object'
        : kind === 'b' ? 'true or false'
        : kind === 'i' ? `a whole number from ${range}`
        : kind === 'p' ? `a pin from D${cells[2]} to D${cells[3]} but D6 to D11, each pin once`
        : kind === 'v' ? '"oldest" or "decimate"'
        : kind === 'n' ? `${range} of the characters a-z, 0-9 and -`
        : kind === 'h' ? `a host name or address of ${range} characters`
        : kind === 'l' ? `${range} bytes of UTF-8 without control characters, " and \\`
        : kind === 't' ? `${range} bytes of UTF-8 without control characters`
        : `${range} bytes and no placeholder` + (kind === 'w' ? ', or "" for an open network' : '')
      )
    }
  }
  const broker = settings.broker as BrokerSettings
  if (broker.password !== undefined && broker.user === undefined) return 'broker.user is missing; broker.password needs it'
  if (Object.keys(settings.sensors as object).length === 0) {
    return 'sensors: {} is refused; it takes one or more of scd30, mh-z19 and ds18b20'
  }
  return parsed as NodeSettings
}
