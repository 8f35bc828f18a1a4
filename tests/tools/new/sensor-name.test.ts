import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { projectPath } from '../../../cli/project-path.ts'
import { readSensorName } from '../../../tools/new/sensor-name.ts'

const ROOT = projectPath('')

describe('the name of a new sensor', () => {
  it('has three spellings', () => {
    expect(readSensorName(ROOT, 'zx-81b')).toEqual({ name: 'zx-81b', className: 'Zx81b', title: 'ZX-81B' })
  })

  it('is refused with its own text where a file, a topic or a class cannot have it', () => {
    const good = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/
    fc.assert(fc.property(fc.string({ unit: 'binary' }), name => {
      fc.pre(!good.test(name) || name.length > 16)
      expect(readSensorName(ROOT, name)).toContain(`${JSON.stringify(name)} is no name for a sensor`)
    }))
  })

  it.each([
    ['scd30', 'drivers/scd30 is there already'], ['hal', 'drivers/hal is there already'], ['math', 'Math would be the name of the class'],
    ['air', 'use the word air or Air already'], ['wifi', 'use the word wifi or Wifi already'], ['read', 'use the word read or Read already'],
    ['x'.repeat(17), 'is no name for a sensor']
  ])('%s is refused: %s', (name, words) => {
    expect(readSensorName(ROOT, name)).toContain(words)
  })
})
