import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { projectPath } from '../cli/project-path.ts'

/**
 * Every sensor as it is called in settings, in file names and as a class. `own`: places beyond those of every sensor, for what its settings ask of the part, for a
 * rule of its own, and for a bus with probes, each of which has an address and a place in the room.
 */
const SENSORS = [
  { name: 'scd30', words: /\bscd30\b|Scd30/, own: ['firmware/station/sensor-options.ts', 'contract/setting-contradictions.ts', 'cli/settings/settings-schema.ts', 'cli/settings/find-problems.ts'] },
  { name: 'mh-z19', words: /\bmh-z19\b|MhZ19/, own: ['firmware/station/sensor-options.ts'] },
  { name: 'ds18b20', words: /\bds18b20\b|Ds18b20/, own: ['firmware/station/sensor-options.ts', 'host-sim/scenario/node-plan.ts'] }
]
const FOLDERS = ['contract', 'drivers', 'firmware', 'host-sim', 'broker', 'tools', 'cli']
/** Rooms with sensors in them, what is printed for people, and what writes the lines of a new sensor: a new sensor changes none of them. */
const DATA = /^host-sim\/scenario\/(office|bedroom-night|classroom|factory|lab-bench)\.ts$|^host-sim\/board\/fault\.ts$|^host-sim\/sim\/sim-command\.ts$|^tools\/(new\/sensor-edits|provision\/provision-command)\.ts$/
/** One line, row or variant for each sensor. */
const PLACES = [
  'contract/settings.ts', 'firmware/station/assemble-node.ts', 'host-sim/scenario/scenario.ts', 'host-sim/scenario/sensor-kinds.ts', 'host-sim/torture/sensor-truths.ts',
  'tools/settings/questions.ts'
]

function sources(): string[] {
  return FOLDERS.flatMap(folder => readdirSync(projectPath(folder), { recursive: true, encoding: 'utf8' }).map(file => `${folder}/${file}`)).filter(file => file.endsWith('.ts'))
}

/** Without comments: a reader of one need not change it. */
function code(file: string): string {
  return readFileSync(projectPath(file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
}

/** The files outside of the sensor's own that speak of it. */
function placesOf({ name, words }: { name: string, words: RegExp }): string[] {
  const own = (file: string): boolean => file.startsWith(`drivers/${name}/`) || file.startsWith(`host-sim/parts/${name}-`)
  return sources().filter(file => !own(file) && !DATA.test(file) && words.test(code(file))).sort()
}

describe('a new sensor', () => {
  it('is a folder of drivers/ with a part beside it, like each of those that are there', () => {
    const folders = readdirSync(projectPath('drivers'), { withFileTypes: true }).filter(entry => entry.isDirectory()).map(({ name }) => name)
    expect(folders.filter(name => !['checksum', 'hal', 'plausibility'].includes(name)).sort()).toEqual(SENSORS.map(({ name }) => name).sort())
    for (const { name } of SENSORS) expect(sources()).toContain(`host-sim/parts/${name}-part.ts`)
  })

  it.each(SENSORS)('touches one line in each of a few other places, as $name does', sensor => {
    expect(placesOf(sensor)).toEqual([...PLACES, ...sensor.own].sort())
  })

  it('has its line in the composition that board and laptop share, and in neither of the two roots', () => {
    const lines = code('firmware/station/assemble-node.ts').split('\n').filter(line => !line.startsWith('import'))
    for (const { words } of SENSORS) expect(lines.filter(line => words.test(line))).toHaveLength(1)
    for (const root of ['firmware/main.ts', 'host-sim/board/in-process-station.ts']) {
      for (const { words } of SENSORS) expect(code(root)).not.toMatch(words)
    }
  })

  it('finds these places in CONTRIBUTING.md', () => {
    const text = readFileSync(projectPath('CONTRIBUTING.md'), 'utf8')
    const section = text.slice(text.indexOf('## A new sensor'))
    for (const place of PLACES) expect(section).toContain(`\`${place}\``)
  })
})
