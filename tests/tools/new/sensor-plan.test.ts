import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { projectPath } from '../../../cli/project-path.ts'
import { planSensor } from '../../../tools/new/sensor-plan.ts'

const ROOT = projectPath('')
const planned = planSensor(ROOT, { name: 'zx-81b', className: 'Zx81b', title: 'ZX-81B' })

describe('the plan of a new sensor', () => {
  it('changes only what is there, creates only what is not, and writes nothing', () => {
    for (const { path, before, after } of planned) {
      expect(existsSync(projectPath(path)), path).toBe(before !== undefined)
      if (before !== undefined) expect(readFileSync(projectPath(path), 'utf8'), path).toBe(before)
      expect(after, path).not.toBe(before)
    }
  })

  it('takes no line away from a file, apart from those that a list grows in', () => {
    for (const { path, before = '', after } of planned) {
      const kept = new Set(after.split('\n'))
      const gone = before.split('\n').filter(line => !kept.has(line))
      expect(gone.filter(line => !/ds18b20/.test(line)), path).toEqual([])
    }
  })

  it('leaves no word of a template unfilled, and names what is still to be replaced', () => {
    const created = planned.filter(({ before }) => before === undefined)
    expect(created.filter(({ after }) => after.includes('{{')).map(({ path }) => path)).toEqual([])
    expect(created.filter(({ after }) => after.includes('PLACEHOLDER')).length).toBeGreaterThan(6)
  })

  it('speaks of the sensor in each place that CONTRIBUTING.md names', () => {
    const text = readFileSync(projectPath('CONTRIBUTING.md'), 'utf8')
    const places = [...text.slice(text.indexOf('## A new sensor')).matchAll(/^\| `([^`]+\.ts)`/gm)].map(([, place]) => place)
    expect(places.length).toBeGreaterThan(5)
    expect(places.filter(place => !planned.some(({ path, after }) => path === place && after.includes('zx-81b')))).toEqual([])
  })

  it('gives the sensor pins that no other has', () => {
    const readme = planned.find(({ path }) => path.endsWith('README.md'))!.after
    for (const pin of ['D18', 'D19']) {
      expect(readme).toContain(pin)
      expect(readFileSync(projectPath('host-sim/scenario/sensor-kinds.ts'), 'utf8')).not.toContain(`'${pin}'`)
    }
  })
})
