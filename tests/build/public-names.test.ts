import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DeviceProgram } from '../support/device-program.ts'

const HEAD = `
declare const out: (value: unknown) => void
declare const given: () => unknown
interface Detail { pressure: number }
interface Reading { humidity: number, details: Detail }
class Sensor {
  temperature: number
  humidity: number
  details: Detail
  constructor(temperature: number) {
    this.temperature = temperature
    this.humidity = 45
    this.details = { pressure: 1000 }
  }
}
function show(reading: Reading): void { out(reading.humidity + reading.details.pressure) }
for (const sensor of [new Sensor(20), new Sensor(21)]) {
  out(sensor.temperature)
  show(sensor)
}
`
const OURS = [20, 1045, 21, 1045]
const THEIRS = { humidity: 3, details: { pressure: 4 }, temperature: 5 }

describe('public members', () => {
  let program: DeviceProgram

  beforeEach(() => { program = new DeviceProgram() })
  afterEach(() => program.remove())

  const build = (body = ''): Promise<string> => {
    program.write('main.ts', HEAD + body)
    return program.build({ shorten: true, kept: [], folders: [program.folder] })
  }

  it('get short names where the compiler sees every use', async () => {
    const code = await build('out((new Sensor(22) as Sensor).temperature)\n')
    expect(code).not.toMatch(/temperature|humidity|details|pressure/)
    expect(program.run(code)).toEqual([...OURS, 22])
  })

  const WAYS: [what: string, body: string, text?: string][] = [
    ['as from unknown', 'show(given() as Reading)'],
    ['as from any', 'const loose = given as () => any\nshow(loose() as Reading)'],
    ['as from what JSON.parse returns', 'show(JSON.parse(given() as string) as Reading)', JSON.stringify(THEIRS)],
    ['as and a further as', 'show(given() as unknown as Reading)'],
    ['as, of a variable that is then handed on', 'const reading = given() as Reading\nshow(reading)'],
    ['a parameter that takes an any', 'const loose = given as () => any\nshow(loose())'],
    ['a variable with a type that takes an any', 'const loose = given as () => any\nconst reading: Reading = loose()\nshow(reading)'],
    ['a function that says what an unknown is', 'function isReading(value: unknown): value is Reading { return value !== undefined }\nconst maybe = given()\nif (isReading(maybe)) show(maybe)']
  ]
  for (const [what, body, text] of WAYS) {
    it(`keep their names, those of members of theirs too, where an object is reached by ${what}`, async () => {
      const code = await build(`${body}\n`)
      expect(program.run(code, text ?? THEIRS)).toEqual([...OURS, 7])
      expect(code).toMatch(/\.humidity/)
      expect(code).toMatch(/\.pressure/)
      expect(code).not.toMatch(/temperature/)
    })
  }

  const KEYS: [what: string, body: string, result: unknown][] = [
    ['a text of one word', "const keys: ('humidity' | 'temperature')[] = ['humidity']\nfor (const key of keys) out(new Sensor(22)[key])", 45],
    ['a text that the compiler does not know', 'out((new Sensor(22) as unknown as Record<string, number>)[given() as string])', 45],
    ['a loop over its keys', 'const reading: Reading = new Sensor(22)\nfor (const key in reading) if (key === given()) out(key)', 'humidity'],
    ['JSON.stringify', 'const reading: Reading = new Sensor(22)\nout(JSON.parse(JSON.stringify(reading)).humidity)', 45]
  ]
  for (const [what, body, result] of KEYS) {
    it(`keep their names where one is reached by ${what}`, async () => {
      const code = await build(`${body}\n`)
      expect(program.run(code, 'humidity')).toEqual([...OURS, result])
    })
  }

  it('are renamed where a word of a longer text is only written', async () => {
    const code = await build("out('the humidity is ' + new Sensor(22).humidity)\n")
    expect(code).not.toMatch(/\.humidity/)
    expect(program.run(code)).toEqual([...OURS, 'the humidity is 45'])
  })

  it('are renamed again where a type is given to an object whose type is known', async () => {
    const code = await build('interface Wet { humidity: number }\nout((new Sensor(22) as Wet).humidity)\n')
    expect(code).not.toMatch(/humidity/)
    expect(program.run(code)).toEqual([...OURS, 45])
  })
})

describe('private members', () => {
  let program: DeviceProgram

  beforeEach(() => { program = new DeviceProgram() })
  afterEach(() => program.remove())

  const build = (asked: string): Promise<string> => {
    program.write('main.ts', `
declare const out: (value: unknown) => void
declare const given: () => unknown
class Counter {
  private counted: number
  private limit: number
  constructor(limit: number) {
    this.limit = limit
    this.counted = 0
  }
  count(): number { return this.counted < this.limit ? ++this.counted : 0 }
}
const counters = [new Counter(1), new Counter(2)]
for (const counter of counters) out(counter.count() + counter.count())
${asked}
`)
    return program.build({ shorten: true, kept: [], folders: [program.folder] })
  }

  it('keep their names where an object of the class may be what an unknown is taken for', async () => {
    const code = await build('for (const counter of counters) out((counter as unknown as { counted: number }).counted)')
    expect(program.run(code)).toEqual([1, 3, 1, 2])
    expect(code).toMatch(/\.counted/)
    expect(code).not.toMatch(/\.limit/)
  })

  it('are shortened where no object of the class can be', async () => {
    const code = await build('if (given()) out((given() as { counted: number, missing: number }).counted)')
    expect(program.run(code, { counted: 9 })).toEqual([1, 3, 9])
    expect(code.match(/\.counted/g)).toHaveLength(1)
  })
})
