import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { OK, type Status, SUSPECT } from '../../../drivers/hal/status.ts'
import { AGAIN, confirms, type Course, judgeCo2, LOWEST_CO2, STUCK_AFTER } from '../../../drivers/plausibility/plausibility.ts'

const CLAMP = 40_000
const TOLERANCE = 50

function course(believed: number, change: Partial<Course> = {}): Course {
  return { believed, leap: 0, latest: believed, since: 0, ...change }
}

/** What becomes of values measured a second apart. */
function judged(from: Course, ...values: number[]): (Status | typeof AGAIN)[] {
  return values.map((ppm, n) => judgeCo2(from, ppm, CLAMP, TOLERANCE, 1000 * n))
}

describe('what every CO2 must be', () => {
  it('is no less than any air has, and less than where the scale ends', () => {
    for (const ppm of [NaN, -Infinity, -1, 0, 5, 150, LOWEST_CO2 - 1, CLAMP, CLAMP + 1, Infinity]) expect([ppm, ...judged(course(400), ppm)]).toEqual([ppm, SUSPECT])
    expect(judged(course(LOWEST_CO2), LOWEST_CO2)).toEqual([OK])
    expect(judged(course(CLAMP - 1), CLAMP - 1)).toEqual([OK])
  })

  it('is another one within six hours, to the millisecond', () => {
    const still = course(640)
    expect(judgeCo2(still, 640, CLAMP, TOLERANCE, STUCK_AFTER - 1)).toBe(OK)
    expect(judgeCo2(still, 640, CLAMP, TOLERANCE, STUCK_AFTER)).toBe(SUSPECT)
    expect(judgeCo2(still, 640, CLAMP, TOLERANCE, 3 * STUCK_AFTER)).toBe(SUSPECT)
    expect(judgeCo2(still, 641, CLAMP, TOLERANCE, 3 * STUCK_AFTER)).toBe(OK)
    expect(judgeCo2(still, 641, CLAMP, TOLERANCE, 4 * STUCK_AFTER - 1)).toBe(OK)
  })

  it('is believed at once within the tolerance, in both directions', () => {
    expect(judged(course(640), 640 + TOLERANCE)).toEqual([OK])
    expect(judged(course(640), 640 - TOLERANCE)).toEqual([OK])
  })

  it('is measured again after a leap, and believed when it stays', () => {
    expect(judged(course(640), 900, 905, 1100, 1090)).toEqual([AGAIN, OK, AGAIN, OK])
    expect(judged(course(640), 500, 480)).toEqual([AGAIN, OK])
  })

  it('follows air that goes on rising or falling', () => {
    expect(judged(course(640), 720, 780)).toEqual([AGAIN, OK])
    expect(judged(course(1640), 1500, 1380)).toEqual([AGAIN, OK])
  })

  it('is suspect when the second measurement leaps elsewhere, and believed when two agree', () => {
    expect(judged(course(640), 900, 400, 410)).toEqual([AGAIN, SUSPECT, OK])
    expect(judged(course(640), 700, 2000, 2010)).toEqual([AGAIN, SUSPECT, OK])
  })

  it('is confirmed before the first one is believed', () => {
    expect(judged(course(0), 640, 645, 643)).toEqual([AGAIN, OK, OK])
    expect(judged(course(0), 940, 645, 643)).toEqual([AGAIN, SUSPECT, OK])
  })

  it('never is a spike of one measurement, however high, whenever it comes (sparkfun/SparkFun_SCD30_Arduino_Library#9)', () => {
    fc.assert(fc.property(
      fc.integer({ min: 400, max: 9000 }), fc.array(fc.tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: -8000, max: 30_000 })), { maxLength: 8 }),
      (air, spikes) => {
        const one = course(0)
        const spiky = new Map<number, number>()
        let at = 0
        for (const [gap, height] of spikes) spiky.set(at += gap + 1, height)
        for (let n = 0; n < at + 5; n++) {
          // The air itself changes a little from one measurement to the next, or it would be stuck.
          const ppm = air + n % 3 + (spiky.get(n) ?? 0)
          if (judgeCo2(one, ppm, CLAMP, TOLERANCE, n * 1000) === OK) expect(Math.abs(ppm - air)).toBeLessThanOrEqual(2 * TOLERANCE)
        }
        expect(judged(one, air, air + 1).at(-1)).toBe(OK)
      }
    ))
  })

  it('takes at most two more measurements to follow any step of the air', () => {
    fc.assert(fc.property(fc.integer({ min: 400, max: 39_000 }), fc.integer({ min: 400, max: 39_000 }), (before, after) => {
      const verdicts = judged(course(before), after, after + 1, after, after + 1)
      expect(verdicts.slice(2)).toEqual([OK, OK])
    }))
  })
})

describe('two leaps', () => {
  it.each([[100, 100, true], [100, 250, true], [100, 251, false], [100, -100, false], [-100, -20, true], [0, 100, false], [100, 0, false]])('of %f and then %f confirm each other: %s', (first, second, confirmed) => {
    expect(confirms(second, first, TOLERANCE)).toBe(confirmed)
  })
})
