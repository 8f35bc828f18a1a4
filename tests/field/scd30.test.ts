import { describe, expect, it } from 'vitest'
import { OK, OUT_OF_RANGE } from '../../drivers/hal/status.ts'
import { FORCED_RECALIBRATION, SELF_CALIBRATION, TEMPERATURE_OFFSET } from '../../drivers/scd30/scd30-settings.ts'
import { FieldNode, ds18b20, qualities, SCD30 } from '../support/field-node.ts'
import { Scd30Bench } from '../support/scd30-bench.ts'

const ROM = '28139bbb0b00001f'

/** A node that has measured for five minutes. */
function settled(): FieldNode {
  const node = new FieldNode([SCD30, ds18b20(ROM)]).start(5)
  expect(qualities(node.during(1), 'co2')).toEqual({ ok: 6 })
  return node
}

describe('an SCD30 in the field', () => {
  it.each(['stretch', 'stretch-long'])('field failure 1, arendst/Tasmota#3119, esphome/issues#1987: the clock stretch of the fault %s costs no reading', fault => {
    const node = settled().inject('scd30', fault)
    expect(qualities(node.during(10), 'co2')).toEqual({ ok: 60 })
    expect(node.falsehoods()).toEqual([])
  })

  it('field failure 1, pycom/pycom-micropython-sigfox#462: a clock held for ever hangs nothing, and nothing false is published', () => {
    const node = settled().inject('scd30', 'stretch-forever')
    const states = node.during(10)
    expect(states.map(state => state.seq)).toEqual(states.map((_, i) => states[0].seq + i))
    expect(states.length).toBe(60)
    for (const state of states.slice(2)) expect(state).toMatchObject({ co2: null, temperature: null, humidity: null, quality: { [ROM]: 'ok' } })
    expect(qualities(states.slice(-30), 'co2')).toEqual({ fault: 30 })
    expect(node.payloads('sensor/scd30/status')).toEqual(['online', 'offline'])
    node.inject('scd30', 'stretch-forever', false).run(2)
    expect(qualities(node.during(2), 'co2')).toEqual({ ok: 12 })
    expect(node.falsehoods()).toEqual([])
  })

  it('field failure 2, arendst/Tasmota#15438: one that is absent at power-on is found without a restart of the node', () => {
    const node = new FieldNode([SCD30, ds18b20(ROM)])
    node.inject('scd30', 'unplug').start(5)
    expect(node.payloads('sensor/scd30/status')).toEqual(['offline'])
    for (const state of node.states()) expect(state).toMatchObject({ co2: null, temperature: null, humidity: null })
    node.inject('scd30', 'unplug', false).run(2)
    expect(node.payloads('sensor/scd30/status')).toEqual(['offline', 'online'])
    expect(qualities(node.during(1), 'co2')).toEqual({ ok: 6 })
    expect(node.payloads('status')).toEqual(['online'])
    expect(node.falsehoods()).toEqual([])
  })

  it('field failure 2, arendst/Tasmota#15438: one that boots later than the node is not asked before it can answer', () => {
    const bench = new Scd30Bench()
    bench.part.powerDown()
    bench.part.powerUp()
    bench.settle()
    expect(bench.bus.commands().filter(command => command === 'd3 04').length).toBeGreaterThan(0)
    expect(bench.sample()?.status).toBe(OK)
  })

  it('field failure 3, esphome/esphome#17097, esphome/issues#987: data ready that never comes is stale within three intervals, then restarts and resets are tried until it does', () => {
    const node = settled().inject('scd30', 'never-ready')
    const states = node.during(10)
    for (const state of states.slice(1)) expect(state).toMatchObject({ co2: null, temperature: null, humidity: null })
    expect(states[1].quality).toMatchObject({ co2: 'stale', temperature: 'stale', humidity: 'stale', [ROM]: 'ok' })
    // A reset begins its count of measurements anew.
    expect(node.scd30.finished).toBeLessThan(60)
    node.inject('scd30', 'never-ready', false).run(2)
    expect(qualities(node.during(1), 'co2')).toEqual({ ok: 6 })
    expect(node.falsehoods()).toEqual([])
  })

  it('field failure 3, Ribbit-Network/ribbit-network-frog-hardware#61: one that only a power cycle revives is asked until it has had one', () => {
    const node = settled().inject('scd30', 'dead')
    expect(qualities(node.during(30).slice(-60), 'co2')).toEqual({ fault: 60 })
    node.scd30.powerDown()
    node.scd30.powerUp()
    node.run(2)
    expect(qualities(node.during(1), 'co2')).toEqual({ ok: 6 })
    expect(node.falsehoods()).toEqual([])
  })

  it('field failure 4, esphome/issues#3407, adafruit/circuitpython#5413: CO2 of 0 is no value, while temperature and humidity stand', () => {
    const node = settled().inject('scd30', 'zero')
    for (const state of node.during(10)) {
      expect(state.co2).toBeNull()
      expect(['suspect', 'warming', 'fault']).toContain(state.quality['co2'])
    }
    expect(node.states().filter(state => state.temperature !== null && state.humidity !== null).length).toBeGreaterThan(50)
    expect(node.falsehoods()).toEqual([])
  })

  it('field failure 4, arendst/Tasmota#3119: the 0 and the low value after a reset are never published, however often it resets', () => {
    const node = settled()
    for (let round = 0; round < 20; round++) {
      node.scd30.powerDown()
      node.scd30.powerUp()
      node.clock.advance(23_000 + 1700 * round)
    }
    expect(node.states().filter(state => state.co2 !== null).length).toBeGreaterThan(20)
    expect(node.falsehoods()).toEqual([])
  })

  it.each([-1, -700, -0.5, 0x8000])('field failure 5, esphome/issues#3063, oseiler2/CO2Monitor#1: an offset of %d hundredths is refused before it reaches the part', offset => {
    const bench = new Scd30Bench()
    bench.settle()
    const before = bench.bus.commands().length
    expect(bench.set(TEMPERATURE_OFFSET, offset)).toBe(OUT_OF_RANGE)
    expect(bench.bus.commands().length).toBe(before)
    expect(bench.part.memory.offset).toBe(0)
  })

  it('field failure 5, sparkfun/SparkFun_SCD30_Arduino_Library#25: the runaway of a stored negative offset is published by no quantity, and nothing is written unasked', () => {
    const node = settled().inject('scd30', 'negative-offset')
    node.scd30.powerDown()
    node.scd30.powerUp()
    const states = node.during(20)
    expect(states.slice(-60).every(state => state.temperature === null && state.humidity === null && state.quality['temperature'] !== 'ok')).toBe(true)
    expect(node.falsehoods()).toEqual([])
    expect(node.scd30.memory.wear).toBe(0)
  })

  it.each([0, 1])('field failure 6, adafruit/Adafruit_SCD30#2, Sensirion/arduino-i2c-scd4x#39: self-calibration found as %i stays so through starts, resets and faults, and nothing non-volatile is written', found => {
    const node = new FieldNode([SCD30])
    node.scd30.memory.selfCalibration = found
    node.start(5)
    for (const fault of ['unplug', 'hang', 'never-ready', 'corrupt']) node.inject('scd30', fault).run(3).inject('scd30', fault, false).run(2)
    expect(node.scd30.memory).toMatchObject({ selfCalibration: found, wear: 0 })
  })

  it('field failure 7, adafruit/Adafruit_SCD30#13: a forced calibration is not judged by what reads back, which is 400 again after a power cut', () => {
    const bench = new Scd30Bench()
    bench.settle()
    expect(bench.set(FORCED_RECALIBRATION, 450)).toBe(OK)
    expect(bench.samples(3).at(-1)?.reading?.co2).toBeLessThan(480)
    bench.part.powerDown()
    bench.part.powerUp()
    bench.clock.advance(10_000)
    const wear = bench.part.memory.wear
    bench.samples(4)
    expect(bench.get(FORCED_RECALIBRATION)?.value).toBe(400)
    const co2 = bench.sample()?.reading?.co2 ?? NaN
    expect(Math.abs(co2 - 450)).toBeLessThan(30)
    expect(bench.part.memory.wear).toBe(wear)
  })

  it('field failure 7, fablabbcn/smartcitizen-docs#39: a self-calibration that the part does not take is told, not assumed', () => {
    const bench = new Scd30Bench()
    bench.settle()
    bench.part.memory.write = () => true
    expect(bench.set(SELF_CALIBRATION, 1)).not.toBe(OK)
  })

  it('field failure 25, home-assistant/core#98096, esphome/issues#352: a not-a-number with a good checksum is null with a reason, and the payload stays JSON', () => {
    const node = settled().inject('scd30', 'not-a-number')
    const states = node.during(5)
    for (const state of states) expect(state).toMatchObject({ co2: null, temperature: null, humidity: null })
    expect(states.at(-1)?.quality).toMatchObject({ co2: 'fault', temperature: 'fault', humidity: 'fault', [ROM]: 'ok' })
    expect(node.payloads('sensor/scd30/status')).toEqual(['online', 'offline'])
    expect(node.falsehoods()).toEqual([])
  })
})
