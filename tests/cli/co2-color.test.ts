import fc from 'fast-check'
import pc from 'picocolors'
import { expect, it } from 'vitest'
import { co2Color } from '../../cli/co2-color.ts'

it('co2Color goes from green over cyan and yellow to red as the air gets worse, each from its level on, and leaves the text alone', () => {
  const colors = pc.createColors(true)
  const order = [colors.green, colors.cyan, colors.yellow, colors.red]
  fc.assert(fc.property(fc.integer({ min: 400, max: 5000 }), ppm => {
    const level = [800, 1000, 1400].filter(least => ppm >= least).length
    expect(co2Color(ppm, 'text', colors)).toBe(order[level]('text'))
  }))
})
