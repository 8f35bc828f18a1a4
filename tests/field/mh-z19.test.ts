import { describe, expect, it } from 'vitest'
import { OK, OUT_OF_RANGE, SUSPECT, UNSUPPORTED, WARMING } from '../../drivers/hal/status.ts'
import { ABC, RANGE, ZERO } from '../../drivers/mh-z19/mh-z19-settings.ts'
import { fromHex } from '../support/byte-string.ts'
import { FieldNode, mhZ19, qualities } from '../support/field-node.ts'
import { partBench, scriptedBench } from '../support/mh-z19-bench.ts'

const HOUR = 3_600_000
const LETTERS = ['A', 'B', 'C', 'D', 'E'] as const

/** A node whose sensor has been on for ten minutes. */
function settled(letter: typeof LETTERS[number], air = {}): FieldNode {
  const node = new FieldNode([mhZ19(letter)], air).start(10)
  expect(qualities(node.during(1), 'co2')).toEqual({ ok: 6 })
  return node
}

describe('an MH-Z19 in the field', () => {
  it.each([[1, 'on'], [0, 'off']])('field failure 8, letscontrolit/ESPEasy#3237: an ABC argument of %i means %s to the part, and reads back so', (value, _word) => {
    const bench = partBench('B', HOUR)
    bench.start()
    bench.part.cell.baseline = 1 - value
    expect(bench.set(ABC, value)).toBe(OK)
    expect(bench.part.cell.baseline).toBe(value)
    expect(bench.get(ABC)).toEqual([OK, value])
  })

  it('field failure 8, kizniche/Mycodo#545, WifWaf/MH-Z19#32: ABC that was switched off is switched off again after the sensor has restarted', () => {
    const bench = partBench('B', HOUR)
    bench.start()
    bench.samples(300_000)
    bench.set(ABC, 0)
    bench.part.inject('unplug', true)
    bench.samples(20_000)
    bench.part.inject('unplug', false)
    expect(bench.part.cell.baseline).toBe(1)
    bench.samples(320_000)
    expect(bench.part.cell.baseline).toBe(0)
  })

  it('field failure 8, bencorrado/pmsensor#12: nobody who has not chosen has ABC, range or zero changed by a start', () => {
    const bench = partBench('B', HOUR)
    bench.part.cell.baseline = 0
    bench.part.range = 2000
    for (let start = 0; start < 3; start++) {
      bench.start()
      bench.samples(300_000)
    }
    expect(bench.part).toMatchObject({ range: 2000, recoveries: 0, cell: { baseline: 0, gain: 1, correction: 0 } })
  })

  it.each(LETTERS)('field failure 9, bencorrado/pmsensor#8, UedaTakeyuki/mh-z19#45, strange-v/MHZ19#18: no warm-up value of a model %s is published, cold or after a power cut', letter => {
    const node = new FieldNode([mhZ19(letter)]).start()
    expect(qualities(node.during(2.8), 'co2')).toEqual({ warming: node.states().length })
    node.run(3)
    node.mhZ19.powerDown()
    node.run(2)
    node.mhZ19.powerUp()
    for (const state of node.during(2.8)) expect(state.co2).toBeNull()
    node.run(3)
    expect(qualities(node.during(1), 'co2')).toEqual({ ok: 6 })
    expect(node.falsehoods()).toEqual([])
  })

  it('field failure 10, WifWaf/MH-Z19#37, letscontrolit/ESPEasy#4404: values that sink below all air are null and suspect', () => {
    const node = settled('B').inject('mh-z19', 'low')
    for (const state of node.during(9)) expect(state).toMatchObject({ co2: null, quality: { co2: 'suspect' } })
    node.inject('mh-z19', 'low', false)
    expect(qualities(node.during(1), 'co2')).toEqual({ ok: 6 })
    expect(node.falsehoods()).toEqual([])
  })

  it.each(['garbage', 'drop', 'foreign', 'echo', 'crumble', 'noise'])('field failure 11, esphome/issues#488, kizniche/Mycodo#918, UedaTakeyuki/mh-z19#52: a wire with the fault %s loses few samples, and none is false', fault => {
    const node = settled('B').inject('uart', fault)
    expect(qualities(node.during(10), 'co2')['ok']).toBeGreaterThan(45)
    node.inject('uart', fault, false).run(0.5)
    expect(qualities(node.during(1), 'co2')).toEqual({ ok: 6 })
    expect(node.falsehoods()).toEqual([])
  })

  it('field failure 11, letscontrolit/ESPEasy#2254: wrong sums are counted where others can see them', () => {
    const node = settled('B').inject('mh-z19', 'corrupt').run(3)
    expect((node.health()['crc_errors'] as Record<string, number>)['mh-z19']).toBeGreaterThan(10)
    expect(qualities(node.during(1), 'co2')).toEqual({ fault: 6 })
    expect(node.payloads('sensor/mh-z19/status')).toEqual(['online', 'offline'])
  })

  it('field failure 11, SmingHub/Sming#2415: a good frame with unusual last bytes is 3557 ppm', () => {
    const bench = scriptedBench()
    bench.port.answers = { 86: ['FF 86 0D E5 3D 40 42 CF FA', 'FF 86 0D E9 3D 40 42 CF F6'] }
    bench.start()
    bench.samples(200_000)
    bench.port.answers = {}
    let result: unknown
    bench.driver.sample((status, reading) => { result = [status, reading] })
    bench.port.say(fromHex('FF 86 0D E5 3D 40 42 CF FA'))
    expect(result).toEqual([OK, { co2: 3557 }])
  })

  it('field failure 12, enesbcs/rpieasy#40, WifWaf/MH-Z19#5: no command from outside calibrates, and no fault makes the node do so', () => {
    const node = settled('B')
    const root = `breva/${node.plan.id}/`
    for (const verb of ['calibrate', 'zero', 'span', 'abc', 'reset', 'range']) {
      node.broker.publish({ topic: `${root}command/${verb}`, payload: '{"id":"c-1","value":400}', qos: 1, retain: false, client: '' })
    }
    for (const fault of ['brown-out', 'hang', 'corrupt', 'stick', 'late-ack', 'unplug']) node.inject('mh-z19', fault).run(3).inject('mh-z19', fault, false).run(4)
    for (const verb of ['calibrate', 'zero', 'span']) expect(JSON.parse(node.payloads(`reply/${verb}`)[0])).toMatchObject({ id: 'c-1', ok: false })
    expect(node.mhZ19).toMatchObject({ range: 5000, recoveries: 0, cell: { gain: 1, correction: 0 } })
  })

  it('field failure 12, strange-v/MHZ19#7, UedaTakeyuki/mh-z19#27: a zero is refused in preheat and at any other reference than the part has, the recovery reset always', () => {
    const bench = partBench('B', 10_000)
    bench.start()
    expect(bench.set(ZERO, 400)).toBe(WARMING)
    for (const ppm of [0, 399, 425, 643]) expect(bench.set(ZERO, ppm)).toBe(OUT_OF_RANGE)
    expect(bench.set(0x78, 0)).toBe(UNSUPPORTED)
    bench.clock.advance(1000)
    expect(bench.part).toMatchObject({ recoveries: 0, cell: { gain: 1, correction: 0 } })
  })

  it('field failure 13, WifWaf/MH-Z19#48: a sagging supply is never published as 0 nor as less than air has', () => {
    const node = settled('B').inject('mh-z19', 'sag')
    const states = node.during(25)
    for (const state of states) if (state.co2 !== null) expect(state.co2).toBeGreaterThanOrEqual(354)
    for (const state of states.slice(-60)) expect(state.co2).toBeNull()
    expect(qualities(states, 'co2')['fault']).toBeGreaterThan(0)
    expect(node.payloads('sensor/mh-z19/status')).toContain('offline')
  })

  it.each([1000, 2000, 3000, 5000, 10000])('field failure 14, esphome/issues#708, UedaTakeyuki/mh-z19#3: a range of %i ppm is what the part takes, and is read back', ppm => {
    const bench = partBench('B', HOUR)
    bench.part.range = 7000
    bench.start()
    expect(bench.set(RANGE, ppm)).toBe(OK)
    expect(bench.part.range).toBe(ppm)
    expect(bench.get(RANGE)).toEqual([OK, ppm])
  })

  it.each(LETTERS)('field failure 14, esphome/issues#748, esphome/feature-requests#438: air beyond the range of a model %s is not published as the range', letter => {
    const node = new FieldNode([mhZ19(letter)], { co2: 3400 })
    node.mhZ19.range = 2000
    node.start(15)
    for (const state of node.states()) expect(state.co2).not.toBe(2000)
    expect(node.falsehoods()).toEqual([])
  })

  it('F45 late acknowledgements, echoes and FF inside data cost at most one sample', () => {
    const node = settled('B')
    for (const [target, fault] of [['mh-z19', 'late-ack'], ['mh-z19', 'ff-data'], ['uart', 'echo'], ['uart', 'foreign']]) {
      node.inject(target, fault)
      expect(qualities(node.during(2), 'co2')['ok'], fault).toBeGreaterThanOrEqual(11)
      node.inject(target, fault, false)
    }
    expect(node.falsehoods()).toEqual([])
  })

  it('F48 a value that stands still for six hours is suspect, and no longer published', () => {
    const bench = partBench('B', HOUR)
    bench.start()
    bench.samples(300_000)
    bench.part.inject('stick', true)
    const samples = bench.samples(6.1 * HOUR, 60_000)
    expect(samples.at(-1)).toEqual({ status: SUSPECT, co2: undefined })
    bench.part.inject('stick', false)
    bench.clock.advance(60_000)
    expect(bench.sample().status).toBe(OK)
  })
})
