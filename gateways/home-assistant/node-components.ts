import type { SensorInfo } from '../../contract/info.ts'
import { STATUS_OFFLINE, STATUS_ONLINE } from '../../contract/status-word.ts'
import { TOPIC_ROOT } from '../../contract/topics.ts'
import { CO2_DECIMALS, CO2_UNIT, HUMIDITY_DECIMALS, HUMIDITY_UNIT, TEMPERATURE_UNIT } from '../../contract/units.ts'
import { deviceId, type ShortComponent } from './discovery-message.ts'
import { entitySlug } from './entity-slug.ts'
import type { KnownNode } from './heard-node.ts'
import { healthTopic, sensorStatusTopic, statusTopic } from './node-topics.ts'

/** A temperature is published with two decimals, of which the second is noise. */
const SHOWN_OF_TEMPERATURE = 1

const QUANTITIES = [
  { key: 'co2', name: 'CO2', dev_cla: 'carbon_dioxide', unit: CO2_UNIT, decimals: CO2_DECIMALS },
  { key: 'temperature', name: 'Temperature', dev_cla: 'temperature', unit: TEMPERATURE_UNIT, decimals: SHOWN_OF_TEMPERATURE },
  { key: 'humidity', name: 'Humidity', dev_cla: 'humidity', unit: HUMIDITY_UNIT, decimals: HUMIDITY_DECIMALS }
] as const

/** To the minute: the clock is set now and then, and would move a start by milliseconds with each sample. */
const RESTART = '{{ ((as_timestamp(value_json.time) - value_json.uptime / 1000) // 60 * 60) | timestamp_utc if value_json.time else None }}'

/** The components of a node by name: what its latest sample has, and how the node itself is. `expiry` in seconds. */
export function nodeComponents(heard: KnownNode, expiry: number): Record<string, ShortComponent> {
  const { root, node, latest } = heard
  const house = root === TOPIC_ROOT ? '' : entitySlug(root)
  const home = [house, entitySlug(latest.location) || entitySlug(node)].filter(part => part !== '').join('_')
  const one = (p: ShortComponent['p'], id: string, name: string, rest: object): ShortComponent =>
    ({ p, uniq_id: `${deviceId(heard)}_${id}`, def_ent_id: `${p}.breva_${home}_${id}`, name, qos: 1, ...rest })
  const made: Record<string, ShortComponent> = {}
  for (const { key, name, dev_cla, unit, decimals } of QUANTITIES) {
    if (!(key in latest)) continue
    const val_tpl = `{{ value_json.${key} }}`
    made[key] = one('sensor', key, name, { dev_cla, unit_of_meas: unit, stat_cla: 'measurement', sug_dsp_prc: decimals, val_tpl, exp_aft: expiry, ...reachable(heard, onlySource(heard, key)) })
  }
  for (const rom of Object.keys(latest.probes ?? {})) {
    const val_tpl = `{{ value_json.probes.get('${rom}') }}`
    made[`probe_${rom}`] = one('sensor', rom, probeName(rom), {
      dev_cla: 'temperature', unit_of_meas: TEMPERATURE_UNIT, stat_cla: 'measurement', sug_dsp_prc: SHOWN_OF_TEMPERATURE, val_tpl, exp_aft: expiry, ...reachable(heard, rom)
    })
  }
  made['restart'] = one('sensor', 'restart', 'Last restart', { dev_cla: 'timestamp', ent_cat: 'diagnostic', val_tpl: RESTART })
  made['rssi'] = one('sensor', 'rssi', 'Signal', {
    dev_cla: 'signal_strength', unit_of_meas: 'dBm', stat_cla: 'measurement', ent_cat: 'diagnostic', stat_t: healthTopic(heard), val_tpl: '{{ value_json.rssi }}'
  })
  // Older nodes have no list of alerts.
  if (!latest.alerts) return made
  if ('co2' in latest) made['alert'] = one('binary_sensor', 'alert_co2', 'CO2 alert', { dev_cla: 'problem', val_tpl: `{{ 'ON' if 'co2' in value_json.alerts else 'OFF' }}` })
  made['alerts'] = one('binary_sensor', 'alerts', 'Any alert', { dev_cla: 'problem', val_tpl: `{{ 'ON' if value_json.alerts else 'OFF' }}` })
  return made
}

/** The last digits of a ROM are a checksum, and those before it are alike in many probes. */
function probeName(rom: string): string {
  return `Probe ${rom.slice(2, 8)}`
}

/** The sensor that measures `key`; undefined where several do, as each of them may fail then. */
function onlySource({ info }: KnownNode, key: string): string | undefined {
  const sources = Object.entries(info.sensors).filter(([, told]) => 'range' in told && !isBus(told) && key in told.range).map(([name]) => name)
  return sources.length === 1 ? sources[0] : undefined
}

/** The temperature of a 1-Wire bus is that of its probes. */
function isBus(told: SensorInfo): boolean {
  return told.bus !== undefined
}

/** Of a value that needs a sensor: node and sensor have to be online. Without a sensor, what is said at the root holds. */
function reachable(heard: KnownNode, sensor: string | undefined): object {
  if (sensor === undefined || !heard.sensors.has(sensor)) return {}
  return { avty: [statusTopic(heard), sensorStatusTopic(heard, sensor)].map(t => ({ t, pl_avail: STATUS_ONLINE, pl_not_avail: STATUS_OFFLINE })) }
}
