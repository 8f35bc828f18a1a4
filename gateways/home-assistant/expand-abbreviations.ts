/** The short keys of discovery that sensors and binary sensors know, by Home Assistant's documentation of MQTT discovery. */
const KEYS: Record<string, string> = {
  avty: 'availability', avty_mode: 'availability_mode', avty_t: 'availability_topic',
  cmd_t: 'command_topic', cmps: 'components', def_ent_id: 'default_entity_id', dev: 'device', dev_cla: 'device_class',
  e: 'encoding', en: 'enabled_by_default', ent_cat: 'entity_category', ent_pic: 'entity_picture', exp_aft: 'expire_after',
  frc_upd: 'force_update', ic: 'icon',
  o: 'origin', obj_id: 'object_id', off_dly: 'off_delay', p: 'platform',
  pl_avail: 'payload_available', pl_not_avail: 'payload_not_available', pl_off: 'payload_off', pl_on: 'payload_on',
  stat_cla: 'state_class', stat_t: 'state_topic', sug_dsp_prc: 'suggested_display_precision', t: 'topic', uniq_id: 'unique_id',
  unit_of_meas: 'unit_of_measurement', val_tpl: 'value_template'
}

const DEVICE_KEYS: Record<string, string> = {
  cns: 'connections', cu: 'configuration_url', hw: 'hw_version', ids: 'identifiers', mdl: 'model', mf: 'manufacturer',
  sa: 'suggested_area', sn: 'serial_number', sw: 'sw_version'
}

const ORIGIN_KEYS: Record<string, string> = { sw: 'sw_version', url: 'support_url' }

type Mapping = Record<string, unknown>

const isMapping = (value: unknown): value is Mapping => typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * A discovery message with the long form of each key, as Home Assistant reads it. What is no mapping stays as it is.
 * Throws an Error that names a key given both short and long, or one that no object may have.
 */
export function expandAbbreviations(payload: unknown): unknown {
  const root = expanded(payload, KEYS)
  if (!isMapping(root)) return root
  if ('device' in root) root['device'] = expanded(root['device'], DEVICE_KEYS)
  if ('origin' in root) root['origin'] = expanded(root['origin'], ORIGIN_KEYS)
  expandAvailability(root)
  if (!isMapping(root['components'])) return root
  root['components'] = Object.fromEntries(Object.entries(root['components']).map(([name, component]) => {
    const long = expanded(component, KEYS, ` in components.${name}`)
    if (isMapping(long)) expandAvailability(long)
    return [name, long]
  }))
  return root
}

function expandAvailability(of: Mapping): void {
  const list = of['availability']
  if (Array.isArray(list)) of['availability'] = list.map(one => expanded(one, KEYS))
}

/** `where` ends the sentence of a refusal. */
function expanded(value: unknown, names: Record<string, string>, where = ''): unknown {
  if (!isMapping(value)) return value
  const long: Mapping = {}
  for (const [key, content] of Object.entries(value)) {
    const name = Object.hasOwn(names, key) ? names[key] : key
    // As a member of `long` it would be no member.
    if (key === '__proto__') throw new Error(`Unrecognized key: "__proto__"${where}`)
    if (Object.hasOwn(long, name)) throw new Error(`${name} is given twice, short and long${where}`)
    long[name] = content
  }
  return long
}
