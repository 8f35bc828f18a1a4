import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { entitySlug } from '../../../gateways/home-assistant/entity-slug.ts'

describe('the name of an entity', () => {
  it.each([['bedroom', 'bedroom'], ['Küche, oben', 'kuche_oben'], ['  Straße 7 ', 'strasse_7'], ['寝室', ''], ['', '']])('made of "%s" is "%s"', (text, slug) => {
    expect(entitySlug(text)).toBe(slug)
  })

  it('has nothing but a-z, 0-9 and single _ between them', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), text => {
      expect(entitySlug(text)).toMatch(/^([a-z0-9]+(_[a-z0-9]+)*)?$/)
    }))
  })
})
