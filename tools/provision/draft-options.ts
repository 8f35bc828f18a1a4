import { readFileSync } from 'node:fs'
import { parseBrokerAddress } from '../../cli/broker-address.ts'
import { CommandError } from '../../cli/command-error.ts'
import { USAGE } from '../../cli/exit-code.ts'
import { printable } from '../../cli/printable.ts'
import { SENSORS } from '../settings/questions.ts'
import { checkPath, put, putText, valueAt, type Draft } from './setting-values.ts'

/** Options of a command line that are settings of a node. */
export interface DraftArguments {
  from?: string
  location?: string
  period?: string
  wifi?: string
  broker?: string
  root?: string
  time?: string
  sensor: string[]
}

/** Whether the command line says anything of the settings, so that nobody needs to be asked. */
export function saysSettings({ sensor, ...others }: DraftArguments): boolean {
  const { from, location, period, wifi, broker, root, time } = others
  return sensor.length > 0 || [from, location, period, wifi, broker, root, time].some(given => given !== undefined)
}

/** `before`, then the file of `--from`, then the other options, each over the one before. Throws a `CommandError` with USAGE. */
export function readDraft(given: DraftArguments, wifiPassword: string | undefined, before: Draft = {}): Draft {
  const draft = given.from === undefined ? structuredClone(before) : template(given.from)
  for (const [path, text] of [['location', given.location], ['period', given.period], ['wifi.network', given.wifi], ['broker.root', given.root], ['time.server', given.time]] as const) {
    if (text !== undefined) putText(draft, path, text)
  }
  if (wifiPassword !== undefined) put(draft, 'wifi.password', wifiPassword)
  if (given.broker !== undefined) putBroker(draft, given.broker)
  for (const sensor of given.sensor) putSensor(draft, sensor)
  return draft
}

function template(path: string): Draft {
  let settings: unknown
  try {
    settings = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new CommandError(`The file ${printable(path)} of --from ${code === undefined ? 'is not JSON; see: breva settings check' : `cannot be read (${code}); check the path`}.`, USAGE)
  }
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings)) throw new CommandError(`The file ${printable(path)} of --from is not one JSON object.`, USAGE)
  for (const account of ['broker.user', 'broker.password']) if (valueAt(settings as Draft, account) !== undefined) checkPath(account, printable(path))
  return settings as Draft
}

function putBroker(draft: Draft, url: string): void {
  const { host, port, user, tls } = parseBrokerAddress(url)
  if (tls) throw new CommandError('--broker is mqtts://, and a node speaks no TLS: give the address that the node uses, as mqtt://192.168.1.10:1883. docs/tls.md shows a bridge.', USAGE)
  if (user !== undefined) throw new CommandError('--broker names a user, and the account of a node is made by this command: leave it out.', USAGE)
  put(draft, 'broker.host', host)
  put(draft, 'broker.port', port)
}

/** `scd30`, or `scd30:sda=D21,scl=D22`; without pins those of docs/hardware.md. */
function putSensor(draft: Draft, text: string): void {
  const [name, given = ''] = text.split(/:(.*)/)
  const known = SENSORS.find(({ sensor }) => sensor === name)
  if (!known) throw new CommandError(`--sensor ${printable(text.slice(0, 40))}: there is no such sensor. There are ${SENSORS.map(({ sensor }) => sensor).join(', ')}.`, USAGE)
  for (const { path, given: pin } of known.pins) put(draft, path, pin)
  for (const pair of given === '' ? [] : given.split(',')) {
    const [key, value = ''] = pair.split('=')
    const path = `sensors.${name}.${key}`
    checkPath(path, '--sensor')
    putText(draft, path, value)
  }
}
