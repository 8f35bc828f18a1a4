import { describe, expect, it } from 'vitest'
import type { Ds18b20Family } from '../../host-sim/parts/ds18b20-model.ts'
import { Ds18b20Bench } from '../support/ds18b20-bench.ts'
import { FieldNode, SCD30, ds18b20, qualities } from '../support/field-node.ts'

const ROMS = ['28139bbb0b00001f', '2839386a0d000044', '28c7f240050000f4']
const PROBES = ROMS.map(rom => ds18b20(rom))

function settled(temperature = 21.5): FieldNode {
  const node = new FieldNode(PROBES, { temperature }).start(1)
  expect(qualities(node.during(1), ROMS[1])).toEqual({ ok: 6 })
  return node
}

describe('DS18B20 probes in the field', () => {
  it.each([0.001, 0.005, 0.02])('field failure 15, esphome/issues#4543, #5418, libretiny-eu/libretiny#333: with %d of all slots disturbed by Wi-Fi nothing false is published, and the errors are counted', rate => {
    const node = settled().inject('ds18b20', 'corrupt')
    node.board.oneWire.errorRate = rate
    const states = node.during(20)
    expect(node.falsehoods()).toEqual([])
    const good = states.flatMap(state => Object.values(state.probes)).filter(value => value !== null).length
    // Six tries each: at one slot in 200 four of five probes of every sample come through.
    if (rate < 0.01) expect(good).toBeGreaterThan(0.8 * 3 * states.length)
    expect((node.health()['crc_errors'] as Record<string, number>)['ds18b20']).toBeGreaterThan(0)
    node.inject('ds18b20', 'corrupt', false).run(2)
    for (const rom of ROMS) expect(qualities(node.during(1), rom)).toEqual({ ok: 6 })
  })

  it('field failure 15, esphome/issues#4522, #6077, #6626: reading again is bounded, so that a storm holds up nothing else', () => {
    const node = new FieldNode([SCD30, ...PROBES]).start(5).inject('ds18b20', 'corrupt')
    node.board.oneWire.errorRate = 1
    const states = node.during(10)
    expect(states.length).toBe(60)
    expect(qualities(states, 'co2')).toEqual({ ok: 60 })
    expect(node.falsehoods()).toEqual([])
  })

  it('field failure 16, esphome/issues#3358: a wire held low gives all-zero scratchpads with good checksums, and no 0.0', () => {
    const node = settled().inject('ds18b20', 'short')
    for (const state of node.during(5)) expect(Object.values(state.probes)).toEqual([null, null, null])
    expect(node.states().at(-1)?.quality[ROMS[0]]).toBe('fault')
    node.inject('ds18b20', 'short', false).run(1)
    for (const rom of ROMS) expect(qualities(node.during(1), rom)).toEqual({ ok: 6 })
  })

  it.each([0, 85, 25, -0.5, -10, 124.5])('field failures 16 and 17, esphome/issues#3358, arendst/Tasmota#1239: a true %d deg C is published', temperature => {
    expect(settled(temperature).falsehoods()).toEqual([])
  })

  it.each(['A', 'B1', 'B2', 'C', 'D1', 'D2', 'E'] as const)('field failure 17, milesburton/Arduino-Temperature-Control-Library#179, DavidAntliff/esp32-ds18b20#16: no power-on value of family %s is published, whenever its supply breaks down', family => {
    const node = new FieldNode([ds18b20(ROMS[0], family)], { temperature: 40 }).start(2)
    for (let round = 0; round < 30; round++) {
      node.probe(ROMS[0]).powerDown()
      node.clock.advance(500 + 61 * round)
      node.probe(ROMS[0]).powerUp()
      node.clock.advance(9000 + 170 * round)
    }
    expect(node.states().filter(state => state.probes[ROMS[0]] !== null).length).toBeGreaterThan(10)
    const wild = node.states().map(state => state.probes[ROMS[0]]).filter(value => value !== null && Math.abs(value - 40) > 3.5)
    expect(wild).toEqual([])
  })

  it('field failure 17, robert-hh/Onewire_DS18X20#16, PaulStoffregen/OneWire#76: a probe that is gone is null, and no number stands for it', () => {
    const node = settled().inject(ROMS[1], 'unplug')
    for (const state of node.during(5)) {
      expect(state.probes[ROMS[1]]).toBeNull()
      expect(state.quality[ROMS[1]]).not.toBe('ok')
      expect(state.probes[ROMS[0]]).not.toBeNull()
    }
    expect(node.payloads(`sensor/${ROMS[1]}/status`)).toEqual(['online', 'offline'])
    expect(node.falsehoods()).toEqual([])
  })

  it('field failure 18, arendst/Tasmota#814, #1479, xoseperez/espurna#2602: probes that vanish and come back keep their names, and no other takes them', () => {
    const node = settled()
    const names = Object.keys(node.states().at(-1)!.probes)
    expect([...names].sort()).toEqual([...ROMS].sort())
    for (const rom of ROMS) {
      node.inject(rom, 'unplug')
      for (const state of node.during(3)) {
        expect(Object.keys(state.probes)).toEqual(names)
        expect(state.probes[rom]).toBeNull()
      }
      node.inject(rom, 'unplug', false).run(2)
      expect(qualities(node.during(1), rom)).toEqual({ ok: 6 })
    }
    expect(node.falsehoods()).toEqual([])
  })

  it('field failure 18, letscontrolit/ESPEasy#1723, Rikkert-RS/VenusOS-TemperatureService#11: a probe that comes when the node runs is found, under its own name', () => {
    const node = new FieldNode(PROBES)
    node.inject(ROMS[2], 'unplug').start(3)
    expect(Object.keys(node.states().at(-1)!.probes)).not.toContain(ROMS[2])
    node.inject(ROMS[2], 'unplug', false).run(2)
    expect(qualities(node.during(1), ROMS[2])).toEqual({ ok: 6 })
  })

  it.each([
    ['A', 'external'], ['B1', 'external'], ['C', 'external'], ['D1', 'external'], ['E', 'external'], ['A', 'parasite']
  ] as [Ds18b20Family, string][])('field failure 19, cpetrich/counterfeit_DS18B20#1, letscontrolit/ESPEasy#5294: a probe of family %s with %s power is said to be one, read, and not written to', (family, power) => {
    // Families are told by their own names too.
    const bench = new Ds18b20Bench()
    const rom = bench.add(family, 20).name
    const node = new FieldNode([ds18b20(rom, family)])
    node.probe(rom).parasite = power === 'parasite'
    const { endurance } = node.probe(rom).memory
    node.start(10)
    const info = JSON.parse(node.payloads('info').at(-1)!) as { sensors: Record<string, unknown> }
    expect(info.sensors[rom]).toEqual({ family: family.charAt(0), power, stored: { resolution: 12 } })
    expect(qualities(node.during(1), rom)).toEqual({ ok: 6 })
    expect(node.probe(rom).memory.endurance).toBe(endurance)
  })

  it('field failure 19, milesburton/Arduino-Temperature-Control-Library#225: a conversion that fails for lack of power is no 127.94', () => {
    const node = settled().inject(ROMS[0], 'failed-conversion')
    for (const state of node.during(5)) expect(state.probes[ROMS[0]]).toBeNull()
    expect(node.falsehoods()).toEqual([])
  })
})
