import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BUSY, OK, type Status } from '../../drivers/hal/status.ts'
import { ABC } from '../../drivers/mh-z19/mh-z19-settings.ts'
import { framed, toHex } from '../support/byte-string.ts'
import { Ds18b20Bench } from '../support/ds18b20-bench.ts'
import { ds18b20, FieldNode, mhZ19 } from '../support/field-node.ts'
import { partBench, scriptedBench } from '../support/mh-z19-bench.ts'
import { Scd30Bench } from '../support/scd30-bench.ts'

interface Told { stored: Record<string, number>, unasked: string[] }

/** What a driver tells `info`. */
function told(driver: { describe(): string }): Told {
  return JSON.parse(`{${driver.describe().slice(1)}}`) as Told
}

/** What a whole node says of a sensor. */
function info(node: FieldNode, name: string): Told {
  return (JSON.parse(node.payloads('info').at(-1)!) as { sensors: Record<string, Told> }).sensors[name]
}

describe('field case 16, kike-canaries/canairio_sensorlib#98, esphome/issues#4202, paulvha/scd30#15: settings of a former life', () => {
  it('are read at the start, and left as they are', () => {
    const bench = new Scd30Bench()
    Object.assign(bench.part.memory, { selfCalibration: 1, offset: 150, altitude: 3000 })
    bench.settle()
    expect(bench.driver.stored).toEqual([2, 1, 150, 3000])
    expect(bench.part.memory).toMatchObject({ selfCalibration: 1, offset: 150, altitude: 3000 })
    expect(bench.part.memory.wear).toBe(0)
  })

  it('are told as they are, whatever they are, and those that nobody asked for are named', () => {
    const upTo = (max: number): fc.Arbitrary<number> => fc.oneof(fc.constant(0), fc.integer({ min: 0, max }))
    const stored = fc.record({ selfCalibration: upTo(1), offset: upTo(0x7fff), altitude: upTo(0xffff) })
    fc.assert(fc.property(stored, memory => {
      const bench = new Scd30Bench()
      Object.assign(bench.part.memory, memory)
      bench.settle()
      const { stored, unasked } = told(bench.driver)
      expect(stored).toEqual({ interval: 2, self_calibration: memory.selfCalibration, temperature_offset: memory.offset / 100, altitude: memory.altitude, pressure: null })
      const odd = [memory.selfCalibration && 'self_calibration', memory.offset && 'temperature_offset', memory.altitude && 'altitude'].filter(name => name)
      expect(unasked).toEqual(odd)
      expect(bench.part.memory).toMatchObject({ ...memory, wear: 0 })
    }), { numRuns: 60 })
  })

  it('are set where the node is told to, once', () => {
    const bench = new Scd30Bench()
    Object.assign(bench.part.memory, { selfCalibration: 1, offset: 150, altitude: 3000 })
    bench.driver.asked.splice(1, 3, 0, 0, 440)
    bench.settle()
    bench.settle()
    expect(bench.driver.stored).toEqual([2, 0, 0, 440])
    expect(bench.part.memory).toMatchObject({ selfCalibration: 0, offset: 0, altitude: 440 })
    expect(bench.part.memory.wear).toBe(3)
  })

  it('that cannot be read cost no measurement', () => {
    const bench = new Scd30Bench()
    const write = bench.wire.write.bind(bench.wire)
    bench.wire.write = (address, bytes) => write(address, bytes[0] === 0x51 ? [0xff, 0xff] : bytes)
    bench.settle()
    expect(bench.driver.stored).toEqual([2, 0, 0, -1])
    expect(bench.sample()?.status).toBe(OK)
  })
})

describe('the ABC of an MH-Z19', () => {
  it('that somebody has switched off is told, and named', () => {
    const bench = partBench('B', 3_600_000)
    bench.part.cell.baseline = 0
    bench.start()
    expect(told(bench.driver)).toMatchObject({ stored: { abc: 0 }, unasked: ['abc'] })
    expect(bench.part.cell.baseline).toBe(0)
  })

  it('that the node was told to switch off is not named', () => {
    const bench = partBench('B', 3_600_000)
    bench.start()
    expect(bench.set(ABC, 0)).toBe(OK)
    expect(told(bench.driver)).toMatchObject({ stored: { abc: 0 }, unasked: [] })
  })

  it('is asked for anew when the part has been without power', () => {
    const bench = partBench('B', 3_600_000)
    bench.part.cell.baseline = 0
    bench.startWarm()
    bench.part.inject('unplug', true)
    bench.sample()
    bench.part.inject('unplug', false)
    expect(told(bench.driver)).toMatchObject({ stored: { abc: 0 } })
    bench.clock.advance(10_000)
    bench.sample()
    expect(told(bench.driver)).toMatchObject({ stored: { abc: 1 }, unasked: [] })
  })

  it.each([
    ['nothing', []], ['another number', ['FF 7D 00 00 00 00 00 02 81']], ['a wrong sum', ['FF 7D 00 00 00 00 00 01 83']], ['half a frame', ['FF 7D 00']]
  ])('is asked for once, and %s in answer is no failure of the start and no retry', (_what, answers) => {
    const bench = scriptedBench()
    bench.port.answers = { '86': [toHex(framed('FF 86 02 76 40 00 00 00'))], '9B': [toHex(framed('FF 9B 00 00 13 88 00 00'))], '7D': answers }
    expect(bench.start()).toBe(OK)
    expect(told(bench.driver)).toMatchObject({ stored: {}, unasked: [] })
    bench.samples(60_000)
    expect(bench.port.written.filter(request => request.startsWith('FF 01 7D'))).toHaveLength(1)
    expect(bench.driver.recoveries ?? {}).not.toHaveProperty('retry')
  })

  it.each([['at once', 0], ['while it is asked for', 700], ['after that', 1200]])('costs no sample that is taken %s', (_when, delay) => {
    const bench = partBench('D', 3_600_000)
    const statuses: Status[] = []
    bench.driver.start(() => undefined)
    bench.clock.advance(delay)
    for (let sample = 0; sample < 30; sample++) {
      bench.driver.sample(status => statuses.push(status))
      bench.clock.advance(10_000)
    }
    expect(statuses.slice(1)).not.toContain(BUSY)
    expect(statuses.at(-1)).toBe(OK)
  })

  it.each(['A', 'B', 'C', 'D', 'E'] as const)('of model %s is in `info` as far as it tells it, and every sample is there', letter => {
    const node = new FieldNode([mhZ19(letter)]).start(6)
    expect(info(node, 'mh-z19').stored).toEqual('BE'.includes(letter) ? { abc: 1 } : {})
    expect(node.states().map(state => state.seq)).toEqual(node.states().map((_, i) => i + 1))
    expect(node.states().at(-1)!.quality['co2']).toBe('ok')
  })
})

describe('the resolution of a probe', () => {
  it('is in `info` as the probe has it, and not for a part that has no choice', () => {
    const bench = new Ds18b20Bench()
    const [rom, old] = [bench.add('B1', 20).name, bench.add('A', 20, '10').name]
    const node = new FieldNode([ds18b20(rom, 'B1'), ds18b20(old)]).start(2)
    expect(info(node, rom)).toMatchObject({ stored: { resolution: 12 } })
    expect(info(node, old)).not.toHaveProperty('stored')
  })

  it('is not told of a probe that is absent', () => {
    const rom = new Ds18b20Bench().add('A', 20).name
    const node = new FieldNode([ds18b20(rom)]).start(2)
    node.inject(rom, 'unplug').run(5)
    expect(info(node, rom)).toMatchObject({ family: 'A' })
  })
})
