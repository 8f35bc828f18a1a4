import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildDiscovery } from '../../../gateways/home-assistant/build-discovery.ts'
import { checkDiscovery } from '../../../gateways/home-assistant/check-discovery.ts'
import { discoveryTopic } from '../../../gateways/home-assistant/discovery-message.ts'
import { expandAbbreviations } from '../../../gateways/home-assistant/expand-abbreviations.ts'
import { heardNode } from '../../support/heard-node.ts'

type Json = Record<string, any> // eslint-disable-line @typescript-eslint/no-explicit-any

const HEARD = heardNode()
const TOPIC = discoveryTopic('homeassistant', HEARD)
const VALID = JSON.stringify(buildDiscovery(HEARD, 30))
const NAMES = Object.keys(buildDiscovery(HEARD, 30).cmps)
const SENSORS = NAMES.filter(name => buildDiscovery(HEARD, 30).cmps[name].p === 'sensor')
const WITH_UNIT = SENSORS.filter(name => name !== 'restart')

const problems = (payload: unknown): string[] => checkDiscovery(TOPIC, payload, HEARD)

function mutated(change: (payload: Json) => void): string[] {
  const payload = JSON.parse(VALID) as Json
  change(payload)
  return problems(payload)
}

/** Puts a member there as parsed JSON has it, whatever it is called. */
function put(holder: Json, key: string, value: unknown): void {
  Object.defineProperty(holder, key, { value, enumerable: true, writable: true, configurable: true })
}

/** A change of one component that breaks a rule. */
interface Mutation {
  rule: string
  of: string[]
  change: fc.Arbitrary<(component: Json) => void>
}

const sets = (key: string, values: fc.Arbitrary<unknown>): Mutation['change'] => values.map(value => component => { put(component, key, value) })
const junk = fc.oneof(fc.constant(null), fc.boolean(), fc.constant({}), fc.constant([]), fc.double().map(number => [number]))
const elsewhere = fc.oneof(
  fc.constantFrom('state', 'breva/other/state', 'breva/a1b2c3', 'breva/a1b2c3/State', 'breva/a1b2c3/history', '/breva/a1b2c3/state'),
  fc.string({ minLength: 1 }),
  fc.constantFrom('breva/+/state', 'breva/#', '', 'a\0b')
)

const MUTATIONS: Mutation[] = [
  { rule: 'an unknown key', of: NAMES, change: fc.tuple(fc.stringMatching(/^[a-z_]{1,12}$/).filter(key => !/^(e|en|ic|p|o|t|icon|name|qos)$/.test(key) && !VALID.includes(`"${key}"`)), fc.oneof(junk, fc.string())).map(([key, value]) => component => { put(component, key, value) }) },
  { rule: 'the ignored object_id', of: NAMES, change: sets('obj_id', fc.constantFrom('co2', 'breva_bedroom_co2')) },
  { rule: 'what only the root may have', of: NAMES, change: fc.constantFrom('dev', 'o', 'cmps').map(key => component => { component[key] = {} }) },
  { rule: 'a missing key', of: NAMES, change: fc.constantFrom('p', 'uniq_id', 'def_ent_id', 'qos', 'val_tpl').map(key => component => { Reflect.deleteProperty(component, key) }) },
  { rule: 'a platform of no ours', of: NAMES, change: sets('p', fc.oneof(junk, fc.string().filter(text => !['sensor', 'binary_sensor'].includes(text)))) },
  { rule: 'the other platform', of: NAMES, change: fc.constant(component => { component['p'] = component['p'] === 'sensor' ? 'binary_sensor' : 'sensor' }) },
  { rule: 'an id of another device', of: NAMES, change: sets('uniq_id', fc.oneof(junk, fc.string().filter(text => !text.startsWith('breva_a1b2c3_')))) },
  { rule: 'an entity of no domain', of: NAMES, change: sets('def_ent_id', fc.oneof(junk, fc.constantFrom('breva_bedroom_co2', 'light.a', 'sensor.', 'sensor.A', 'sensor.a.b', 'sensor.a-b', 'binary_sensor.é'), fc.string().filter(text => !text.includes('sensor.')))) },
  { rule: 'a quality of service that MQTT has not', of: NAMES, change: sets('qos', fc.oneof(junk, fc.constantFrom(-1, 3, 0.5, '1'))) },
  { rule: 'an expiry that is none', of: NAMES, change: sets('exp_aft', fc.oneof(junk, fc.constantFrom('30', 0, -30, 2.5), fc.integer({ max: 0 }))) },
  { rule: 'values from elsewhere', of: NAMES, change: sets('stat_t', fc.oneof(junk, elsewhere)) },
  { rule: 'values from a topic without any', of: NAMES, change: sets('stat_t', fc.constantFrom('breva/a1b2c3/status', 'breva/a1b2c3/sensor/scd30/status')) },
  { rule: 'availability from elsewhere', of: NAMES, change: sets('avty', fc.oneof(junk, elsewhere.map(t => [{ t }]))) },
  { rule: 'a word that a status never has', of: NAMES, change: fc.tuple(fc.constantFrom('pl_avail', 'pl_not_avail'), fc.oneof(junk, fc.string().filter(text => !/^(online|offline)$/.test(text)))).map(([key, word]) => component => { component['avty'] = [{ t: 'breva/a1b2c3/status', [key]: word }] }) },
  { rule: 'availability twice', of: NAMES, change: sets('avty_t', fc.constant('breva/a1b2c3/status')) },
  { rule: 'a mode that there is not', of: NAMES, change: sets('avty_mode', fc.oneof(junk, fc.string().filter(text => !/^(all|any|latest)$/.test(text)))) },
  { rule: 'a template of something else', of: NAMES, change: sets('val_tpl', fc.oneof(junk, fc.string(), fc.constantFrom('{{ value_json.pm25 }}', '{{ value_json.node }}', '{{ value_json.probes.get(\'280000000000000f\') }}', '{{ value }}', '{{ value_json.co2', '{{ value_json.quality }}', '{{ \'on\' if \'co2\' in value_json.alerts else \'off\' }}'))) },
  { rule: 'a unit of another class', of: SENSORS, change: sets('unit_of_meas', fc.oneof(junk, fc.string().filter(text => !/^(ppm|°C|°F|K|%|dBm?)$/.test(text)))) },
  { rule: 'no unit', of: WITH_UNIT, change: fc.constant(component => { delete component['unit_of_meas'] }) },
  { rule: 'a device class that there is not', of: NAMES, change: sets('dev_cla', fc.oneof(junk, fc.string().filter(text => !/^(carbon_dioxide|temperature|humidity|signal_strength|timestamp|problem|connectivity)$/.test(text)))) },
  { rule: 'a device class of another unit', of: WITH_UNIT, change: fc.constant(component => { component['dev_cla'] = component['dev_cla'] === 'humidity' ? 'temperature' : 'humidity' }) },
  { rule: 'no device class', of: SENSORS, change: fc.constant(component => { delete component['dev_cla'] }) },
  { rule: 'a state class that does not fit', of: SENSORS, change: sets('stat_cla', fc.oneof(junk, fc.constantFrom('total', 'total_increasing'), fc.string().filter(text => text !== 'measurement'))) },
  { rule: 'a time that is measured', of: ['restart'], change: fc.constantFrom(['stat_cla', 'measurement'], ['unit_of_meas', 's'], ['sug_dsp_prc', 0]).map(([key, value]) => component => { component[key] = value }) },
  { rule: 'a setting', of: NAMES, change: sets('ent_cat', fc.oneof(junk, fc.constantFrom('config', 'Diagnostic', ''))) },
  { rule: 'decimals that there are not', of: SENSORS, change: sets('sug_dsp_prc', fc.oneof(junk, fc.constantFrom(-1, 1.5, '1', 10))) },
  { rule: 'a key short and long', of: NAMES, change: fc.constant(component => { component['unique_id'] = component['uniq_id'] }) }
]

describe('a discovery message', () => {
  it('is accepted as it is made, with its short keys and with its long ones', () => {
    expect(problems(JSON.parse(VALID))).toEqual([])
    expect(problems(expandAbbreviations(JSON.parse(VALID)))).toEqual([])
  })

  it('is accepted with each component removed in turn', () => {
    for (const name of NAMES) expect(mutated(({ cmps }) => { cmps[name] = { p: cmps[name].p } }), name).toEqual([])
  })

  it('is refused with a key __proto__, by the component that has it', () => {
    for (const name of NAMES) {
      const found = mutated(({ cmps }) => { Object.defineProperty(cmps[name], '__proto__', { value: 1, enumerable: true }) })
      expect(found.join()).toContain(`"__proto__" in components.${name}`)
    }
  })

  it.each(MUTATIONS)('is refused with $rule in any component', ({ of, change }) => {
    fc.assert(fc.property(fc.constantFrom(...of), change, (name, apply) => {
      const found = mutated(({ cmps }) => { apply(cmps[name]) })
      expect(found).not.toEqual([])
      expect(found.join()).toContain(`components.${name}`)
    }), { numRuns: 100 })
  })

  it('is refused where a value of it has another type', () => {
    const places: string[][] = []
    const walk = (value: unknown, path: string[]): void => {
      if (typeof value !== 'object' || value === null) places.push(path)
      else for (const [key, inner] of Object.entries(value)) walk(inner, [...path, key])
    }
    walk(JSON.parse(VALID), [])
    expect(places.length).toBeGreaterThan(80)
    fc.assert(fc.property(fc.constantFrom(...places), fc.constantFrom(true, {}, [], 3.5), (path, value) => {
      expect(mutated(payload => {
        const holder = path.slice(0, -1).reduce((inner, key) => inner[key] as Json, payload)
        holder[path.at(-1)!] = value
      })).not.toEqual([])
    }), { numRuns: 500 })
  })

  it('is refused with an unknown key at the root, in the device or in the origin', () => {
    const known = /^(name|qos|e|encoding|p|t|cu|hw|sn|cns|url|sw|dev|cmps|stat_t|avty(_t|_mode)?|pl_(not_)?avail|cmd_t|ids|mf|mdl|sa)$/
    fc.assert(fc.property(fc.constantFrom([], ['dev'], ['o']), fc.stringMatching(/^[a-z_]{1,10}$/).filter(key => !known.test(key) && key !== 'o'), fc.oneof(junk, fc.string()), (path, key, value) => {
      expect(mutated(payload => { put(path.reduce((inner, step) => inner[step] as Json, payload), key, value) }).join()).toMatch(/Unrecognized key|Invalid/)
    }), { examples: [[[], '__proto__', ''], [['dev'], '__proto__', null]] })
  })

  it.each<[string, (payload: Json) => void, string]>([
    ['without a device', payload => { delete payload['dev'] }, 'device'],
    ['without an origin', payload => { delete payload['o'] }, 'origin'],
    ['with an origin without a name', ({ o }) => { delete o.name }, 'origin.name'],
    ['without components', payload => { delete payload['cmps'] }, 'components'],
    ['with a device that nothing identifies', ({ dev }) => { delete dev.ids }, 'has neither ids nor cns'],
    ['with another device\'s identifier', ({ dev }) => { dev.ids = ['breva_other'] }, 'breva_a1b2c3 is not among its identifiers'],
    ['with availability twice at the root', payload => { payload['avty_t'] = 'breva/a1b2c3/status' }, 'exclude each other'],
    ['with availability twice after merging', payload => { delete payload['avty']; payload['avty_t'] = 'breva/a1b2c3/status' }, 'components.temperature: availability and availability_topic exclude each other'],
    ['with no availability at all', payload => { delete payload['avty'] }, 'components.co2: nothing says when it is available'],
    ['with no topic for the values', payload => { delete payload['stat_t'] }, 'components.co2: neither it nor the root has a state_topic'],
    ['with values from another node', ({ cmps }) => { cmps.co2.stat_t = 'breva/other/state' }, 'components.co2: the node does not publish breva/other/state'],
    ['with one unique id twice', ({ cmps }) => { cmps.co2.uniq_id = cmps.humidity.uniq_id }, 'unique_id breva_a1b2c3_humidity is another component\'s too'],
    ['with one entity id twice', ({ cmps }) => { cmps.co2.def_ent_id = cmps.humidity.def_ent_id }, 'is another component\'s too'],
    ['with a component whose name has a blank', ({ cmps }) => { cmps['a b'] = cmps.co2 }, 'components.a b: Invalid key'],
    ['with a component that is no mapping', ({ cmps }) => { cmps.co2 = 'sensor' }, 'components.co2'],
    ['with a removal of no platform', ({ cmps }) => { cmps.co2 = { p: 'light' } }, 'components.co2.platform'],
    ['with an empty component', ({ cmps }) => { cmps.co2 = {} }, 'components.co2.platform']
  ])('is refused %s', (_case, change, reason) => {
    expect(mutated(change).join('\n')).toContain(reason)
  })

  it('is refused where it refers to a sensor that says no status', () => {
    expect(checkDiscovery(TOPIC, JSON.parse(VALID), heardNode({ sensors: ['scd30'] })).join('\n')).toContain('the node does not publish breva/a1b2c3/sensor/28139bbb0b00001f/status')
  })

  it('is refused on a topic that is not the device\'s', () => {
    const topics = fc.oneof(fc.string(), fc.constantFrom('homeassistant/sensor/breva_a1b2c3/config', 'homeassistant/device/breva_other/config', 'homeassistant/device/breva a1b2c3/config', 'homeassistant/+/breva_a1b2c3/config', '/device/breva_a1b2c3/config', `${TOPIC}/`, `${TOPIC}/x`))
    fc.assert(fc.property(topics, topic => {
      expect(checkDiscovery(topic, JSON.parse(VALID), HEARD)).toEqual([expect.stringContaining('the topic')])
    }))
  })

  it('is refused where it is no mapping', () => {
    for (const value of [null, [], 'text', 7]) expect(problems(value)).not.toEqual([])
  })
})
