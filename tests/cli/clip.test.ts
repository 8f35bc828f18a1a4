import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clip } from '../../cli/clip.ts'
import { visibleWidth } from '../../cli/visible-width.ts'

const TEXT = fc.string({ unit: fc.constantFrom('a', ' ', 'ü', 'e\u0301', '会', '🏫', '👩‍🏫', '│') })

describe('clip', () => {
  it.each([
    ['office', 6, 'office'],
    ['office', 5, 'offi~'],
    ['会议室', 6, '会议室'],
    ['会议室', 5, '会议~'],
    ['会议室', 4, '会~'],
    ['a🏫b', 3, 'a~'],
    ['cafe\u0301s', 5, 'cafe\u0301s'],
    ['cafe\u0301s', 4, 'caf~']
  ])('cuts %j for %i columns to %j', (line, width, clipped) => {
    expect(clip(line, width)).toBe(clipped)
  })

  it('never takes more columns than there are, and keeps whole characters from the beginning', () => {
    fc.assert(fc.property(TEXT, fc.integer({ min: 1, max: 30 }), (line, width) => {
      const clipped = clip(line, width)
      expect(visibleWidth(clipped)).toBeLessThanOrEqual(width)
      if (visibleWidth(line) <= width) expect(clipped).toBe(line)
      else {
        expect(clipped.endsWith('~')).toBe(true)
        const characters = [...new Intl.Segmenter().segment(line)].map(({ segment }) => segment)
        const kept = [...new Intl.Segmenter().segment(clipped.slice(0, -1))].map(({ segment }) => segment)
        expect(characters.slice(0, kept.length)).toEqual(kept)
      }
    }))
  })
})
