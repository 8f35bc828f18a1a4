import { describe, expect, it } from 'vitest'
import { BAD_REPLY, OK, SUSPECT, TIMEOUT, WARMING } from '../../../drivers/hal/status.ts'
import { framed, toHex } from '../../support/byte-string.ts'
import { partBench, scriptedBench, type Sampled } from '../../support/mh-z19-bench.ts'

const reading = (ppm: number): string => toHex(framed(`FF 86 ${(ppm >> 8).toString(16)} ${(ppm & 255).toString(16)} 40 00 00 00`))
const unclamped = (ppm: number): string => toHex(framed(`FF 85 09 60 ${(ppm >> 8).toString(16)} ${(ppm & 255).toString(16)} 56 78`))
const LETTERS = ['A', 'B', 'C', 'D', 'E'] as const
const PLATEAUS = [400, 410, 500, 505, 510, 1000, 1215, 2000, 5000, 15000, 0]
const published = (samples: Sampled[]): number[] => samples.flatMap(sample => (sample.co2 === undefined ? [] : [sample.co2]))

describe('preheat, with an emulated part', () => {
  it.each(LETTERS)('F48 publishes nothing of a cold model %s before its three minutes are over', letter => {
    const bench = partBench(letter, 0)
    bench.start()
    const samples = bench.samples(170_000)
    expect(published(samples)).toEqual([])
    bench.samples(100_000)
    const later = published(bench.samples(120_000))
    expect(later).toHaveLength(12)
    for (const co2 of later) expect(Math.abs(co2 - 643)).toBeLessThan(30)
  })

  it.each(LETTERS)('believes a model %s that has been on for an hour when the preheat has passed since the first answer', letter => {
    for (let seed = 1; seed < 10; seed++) {
      const bench = partBench(letter, 3_600_000, seed)
      expect(bench.start()).toBe(OK)
      const samples = bench.samples(240_000)
      expect(samples.slice(0, 17).every(sample => sample.status === WARMING)).toBe(true)
      expect(samples.slice(18).every(sample => sample.status === OK)).toBe(true)
      for (const co2 of published(samples)) expect(Math.abs(co2 - 643)).toBeLessThan(30)
    }
  })

  it.each(LETTERS)('publishes nothing that a cold model %s says when the node starts anew at any moment of the preheat', letter => {
    for (let age = 0; age < 180_000; age += 7000) {
      const bench = partBench(letter, age)
      bench.start()
      for (const co2 of published(bench.samples(400_000))) expect(Math.abs(co2 - 643)).toBeLessThan(30)
    }
  })

  it.each(['C', 'D'] as const)('waits a minute for model %s when told that this is enough', letter => {
    const bench = partBench(letter, 0)
    bench.driver.preheat = 60_000
    bench.start()
    expect(published(bench.samples(55_000))).toEqual([])
    bench.samples(60_000)
    expect(published(bench.samples(60_000))).toHaveLength(6)
  })

  it.each(LETTERS)('preheats again when a model %s is unplugged and plugged in', letter => {
    const bench = partBench(letter, 3_600_000)
    bench.startWarm()
    bench.samples(60_000)
    bench.part.inject('unplug', true)
    for (const sample of bench.samples(60_000)) expect(sample.status).toBe(TIMEOUT)
    bench.part.inject('unplug', false)
    expect(published(bench.samples(170_000))).toEqual([])
    bench.samples(90_000)
    expect(published(bench.samples(60_000))).toHaveLength(6)
  })

  it.each(['B', 'E'] as const)('preheats from the last restart when a model %s restarts twice, each time between two samples', letter => {
    for (let seed = 1; seed < 10; seed++) {
      const bench = partBench(letter, 3_600_000, seed)
      bench.startWarm()
      bench.samples(60_000)
      bench.part.inject('brown-out', true)
      bench.samples(110_000)
      bench.part.inject('brown-out', false)
      bench.part.inject('brown-out', true)
      for (const co2 of published(bench.samples(400_000))) expect(Math.abs(co2 - 643)).toBeLessThan(45)
    }
  })

  it.each(['A', 'B', 'C', 'E'] as const)('publishes no plateau of a model %s that restarts within a second', letter => {
    for (let seed = 1; seed < 10; seed++) {
      const bench = partBench(letter, 3_600_000, seed)
      bench.startWarm()
      bench.samples(60_000)
      bench.part.inject('brown-out', true)
      for (const co2 of published(bench.samples(400_000))) expect(Math.abs(co2 - 643)).toBeLessThan(200)
    }
  })

  it.each(LETTERS)('publishes nothing false of a model %s that restarts between two samples, in air beside its boot values', letter => {
    for (const co2 of [440, 470, 900, 1750, 1900, 4700]) {
      for (const before of [1500, 4500, 7500]) {
        const bench = partBench(letter, 0)
        bench.air.co2 = co2
        bench.clock.advance(3_600_000)
        bench.startWarm()
        bench.samples(60_000)
        bench.clock.advance(10_000 - before)
        bench.part.inject('brown-out', true)
        bench.clock.advance(before - 100)
        for (const read of published(bench.samples(600_000))) expect(Math.abs(read - co2)).toBeLessThan(50 + 0.05 * co2)
      }
    }
  })

  it.each(LETTERS)('publishes nothing false of a model %s that loses power for a moment late in its preheat', letter => {
    for (const co2 of [430, 455, 480]) {
      const bench = partBench(letter, 0)
      bench.air.co2 = co2
      bench.start()
      bench.samples(210_000)
      bench.part.inject('unplug', true)
      bench.clock.advance(1716)
      bench.part.inject('unplug', false)
      for (const read of published(bench.samples(600_000))) expect(Math.abs(read - co2)).toBeLessThan(50 + 0.05 * co2)
    }
  })

  it('gives the unclamped value after a preheat far above the range', () => {
    const bench = partBench('B', 0)
    bench.air.co2 = 7000
    bench.clock.advance(3_600_000)
    bench.start()
    const samples = bench.samples(300_000)
    expect(samples.slice(20).every(sample => sample.co2 !== undefined && Math.abs(sample.co2 - 7000) < 400)).toBe(true)
  })

  it.each(LETTERS)('publishes nothing false of a model %s that restarts three times before it has left its boot values', letter => {
    for (let seed = 1; seed < 10; seed++) {
      const bench = partBench(letter, 3_600_000, seed)
      bench.startWarm()
      bench.samples(60_000)
      for (let i = 0; i < 3; i++) {
        bench.part.inject('brown-out', true)
        bench.part.inject('brown-out', false)
        bench.samples(40_000)
      }
      const later = bench.samples(600_000)
      for (const co2 of published(later)) expect(Math.abs(co2 - 643)).toBeLessThan(30)
      expect(later.at(-1)?.status).toBe(OK)
    }
  })

  it('F48 says nothing of a part that a sagging supply takes to 0', () => {
    const bench = partBench('B', 3_600_000)
    bench.startWarm()
    bench.samples(60_000)
    bench.part.inject('sag', true)
    const samples = bench.samples(1_200_000)
    expect(Math.min(...published(samples))).toBeGreaterThanOrEqual(354)
    expect(samples.at(-1)?.co2).toBeUndefined()
  })

  it('F48 says nothing of a part that reads a third', () => {
    const bench = partBench('B', 3_600_000)
    bench.startWarm()
    bench.samples(60_000)
    bench.part.inject('low', true)
    expect(bench.samples(60_000).every(sample => sample.status === SUSPECT && sample.co2 === undefined)).toBe(true)
  })
})

describe('preheat, frame by frame', () => {
  it('blames the supply of a part that still reads 0 after its preheat', () => {
    const bench = scriptedBench()
    bench.port.answers = { 86: [reading(0)] }
    bench.start()
    const samples = bench.samples(300_000)
    expect(samples.slice(0, 17).every(sample => sample.status === WARMING)).toBe(true)
    expect(samples.slice(18).every(sample => sample.status === BAD_REPLY)).toBe(true)
  })

  it.each(PLATEAUS)('F48 never publishes a plateau of %i ppm found at the start', ppm => {
    const bench = scriptedBench()
    bench.port.answers = { 86: [reading(ppm)] }
    bench.start()
    for (const sample of bench.samples(600_000)) expect(sample.co2).toBeUndefined()
  })

  it.each(PLATEAUS.filter(ppm => ppm > 0))('never publishes a plateau of %i ppm that command 85 disowns', ppm => {
    const bench = scriptedBench()
    bench.port.answers = { 86: [reading(630), reading(634)], 85: [unclamped(632)] }
    bench.startWarm()
    expect(bench.sample().status).toBe(OK)
    bench.port.answers['86'] = [reading(ppm)]
    bench.port.answers['85'] = [unclamped(760)]
    if (Math.abs(ppm - 760) > 100) for (const sample of bench.samples(170_000)) expect(sample.co2).toBeUndefined()
  })

  it('field failure 9, bencorrado/pmsensor#8: nothing of its boot sequence is published: wrong sums, 1215, 1215, 410 for a minute, then air', () => {
    const bench = scriptedBench()
    const bad = 'FF 86 02 20 00 00 00 00 59'
    bench.port.answers = { 86: [bad, bad, bad, reading(1215), bad, reading(1215), ...Array<string>(6).fill(reading(410)), reading(655), reading(660), reading(652)] }
    bench.start()
    const samples = bench.samples(170_000)
    expect(published(samples)).toEqual([])
    expect(samples.every(sample => sample.status === WARMING)).toBe(true)
    bench.samples(120_000)
    expect(published(bench.samples(20_000))).toEqual([652, 652])
  })

  it('calls wrong sums in preheat warming', () => {
    const bench = scriptedBench()
    bench.port.answers = { 86: [reading(410), 'FF 86 02 20 00 00 00 00 59'] }
    bench.start()
    expect(bench.sample()).toEqual({ status: WARMING, co2: undefined })
  })

  it.each([['S = 1', 'FF 86 02 80 40 01 00 00'], ['U = 15000', 'FF 86 02 80 40 00 3A 98']])('refuses a reading with %s, however plausible, and preheats', (_name, frame) => {
    const bench = scriptedBench()
    bench.port.answers = { 86: [reading(630), reading(634), toHex(framed(frame)), reading(636), reading(639)] }
    bench.startWarm()
    expect(bench.sample().status).toBe(OK)
    expect(bench.sample().status).toBe(WARMING)
    expect(published(bench.samples(170_000))).toEqual([])
    expect(published(bench.samples(20_000))).toEqual([639, 639])
  })

  it('begins the preheat anew when the sensor restarts within it', () => {
    const bench = scriptedBench()
    const booting = 'FF 86 01 9A 3C 00 3A 98 D1'
    bench.port.answers = { 86: [booting] }
    bench.start()
    bench.samples(60_000)
    bench.port.answers['86'] = [reading(640), reading(644)]
    bench.samples(60_000)
    bench.port.answers['86'] = [booting, reading(640), reading(644)]
    expect(published(bench.samples(180_000))).toEqual([])
    expect(published(bench.samples(30_000)).length).toBeGreaterThan(0)
  })

  it.each([['moves', [reading(640), reading(645)]], ['stands', [reading(640)]]])('waits the whole preheat for a value that %s, however plausible', (_name, answers) => {
    const bench = scriptedBench()
    bench.port.answers = { 86: answers, 85: [unclamped(642)] }
    bench.start()
    expect(published(bench.samples(170_000))).toEqual([])
    expect(published(bench.samples(20_000))).toHaveLength(2)
  })

  it('preheats once more when a boot value is left with a leap in the middle of a preheat', () => {
    const bench = scriptedBench()
    bench.port.answers = { 86: [reading(420), reading(423), reading(410), reading(410), reading(470), reading(465)] }
    bench.start()
    expect(published(bench.samples(210_000))).toEqual([])
    expect(published(bench.samples(40_000)).length).toBeGreaterThan(0)
  })

  it('takes a warm sensor that leaves a boot value with a leap for restarted', () => {
    const bench = scriptedBench()
    bench.port.answers = { 86: [reading(421), reading(420)] }
    bench.startWarm()
    bench.port.answers['86'] = [reading(424), reading(410), reading(410), reading(490), reading(480)]
    expect(published(bench.samples(200_000))).toEqual([424, 410])
  })

  it('publishes again at once when air leaves a boot value step by step', () => {
    const bench = scriptedBench()
    bench.port.answers = { 86: [reading(421), reading(420)] }
    bench.startWarm()
    bench.port.answers['86'] = [reading(410), reading(410), reading(410), reading(421), reading(437)]
    expect(published(bench.samples(50_000))).toEqual([410, 421, 437])
  })

  it('does not preheat once more for a boot value that air passes through', () => {
    const bench = scriptedBench()
    bench.port.answers = { 86: [reading(420), reading(410), reading(412), reading(415), reading(410), reading(417), reading(413)] }
    bench.start()
    bench.samples(170_000)
    expect(published(bench.samples(20_000))).toHaveLength(2)
  })

  it('publishes a passing 410 ppm between its neighbours, and no standing one', () => {
    const bench = scriptedBench()
    bench.port.answers = { 86: [reading(420), reading(424)] }
    bench.startWarm()
    bench.sample()
    bench.port.answers['86'] = [reading(412), reading(410), reading(411), reading(410), reading(410)]
    expect(bench.samples(50_000)).toEqual([
      { status: OK, co2: 412 }, { status: OK, co2: 410 }, { status: OK, co2: 411 }, { status: OK, co2: 410 }, { status: SUSPECT, co2: undefined }
    ])
  })

  it('publishes a standing 410 ppm by the value that command 85 gives', () => {
    const bench = scriptedBench()
    bench.port.answers = { 86: [reading(420), reading(424), reading(410)], 85: [unclamped(412)] }
    bench.startWarm()
    bench.sample()
    expect(published(bench.samples(30_000))).toEqual([412, 412, 412])
  })

  it('takes a jump onto a plateau for a restart where 85 is not answered', () => {
    const bench = scriptedBench()
    bench.port.answers = { 86: [reading(650), reading(654), reading(1215), reading(1215), reading(410), reading(640), reading(644)] }
    bench.startWarm()
    expect(bench.sample().status).toBe(OK)
    for (const sample of bench.samples(200_000)) expect(sample).toEqual({ status: WARMING, co2: undefined })
    expect(published(bench.samples(20_000))).toContain(644)
  })

  it('forgets at a new start what it has read before', () => {
    const bench = scriptedBench()
    bench.port.answers = { 86: [reading(640), reading(644), reading(640)] }
    bench.startWarm()
    expect(bench.sample().status).toBe(OK)
    bench.start()
    expect(bench.sample().status).toBe(WARMING)
  })

  it('stops asking 85 where it is not answered', () => {
    const bench = scriptedBench()
    bench.port.answers = { 86: [reading(432), reading(2000), reading(2001)] }
    bench.startWarm()
    bench.port.answers['86'] = Array.from({ length: 12 }, (_, i) => reading(i % 2 === 0 ? 410 : 412))
    bench.samples(120_000)
    expect(bench.port.written.filter(request => request.startsWith('FF 01 85'))).toHaveLength(3)
    expect(bench.port.written.filter(request => request.startsWith('FF 01 9B'))).toHaveLength(1)
  })
})
