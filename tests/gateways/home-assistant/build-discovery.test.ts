import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildDiscovery } from '../../../gateways/home-assistant/build-discovery.ts'
import { checkDiscovery } from '../../../gateways/home-assistant/check-discovery.ts'
import { deviceId, discoveryTopic, nodeOfTopic } from '../../../gateways/home-assistant/discovery-message.ts'
import { heardNode } from '../../support/heard-node.ts'

const PROBES = ['28139bbb0b00001f', '2839386a0d000044']
const OTHER_ROOTS = ['home/sensors', 'home-sensors', 'home/Sensors', 'breva/house', 'böden/unten']
const topicsOf = (component: Record<string, unknown>): unknown => (component['avty'] as { t: string }[] | undefined)?.map(({ t }) => t)

describe('the discovery message of a node', () => {
  it('has a component for each value that the node publishes, and for the node itself', () => {
    const { cmps, dev } = buildDiscovery(heardNode(), 30)
    expect(Object.keys(cmps)).toEqual(['co2', 'temperature', 'humidity', ...PROBES.map(rom => `probe_${rom}`), 'restart', 'rssi', 'alert', 'alerts'])
    expect(cmps['co2']).toMatchObject({ p: 'sensor', uniq_id: 'breva_a1b2c3_co2', def_ent_id: 'sensor.breva_bedroom_co2', qos: 1, unit_of_meas: 'ppm', exp_aft: 30, val_tpl: '{{ value_json.co2 }}' })
    expect(dev).toEqual({ ids: ['breva_a1b2c3'], name: 'Breva bedroom', mf: 'Breva', mdl: 'ESP32 Espruino', sw: '0.1.0', sa: 'bedroom' })
  })

  it('shares no identifier with a node of the same name and place below another root, and stays as it was below breva', () => {
    const identifiers = (root: string): string[] => {
      const { dev, cmps } = buildDiscovery({ ...heardNode(), root }, 30)
      return [...dev['ids'] as string[], ...Object.values(cmps).flatMap(({ uniq_id, def_ent_id }) => [String(uniq_id), String(def_ent_id)])]
    }
    const unlike = ['breva', 'home/sensors', 'upstairs', 'breva/house'].map(identifiers)
    expect(unlike[0][0]).toBe('breva_a1b2c3')
    expect(unlike[1][0]).toMatch(/^breva_a1b2c3_[0-9a-f]{8}$/)
    expect(unlike[1]).toContain('sensor.breva_home_sensors_bedroom_co2')
    expect(new Set(unlike.flat()).size).toBe(unlike.length * unlike[0].length)
  })

  it('has a device of its own for any two roots and names', () => {
    const root = fc.oneof(fc.constantFrom('breva', ...OTHER_ROOTS), fc.stringMatching(/^[a-z_/-]{1,12}$/))
    const place = fc.record({ root, node: fc.stringMatching(/^[a-z0-9-]{1,12}$/) })
    fc.assert(fc.property(place, place, (one, other) => {
      const same = one.root === other.root && one.node === other.node
      expect(deviceId(one) === deviceId(other)).toBe(same)
      expect(nodeOfTopic('a/b', discoveryTopic('a/b', one))).toBe(one.node)
    }), { examples: [[{ root: 'breva', node: 'a' }, { root: 'home', node: 'a' }]] })
  })

  it('has no component for what the node does not measure', () => {
    const { node, location, boot, seq, time, uptime, temperature, quality } = heardNode().latest
    const { cmps } = buildDiscovery({ ...heardNode(), latest: { node, location, boot, seq, time, uptime, temperature, quality } }, 30)
    expect(Object.keys(cmps)).toEqual(['temperature', 'restart', 'rssi'])
  })

  it('needs the sensor of a value online, unless several sensors measure it', () => {
    const two = buildDiscovery(heardNode(), 30).cmps
    expect(topicsOf(two['co2'])).toBeUndefined()
    expect(topicsOf(two['temperature'])).toEqual(['breva/a1b2c3/status', 'breva/a1b2c3/sensor/scd30/status'])
    expect(topicsOf(two[`probe_${PROBES[0]}`])).toEqual(['breva/a1b2c3/status', `breva/a1b2c3/sensor/${PROBES[0]}/status`])
    const one = buildDiscovery(heardNode({ sensors: ['mh-z19'] }), 30).cmps
    expect(topicsOf(one['co2'])).toEqual(['breva/a1b2c3/status', 'breva/a1b2c3/sensor/mh-z19/status'])
  })

  it('removes a component that the message before had', () => {
    const before = buildDiscovery(heardNode(), 30)
    const after = buildDiscovery(heardNode({ probes: { [PROBES[1]]: 4.5 } }), 30, before)
    expect(after.cmps[`probe_${PROBES[0]}`]).toEqual({ p: 'sensor' })
    expect(after.cmps[`probe_${PROBES[1]}`]).toMatchObject({ uniq_id: `breva_a1b2c3_${PROBES[1]}` })
    expect(buildDiscovery(heardNode(), 30, after).cmps[`probe_${PROBES[0]}`]).toMatchObject({ dev_cla: 'temperature' })
  })

  it('is valid for any root, place, name, sensors and values', () => {
    const value = fc.option(fc.double({ min: -55, max: 40_000, noNaN: true }).map(number => Math.round(number * 100) / 100))
    const state = fc.record({
      node: fc.stringMatching(/^[a-z0-9-]{1,20}$/),
      location: fc.string({ unit: 'grapheme', maxLength: 30 }),
      time: fc.option(fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }).map(date => date.toISOString())),
      uptime: fc.nat(),
      co2: value,
      temperature: value,
      humidity: value,
      probes: fc.dictionary(fc.stringMatching(/^28[0-9a-f]{14}$/), value, { maxKeys: 16 }),
      alerts: fc.uniqueArray(fc.constantFrom('co2', 'temperature', 'drift'))
    })
    fc.assert(fc.property(state, fc.subarray(['scd30', 'mh-z19', 'ds18b20', ...PROBES]), fc.integer({ min: 1, max: 10_800 }), fc.constantFrom('breva', ...OTHER_ROOTS), (changed, sensors, expiry, root) => {
      const heard = { ...heardNode({ ...changed, sensors }), root }
      expect(checkDiscovery(discoveryTopic('homeassistant', heard), buildDiscovery(heard, expiry, buildDiscovery(heardNode(), 30)), heard)).toEqual([])
    }), { numRuns: 300 })
  })
})
