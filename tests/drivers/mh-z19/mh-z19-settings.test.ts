import { beforeEach, describe, expect, it } from 'vitest'
import { BAD_REPLY, OK, OUT_OF_RANGE, SUSPECT, TIMEOUT, UNSUPPORTED, WARMING } from '../../../drivers/hal/status.ts'
import {
  ABC, BACKGROUND, FIRMWARE, LAST_REPLY, RANGE, RAW, RESET, SPAN, TEMPERATURE_ADJUSTMENT, UNCLAMPED, ZERO
} from '../../../drivers/mh-z19/mh-z19-settings.ts'
import { framed, toHex } from '../../support/byte-string.ts'
import { partBench, scriptedBench } from '../../support/mh-z19-bench.ts'

const HOUR = 3_600_000
/** ms from one sample to the next. */
const PERIOD = 10_000
/** ms in which the part has measured anew. */
const MEASURED = 2000

const reading = (ppm: number): string => toHex(framed(`FF 86 ${(ppm >> 8).toString(16)} ${(ppm & 255).toString(16)} 40 00 00 00`))

describe('the settings of an MH-Z19', () => {
  let bench: ReturnType<typeof scriptedBench>

  beforeEach(() => {
    bench = scriptedBench()
    bench.port.answers = { 86: [reading(630), reading(634)] }
    bench.startWarm()
    bench.sample()
    bench.port.written.splice(0)
  })

  it.each([
    ['the firmware', FIRMWARE, 'FF 01 A0 00 00 00 00 00 5F', 'FF A0 30 35 31 35 00 00 95', '0515'],
    ['an older firmware', FIRMWARE, 'FF 01 A0 00 00 00 00 00 5F', 'FF A0 30 34 30 30 00 00 9C', '0400'],
    ['ABC', ABC, 'FF 01 7D 00 00 00 00 00 82', 'FF 7D 00 00 00 00 00 01 82', 1],
    ['the range', RANGE, 'FF 01 9B 00 00 00 00 00 64', 'FF 9B 00 00 07 D0 00 00 8E', 2000],
    ['the unclamped value', UNCLAMPED, 'FF 01 85 00 00 00 00 00 7A', 'FF 85 09 60 03 20 56 78 21', 800],
    ['the raw value', RAW, 'FF 01 84 00 00 00 00 00 7B', toHex(framed('FF 84 01 02 03 04 05 06')), '\x01\x02\x03\x04\x05\x06'],
    ['the background', BACKGROUND, 'FF 01 9C 00 00 00 00 00 63', toHex(framed('FF 9C 00 00 7D 00 00 00')), '\0\0\x7d\0\0\0'],
    ['the last reply', LAST_REPLY, 'FF 01 A2 00 00 00 00 00 5D', toHex(framed('FF A2 01 00 00 00 00 00')), '\x01\0\0\0\0\0'],
    ['the temperature adjustment', TEMPERATURE_ADJUSTMENT, 'FF 01 A3 00 00 00 00 00 5C', toHex(framed('FF A3 00 28 00 00 00 00')), '\0\x28\0\0\0\0']
  ])('%s can be read', (_name, setting, request, reply, value) => {
    bench.port.answers[request.slice(6, 8)] = [reply]
    expect(bench.get(setting)).toEqual([OK, value])
    expect(bench.port.written).toEqual([request])
  })

  it('asks three times where nothing answers', () => {
    expect(bench.get(FIRMWARE)).toEqual([TIMEOUT, undefined])
    expect(bench.port.written).toHaveLength(3)
    expect(bench.clock.pending()).toBe(0)
  })

  it.each([['firmware', FIRMWARE, 'A0', 'FF A0 41 35 31 35 00 00'], ['ABC', ABC, '7D', 'FF 7D 00 00 00 00 00 02'], ['range', RANGE, '9B', 'FF 9B 00 00 00 10 00 00']])('refuses an impossible %s', (_name, setting, command, reply) => {
    bench.port.answers[command] = [toHex(framed(reply))]
    expect(bench.get(setting)[0]).toBe(BAD_REPLY)
  })

  it.each([
    ['ABC on', ABC, 1, 'FF 01 79 A0 00 00 00 00 E6'], ['ABC off', ABC, 0, 'FF 01 79 00 00 00 00 00 86'],
    ['zero', ZERO, 400, 'FF 01 87 00 00 00 00 00 78'], ['span 2000', SPAN, 2000, 'FF 01 88 07 D0 00 00 00 A0'],
    ['range 1000', RANGE, 1000, 'FF 01 99 00 00 00 03 E8 7B'], ['range 2000', RANGE, 2000, 'FF 01 99 00 00 00 07 D0 8F'],
    ['range 3000', RANGE, 3000, 'FF 01 99 00 00 00 0B B8 A3'], ['range 5000', RANGE, 5000, 'FF 01 99 00 00 00 13 88 CB'],
    ['reset', RESET, 0, 'FF 01 8D 00 00 00 00 00 72']
  ])('%s is sent byte for byte', (_name, setting, value, request) => {
    bench.set(setting, value)
    expect(bench.port.written[0]).toBe(request)
  })

  it('confirms ABC by reading it back', () => {
    bench.port.answers['7D'] = ['FF 7D 00 00 00 00 00 01 82']
    expect(bench.set(ABC, 1)).toBe(OK)
    expect(bench.port.written).toEqual(['FF 01 79 A0 00 00 00 00 E6', 'FF 01 7D 00 00 00 00 00 82'])
    expect(bench.driver.abc).toBe(1)
  })

  it('says when the part has not taken ABC', () => {
    bench.port.answers['7D'] = ['FF 7D 00 00 00 00 00 01 82']
    expect(bench.set(ABC, 0)).toBe(BAD_REPLY)
  })

  it('says when nothing confirms ABC, and remembers the choice', () => {
    expect(bench.set(ABC, 0)).toBe(TIMEOUT)
    expect(bench.driver.abc).toBe(0)
  })

  it('confirms the range by reading it back', () => {
    bench.port.answers['9B'] = ['FF 9B 00 00 07 D0 00 00 8E']
    expect(bench.set(RANGE, 2000)).toBe(OK)
    expect(bench.set(RANGE, 5000)).toBe(BAD_REPLY)
  })

  it('does not write a range that the part has already', () => {
    bench.port.answers['9B'] = ['FF 9B 00 00 07 D0 00 00 8E']
    bench.set(RANGE, 2000)
    bench.port.written.splice(0)
    expect(bench.set(RANGE, 2000)).toBe(OK)
    expect(bench.port.written).toEqual([])
  })

  it('writes a range again that was not confirmed', () => {
    expect(bench.set(RANGE, 2000)).toBe(TIMEOUT)
    bench.port.written.splice(0)
    expect(bench.set(RANGE, 2000)).toBe(TIMEOUT)
    expect(bench.port.written[0]).toBe('FF 01 99 00 00 00 07 D0 8F')
  })

  it('is not confused by an acknowledgement, early or late', () => {
    bench.port.answers['99'] = [toHex(framed('FF 99 01 00 00 00 00 00'))]
    bench.port.answers['9B'] = [`${toHex(framed('FF 99 01 00 00 00 00 00'))} FF 9B 00 00 07 D0 00 00 8E`]
    expect(bench.set(RANGE, 2000)).toBe(OK)
    expect(bench.driver.strays).toBe(2)
  })

  it.each([
    ['ABC', ABC, [-1, 2, 0.5, NaN, 160]], ['the range', RANGE, [0, 500, 1500, 2000.5, 4000, 20000, NaN, -1000]],
    ['the zero', ZERO, [0, 399, 401, 425, NaN]], ['the span', SPAN, [0, 400, 999, 2001, 1500.5, NaN, Infinity]]
  ])('refuses %s outside its range and sends nothing', (_name, setting, values) => {
    for (const value of values) expect(bench.set(setting, value)).toBe(OUT_OF_RANGE)
    expect(bench.port.written).toEqual([])
  })

  it('never sends what it does not know, the recovery reset least of all', () => {
    for (const setting of [0x78, 0x86, 0x79, 0x99, 0, 255, FIRMWARE, NaN]) expect(bench.set(setting, 1)).toBe(UNSUPPORTED)
    for (const setting of [0x78, 0x86, 0x79, ZERO, SPAN, RESET, 0, NaN]) expect(bench.get(setting)).toEqual([UNSUPPORTED, undefined])
    expect(bench.port.written).toEqual([])
  })

  it('calibrates only a warm sensor', () => {
    bench.start()
    bench.port.written.splice(0)
    expect(bench.set(ZERO, 400)).toBe(WARMING)
    expect(bench.set(SPAN, 2000)).toBe(WARMING)
    expect(bench.port.written).toEqual([])
  })

  it('preheats after a reset', () => {
    expect(bench.set(RESET, 0)).toBe(OK)
    bench.port.answers['86'] = [600, 605, 611, 604].map(reading)
    for (let i = 0; i < 3; i++) expect(bench.sample().status).toBe(WARMING)
    bench.clock.advance(bench.driver.preheat)
    expect(bench.sample().status).toBe(OK)
  })

  it('applies the chosen ABC again when the sensor has restarted and is warm', () => {
    bench.set(ABC, 0)
    bench.port.answers['86'] = ['FF 86 01 9A 3C 00 3A 98 D1', reading(610), reading(612), reading(614)]
    expect(bench.sample().status).toBe(WARMING)
    expect(bench.sample().status).toBe(WARMING)
    bench.clock.advance(bench.driver.preheat - PERIOD)
    expect(bench.sample().status).toBe(WARMING)
    bench.port.written.splice(0)
    bench.clock.advance(PERIOD)
    expect(bench.sample().status).toBe(WARMING)
    expect(bench.port.written).toContain('FF 01 79 00 00 00 00 00 86')
    bench.port.written.splice(0)
    expect(bench.sample()).toEqual({ status: OK, co2: 614 })
    expect(bench.port.written).not.toContain('FF 01 79 00 00 00 00 00 86')
  })

  it.each([['says another', ['FF 9B 00 00 13 88 00 00']], ['says none', []]])('is told the range chosen for it once, warm, however often its driver starts, where it %s', (_, told) => {
    bench.driver.range = 2000
    bench.port.answers['9B'] = told.map(frame => toHex(framed(frame)))
    bench.port.answers['86'] = Array.from({ length: 90 }, (_, i) => reading(610 + i % 3))
    const sent: string[] = []
    for (let n = 0; n < 3; n++) {
      bench.start()
      bench.samples(bench.driver.preheat - 20_000)
      expect(bench.port.written.filter(request => request.startsWith('FF 01 99'))).toEqual(sent)
      bench.samples(40_000)
      sent.splice(0, 1, 'FF 01 99 00 00 00 07 D0 8F')
      expect(bench.port.written.filter(request => request.startsWith('FF 01 99'))).toEqual(sent)
    }
  })

  it('is not told a range that it has', () => {
    bench.driver.range = 5000
    bench.port.answers['9B'] = [toHex(framed('FF 9B 00 00 13 88 00 00'))]
    bench.startWarm()
    expect(bench.sample().status).toBe(OK)
    expect(bench.port.written.filter(request => request.startsWith('FF 01 99'))).toEqual([])
  })

  it('leaves ABC as it found it when nobody has chosen', () => {
    bench.port.answers['86'] = ['FF 86 01 9A 3C 00 3A 98 D1', reading(610), reading(614)]
    bench.sample()
    bench.samples(200_000)
    expect(bench.port.written.filter(request => request.startsWith('FF 01 79'))).toEqual([])
  })
})

describe('the settings of an emulated MH-Z19B', () => {
  it('are read back from the part', () => {
    const bench = partBench('B', HOUR)
    bench.start()
    expect(bench.get(FIRMWARE)).toEqual([OK, '0515'])
    expect(bench.get(RANGE)).toEqual([OK, 5000])
    expect(bench.set(RANGE, 2000)).toBe(OK)
    expect(bench.part.range).toBe(2000)
    expect(bench.set(ABC, 0)).toBe(OK)
    expect(bench.part.cell.baseline).toBe(0)
    expect(bench.part.recoveries).toBe(0)
  })

  it.each(['late-ack', 'reset-on-write'])('are settled in spite of %s', fault => {
    const bench = partBench('B', HOUR)
    bench.start()
    bench.samples(30_000)
    bench.part.inject(fault, true)
    bench.set(RANGE, 2000)
    expect(bench.part.range).toBe(2000)
    for (const sample of bench.samples(400_000)) if (sample.co2 !== undefined) expect(Math.abs(sample.co2 - 643)).toBeLessThan(200)
    expect(bench.sample().status).toBe(OK)
    expect(bench.driver.strays).toBe(fault === 'late-ack' ? 1 : 0)
  })

  it('recognises the clamp of the new range', () => {
    const bench = partBench('A', HOUR)
    bench.start()
    bench.set(RANGE, 3000)
    bench.air.co2 = 4000
    bench.clock.advance(HOUR)
    bench.start()
    const samples = bench.samples(400_000)
    expect(samples.every(sample => sample.co2 === undefined)).toBe(true)
    expect(samples.at(-1)?.status).toBe(SUSPECT)
  })

  it('zero and span move the curve', () => {
    const bench = partBench('B', HOUR)
    bench.startWarm()
    bench.samples(30_000)
    expect(bench.set(ZERO, 400)).toBe(OK)
    bench.clock.advance(MEASURED)
    expect(Math.abs((bench.get(UNCLAMPED)[1] as number) - 400)).toBeLessThan(15)
    bench.air.co2 = 800
    bench.samples(900_000)
    expect(bench.set(SPAN, 1500)).toBe(OK)
    bench.clock.advance(MEASURED)
    expect(Math.abs((bench.get(UNCLAMPED)[1] as number) - 1500)).toBeLessThan(15)
  })
})
