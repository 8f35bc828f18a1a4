import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readNodeRows } from '../../../tools/provision/node-rows.ts'
import { DRAFT } from '../../support/provisioned.ts'
import { refusalOf, WorkingFolder } from '../../support/working-folder.ts'

describe('a list of nodes', () => {
  const folder = new WorkingFolder()

  function list(text: string): string {
    const path = join(folder.path, 'rooms.csv')
    writeFileSync(path, text)
    return path
  }

  it('is read with commas or semicolons, quotes, and a byte order mark; an empty cell leaves what is there', () => {
    for (const text of ['node,location,period,sensors.scd30.selfCalibration\r\nr1,"Room 1, left",,false\r\nr2,,30,\r\n', '\ufeffnode;location;period;sensors.scd30.selfCalibration\nr1;Room 1, left;;false\n\nr2;;30;']) {
      const rows = readNodeRows(list(text), DRAFT)
      expect(rows.map(({ node }) => node)).toEqual(['r1', 'r2'])
      expect(rows[0].draft).toEqual({ ...DRAFT, location: 'Room 1, left', sensors: { scd30: { ...DRAFT.sensors.scd30, selfCalibration: false } } })
      expect(rows[1].draft).toEqual({ ...DRAFT, period: 30 })
    }
  })

  it('names the lines of all that is wrong', () => {
    const { message, exitCode } = refusalOf(() => readNodeRows(list('node,location\nr1,a\nRoom 2,b\nr3,c\nr1,d\n'), DRAFT))
    expect(exitCode).toBe(2)
    expect(message).toContain('line 3: "Room 2" is not a name of a node')
    expect(message).toContain('lines 2 and 5 both name the node r1')
  })

  it.each([
    ['', 'names no node'],
    ['node\n', 'names no node'],
    ['name\nr1\n', 'has no column "node"'],
    ['node,wifi.pasword\nr1,x\n', 'line 1: wifi.pasword is not a setting. Did you mean wifi.password?'],
    ['node,broker.password\nr1,x\n', 'line 1: broker.password is made by "breva provision"'],
    ['node,location,location\nr1,x,y\n', 'line 1: the column location is there twice'],
    ['node,location\nr1\n', 'line 2 has more or fewer cells'],
    ['node,location\nr1,"open-sesame\n', 'has a quote that is not closed']
  ])('that cannot be used is refused: %j', (text, reason) => {
    const { message } = refusalOf(() => readNodeRows(list(text), DRAFT))
    expect(message).toContain(reason)
    expect(message).not.toContain('open-sesame')
  })

  it('names two rows of one name whatever stands between them', () => {
    fc.assert(fc.property(fc.uniqueArray(fc.stringMatching(/^[a-z0-9-]{1,20}$/), { minLength: 1, maxLength: 40 }), fc.nat(), fc.nat(), (nodes, from, to) => {
      const twice = nodes[from % nodes.length]
      const rows = nodes.toSpliced(to % (nodes.length + 1), 0, twice)
      expect(refusalOf(() => readNodeRows(list(`node\n${rows.join('\n')}\n`), DRAFT)).message).toContain(`lines ${rows.indexOf(twice) + 2} and ${rows.lastIndexOf(twice) + 2} both name the node ${twice}`)
      expect(readNodeRows(list(`node\n${nodes.join('\n')}\n`), DRAFT)).toHaveLength(nodes.length)
    }), { numRuns: 30 })
  })
})
