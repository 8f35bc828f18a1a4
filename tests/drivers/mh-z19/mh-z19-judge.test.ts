import { describe, expect, it } from 'vitest'
import { BAD_CHECKSUM, BAD_REPLY, OK, type Status, SUSPECT, TIMEOUT, WARMING } from '../../../drivers/hal/status.ts'
import { type Evidence, judge, LOST, NEW, PREHEATING, WARM } from '../../../drivers/mh-z19/mh-z19-judge.ts'
import { ABC, RANGE, UNCLAMPED } from '../../../drivers/mh-z19/mh-z19-settings.ts'
import { READ } from '../../../drivers/mh-z19/mh-z19-wire.ts'

const PREHEAT = 180_000
const NOW = 10_000_000
const HOURS = 3_600_000

function word(value: number): string {
  return String.fromCharCode(value >> 8, value & 255)
}

const reading = (ppm: number): string => `\xff\x86${word(ppm)}\x40\0\0\0\0`
/** To 85 and to 9B alike. */
const tells = (ppm: number): string => `\xff\0\0\0${word(ppm)}\0\0\0`

/** A warm sensor with a range of 5000 that has read 640. */
function warm(change: Partial<Evidence> = {}): Evidence {
  return { life: WARM, from: NOW - HOURS, ppm: 640, last: 643, top: 5000, asks: 3, abc: 1, believed: 640, leap: 0, latest: 640, since: NOW, ...change }
}

describe('the judge of an MH-Z19', () => {
  it.each([[1, 1], [499, 1], [500, 500], [2000, 2000], [20_000, 20_000], [20_001, 1], [65_535, 1]])('takes a range of %i ppm for %i: 1 is one that it does not tell', (told, top) => {
    const evidence = warm({ top: 0 })
    expect(judge(evidence, RANGE, OK, tells(told), 2, NOW, PREHEAT)).toBe(told === 500 ? BAD_REPLY : OK)
    expect(evidence.top).toBe(top)
  })

  it('asks for the range again after a wrong sum, and never after silence', () => {
    const evidence = warm({ top: 0 })
    expect(judge(evidence, RANGE, BAD_CHECKSUM, tells(2000), 2, NOW, PREHEAT)).toBe(OK)
    expect(evidence.top).toBe(0)
    expect(judge(evidence, RANGE, TIMEOUT, '', 2, NOW, PREHEAT)).toBe(OK)
    expect(evidence.top).toBe(1)
  })

  it('asks for nothing more once the sample has no request left', () => {
    expect(judge(warm({ top: 0 }), READ, OK, reading(650), 1, NOW, PREHEAT)).toBe(-RANGE)
    expect(judge(warm({ top: 0 }), READ, OK, reading(650), 0, NOW, PREHEAT)).toBe(OK)
    expect(judge(warm(), READ, OK, reading(5000), 1, NOW, PREHEAT)).toBe(-UNCLAMPED)
    expect(judge(warm(), READ, OK, reading(5000), 0, NOW, PREHEAT)).toBe(SUSPECT)
  })

  it('asks for the unclamped value at a clamp or a boot value only', () => {
    expect(judge(warm(), READ, OK, reading(300), 3, NOW, PREHEAT)).toBe(SUSPECT)
    expect(judge(warm(), READ, OK, reading(5001), 3, NOW, PREHEAT)).toBe(BAD_REPLY)
  })

  it.each([
    [4800, OK], [5400, OK], [20_000, OK], [20_001, SUSPECT], [353, WARMING], [15_000, SUSPECT]
  ])('takes an unclamped %i ppm at a clamp of 5000 with the status %i', (unclamped, status) => {
    const evidence = warm({ ppm: 5000, last: 5000 })
    expect(judge(evidence, UNCLAMPED, OK, tells(unclamped), 2, NOW, PREHEAT)).toBe(status)
    if (status === OK) expect(evidence.ppm).toBe(unclamped)
  })

  it.each([[400, SUSPECT], [410, SUSPECT], [412, OK]])('takes an unclamped %i ppm beside a boot value that was there before with the status %i', (unclamped, status) => {
    expect(judge(warm({ ppm: 410, last: 410 }), UNCLAMPED, OK, tells(unclamped), 2, NOW, PREHEAT)).toBe(status)
  })

  it.each([2000, 5000])('knows no clamp of %i ppm in a wider range that it was told', ppm => {
    expect(judge(warm({ top: 10_000, asks: 0, last: 0, ppm: ppm - 3 }), READ, OK, reading(ppm), 2, NOW, PREHEAT)).toBe(OK)
  })

  it('calls wrong sums warming for as long as the preheat lasts, and no longer', () => {
    const heating = (age: number): Evidence => warm({ life: PREHEATING, from: NOW - age })
    expect(judge(heating(PREHEAT - 1), READ, BAD_CHECKSUM, '', 1, NOW, PREHEAT)).toBe(WARMING)
    expect(judge(heating(PREHEAT), READ, BAD_CHECKSUM, '', 1, NOW, PREHEAT)).toBe(BAD_CHECKSUM)
    expect(judge(heating(PREHEAT - 1), READ, TIMEOUT, '', 1, NOW, PREHEAT)).toBe(TIMEOUT)
    for (const life of [NEW, LOST]) expect(judge(warm({ life, from: NOW }), READ, BAD_CHECKSUM, '', 1, NOW, PREHEAT)).toBe(BAD_CHECKSUM)
  })

  it('takes only silence, and wrong sums from one that was not warm, for lost power', () => {
    const lives = ([life, outcome]: [number, Status]): number => {
      const evidence = warm({ life, from: 0 })
      judge(evidence, READ, outcome, '', 1, NOW, PREHEAT)
      return evidence.life
    }
    const cases: [number, Status][] = [[WARM, BAD_CHECKSUM], [WARM, TIMEOUT], [WARM, BAD_REPLY], [PREHEATING, BAD_CHECKSUM], [PREHEATING, TIMEOUT]]
    expect(cases.map(lives)).toEqual([WARM, LOST, LOST, LOST, LOST])
  })

  it('preheats a sensor that was lost from its first answer on', () => {
    const evidence = warm({ life: LOST, from: 0 })
    expect(judge(evidence, READ, OK, reading(640), 3, NOW, PREHEAT)).toBe(-ABC)
    expect(judge(evidence, RANGE, OK, tells(5000), 2, NOW, PREHEAT)).toBe(WARMING)
    expect(judge(evidence, READ, OK, reading(641), 3, NOW + PREHEAT - 1, PREHEAT)).toBe(WARMING)
    expect(judge(evidence, READ, OK, reading(642), 3, NOW + PREHEAT, PREHEAT)).toBe(OK)
  })

  it.each([['below all air', 353, SUSPECT], ['the least that air has', 354, OK], ['nothing', 0, BAD_REPLY]])('holds a reading that is %s (%i ppm) for the status %i', (_name, ppm, status) => {
    expect(judge(warm({ asks: 0, ppm: ppm || 640 }), READ, OK, reading(ppm), 3, NOW, PREHEAT)).toBe(status)
  })
})
