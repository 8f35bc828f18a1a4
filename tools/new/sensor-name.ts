import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A sensor as files, settings and topics name it, as a class, and as a page names it. */
export interface SensorName {
  /** `sht4x` */
  name: string
  /** `Sht4x` */
  className: string
  /** `SHT4X` */
  title: string
}

/** Folders whose code may not speak of the new name yet: tests/adding-a-sensor.test.ts looks there for whatever does. */
const FOLDERS = ['contract', 'drivers', 'firmware', 'host-sim', 'broker', 'tools', 'cli']
/** A topic, an object in `info` and a file name carry it. */
const LONGEST = 16

function code(file: string): string {
  return readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
}

function sources(root: string): string[] {
  return FOLDERS.flatMap(folder => readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(file => `${folder}/${file.replaceAll('\\', '/')}`))
    .filter(file => file.endsWith('.ts'))
}

/** The name in its three spellings, for the checkout at `root`; or why it cannot be one, as a sentence with the next step. */
export function readSensorName(root: string, name: string): SensorName | string {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || name.length > LONGEST) {
    return `${JSON.stringify(name)} is no name for a sensor; it takes 1 to ${LONGEST} of a-z, 0-9 and -, begins with a letter, and is best the name of the part.`
  }
  const className = name.split('-').map(word => word[0].toUpperCase() + word.slice(1)).join('')
  for (const path of [`drivers/${name}`, `host-sim/parts/${name}-part.ts`]) {
    if (existsSync(join(root, path))) return `${path} is there already, and nothing is overwritten. Choose another name.`
  }
  if (className in globalThis) return `${className} would be the name of the class, and the language has one of that name. Choose another name.`
  const words = new RegExp(`\\b${name}\\b|${className}`)
  const speaking = sources(root).filter(file => words.test(code(join(root, file))))
  if (speaking.length === 0) return { name, className, title: name.toUpperCase() }
  const rest = speaking.length > 1 ? ` and ${speaking.length - 1} more` : ''
  return `${speaking[0]}${rest} use the word ${name} or ${className} already, so no test could tell what speaks of the sensor. Choose another name, such as that of the part.`
}
