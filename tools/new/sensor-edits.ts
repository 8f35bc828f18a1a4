import type { SensorName } from './sensor-name.ts'

/** One change to a file that is there: what is found once, and what stands there afterwards. `$&` is what was found. */
export interface Edit {
  file: string
  find: RegExp
  put: string
}

/** Pins that the wiring diagram leaves free: the bus, and a switch in the supply. */
export interface FreePins {
  sda: string
  scl: string
  power: string
}

/** Every line that a sensor has outside of its own files, of code and of the tests and pages that list sensors. */
export function sensorEdits({ name, className, title }: SensorName, { sda, scl, power }: FreePins): Edit[] {
  const key = name.includes('-') ? `'${name}'` : name
  const own = name.includes('-') ? `own['${name}']` : `own.${name}`
  const driver = (up: string): string => `import { ${className} } from '${up}drivers/${name}/${name}.ts'`
  const part = (up: string): string => `import { ${className}Part } from '${up}${name}-part.ts'`
  const edits: Edit[] = [
    { file: 'contract/settings.ts', find: /^ {2}ds18b20\?: .*$/m, put: `$&\n  ${key}?: { sda: string, scl: string } & SupplySettings` },
    { file: 'contract/settings.ts', find: /^ {4}withFields\('sensors\.ds18b20 .*$/m, put: `    withFields('sensors.${name} o 0 0 ?', '|sda p 0 33|scl p 0 33' + supply) +\n$&` },
    { file: 'firmware/station/assemble-node.ts', find: /^import \{ Ds18b20 \}.*$/m, put: `$&\n${driver('../../')}` },
    { file: 'firmware/station/assemble-node.ts', find: /^ {2}if \(own\.ds18b20\).*$/m, put: `$&\n  if (${own}) sensors.push(new ${className}(hardware.i2c(${own}.scl, ${own}.sda), clock))` },
    { file: 'host-sim/scenario/scenario.ts', find: /^.*part: z\.literal\('mh-z19'\).*$/m, put: `$&\n  z.strictObject({ part: z.literal('${name}'), position }),` },
    {
      file: 'host-sim/scenario/scenario.ts', find: /^.*'has room for one mh-z19 on its serial port'.*$/m,
      put: `$&\n  .refine(plan => plan.sensors.filter(entry => entry.part === '${name}').length <= 1, 'has room for one ${name}: its address is fixed')`
    },
    { file: 'host-sim/scenario/sensor-kinds.ts', find: /^import \{ Ds18b20Part \}.*$/m, put: `$&\n${part('../parts/')}` },
    { file: 'host-sim/scenario/sensor-kinds.ts', find: /^ {2}ds18b20: \{$/m, put: `${kindRow(key, name, className, { sda, scl, power })}\n$&` },
    { file: 'host-sim/torture/sensor-truths.ts', find: /^ {2}ds18b20: \{$/m, put: `${truthRow(key)}\n$&` },
    {
      file: 'tools/settings/questions.ts', find: /^ {2}\{ sensor: 'mh-z19'.*$/m,
      put: `$&\n  { sensor: '${name}', asks: 'Is a part ${title} wired?', pins: [pin('${name}', 'sda', '${sda}'), pin('${name}', 'scl', '${scl}')] },`
    },
    { file: 'build/check/outside-names.mjs', find: /'mh-z19', 'ds18b20',/, put: `$& '${name}',` },
    { file: 'docs/settings.md', find: /^\| `sensors\.mh-z19\.tx`.*$/m, put: `$&\n| \`sensors.${name}.sda\`, \`sensors.${name}.scl\` | pins of the ${title}'s I2C bus | refused, if \`sensors.${name}\` is there |` },
    { file: 'tests/contract/settings.test.ts', find: /'sensors\.mh-z19\.rx', 'sensors\.ds18b20\.pin'/, put: `$&, 'sensors.${name}.sda', 'sensors.${name}.scl'` },
    { file: 'tests/adding-a-sensor.test.ts', find: /^ {2}\{ name: 'mh-z19', words.*$/m, put: `$&\n  { name: '${name}', words: /\\b${name}\\b|${className}/, own: [] },` },
    { file: 'tests/drivers/every-sensor.test.ts', find: /^import \{ MhZ19 \}.*$/m, put: `$&\n${driver('../../')}` },
    { file: 'tests/drivers/every-sensor.test.ts', find: /^import \{ MhZ19Part \}.*$/m, put: `$&\n${part('../../host-sim/parts/')}` },
    {
      file: 'tests/drivers/every-sensor.test.ts', find: /^ {2}kind\('mh-z19 E'.*$/m,
      put: `$&\n  kind('${name}', i2c, ${className}, (clock, random) => new ${className}Part(clock, random)),`
    }
  ]
  // The sentence of the firmware, and the two tests that have it word for word.
  for (const file of ['contract/settings.ts', 'tests/contract/settings.test.ts', 'tests/espruino-lane/device/cases/settings.ts']) {
    edits.push({ file, find: /(one or more of [-\w, ]+) and ([-\w]+)/, put: `$1, $2 and ${name}` })
  }
  return edits
}

function kindRow(key: string, name: string, className: string, { sda, scl, power }: FreePins): string {
  return `  ${key}: {
    pins: { sda: '${sda}', scl: '${scl}' },
    supply: { power: '${power}' },
    fit: (_sensor, { i2c }, clock, random) => {
      const part = new ${className}Part(clock, random.split('${name}'))
      i2c.attach(part)
      return { wire: 'i2c', part }
    }
  },`
}

function truthRow(key: string): string {
  return `  ${key}: {
    measures: ['temperature', 'humidity'],
    lies: {},
    soft: [],
    stuck: [],
    tolerance: (_part, quantity, least, most) => (quantity === 'temperature' ? [least - 0.2, most + 0.2] : [least - 0.5, most + 0.5])
  },`
}
