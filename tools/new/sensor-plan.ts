import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CommandError } from '../../cli/command-error.ts'
import { FAILURE } from '../../cli/exit-code.ts'
import { type FreePins, sensorEdits } from './sensor-edits.ts'
import type { SensorName } from './sensor-name.ts'

/** A file as it is to be. `before` is its text, undefined for a new one. Paths are from the root of the checkout. */
export interface PlannedFile {
  path: string
  before: string | undefined
  after: string
}

const TEMPLATES = 'tools/new/sensor'
/** Pins that nothing in the wiring diagram of the simulator has, and that no start of the board depends on. */
const PINS: readonly FreePins[] = [{ sda: 'D18', scl: 'D19', power: 'D32' }, { sda: 'D23', scl: 'D13', power: 'D33' }]

/** The files of its own, by the template they are made of. */
function ownFiles(name: string): [template: string, path: string][] {
  return [
    ['driver.ts', `drivers/${name}/${name}.ts`], ['wire.ts', `drivers/${name}/${name}-wire.ts`], ['judge.ts', `drivers/${name}/${name}-judge.ts`],
    ['settings.ts', `drivers/${name}/${name}-settings.ts`], ['README.md', `drivers/${name}/README.md`], ['part.ts', `host-sim/parts/${name}-part.ts`],
    ['driver.test.ts', `tests/drivers/${name}/${name}.test.ts`], ['wire.test.ts', `tests/drivers/${name}/${name}-wire.test.ts`],
    ['judge.test.ts', `tests/drivers/${name}/${name}-judge.test.ts`], ['part.test.ts', `tests/host-sim/parts/${name}-part.test.ts`]
  ]
}

function freePins(root: string): FreePins {
  const taken = readFileSync(join(root, 'host-sim/scenario/sensor-kinds.ts'), 'utf8')
  const free = PINS.find(pins => Object.values(pins).every(pin => !taken.includes(`'${pin}'`)))
  if (free) return free
  throw new CommandError('No two pins are left in the wiring diagram of host-sim/scenario/sensor-kinds.ts. Free some there, then run this again.', FAILURE)
}

/** What a new sensor adds to and changes in the checkout at `root`. Nothing is written. Throws a `CommandError` where a file no longer looks as expected. */
export function planSensor(root: string, sensor: SensorName): PlannedFile[] {
  const pins = freePins(root)
  const words: Record<string, string> = { name: sensor.name, Name: sensor.className, TITLE: sensor.title, SDA: pins.sda, SCL: pins.scl }
  const planned = ownFiles(sensor.name).map(([template, path]): PlannedFile => {
    if (existsSync(join(root, path))) throw new CommandError(`${path} is there already, and nothing is overwritten. Move it away, or choose another name.`, FAILURE)
    const text = readFileSync(join(root, TEMPLATES, `${template}.txt`), 'utf8')
    return { path, before: undefined, after: text.replace(/\{\{(\w+)\}\}/g, (_all, word: string) => words[word]) }
  })
  for (const { file, find, put } of sensorEdits(sensor, pins)) {
    let change = planned.find(({ path }) => path === file)
    if (!change) {
      const text = readFileSync(join(root, file), 'utf8')
      planned.push(change = { path: file, before: text, after: text })
    }
    const found = [...change.after.matchAll(new RegExp(find.source, `${find.flags}g`))].length
    if (found !== 1) {
      throw new CommandError(`${file} has ${found} places that look like ${find.source}, and one was expected. Nothing was written. Put the sensor's line there by hand, after docs/extending.md, or mend tools/new/sensor-edits.ts.`, FAILURE)
    }
    change.after = change.after.replace(find, put)
  }
  return planned
}
