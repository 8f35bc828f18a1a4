import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DeviceProgram } from '../support/device-program.ts'

/** A class with a method that is tagged, used often enough that the minifier leaves it a class. */
const sensor = (tag: string, heritage = ''): string => `
declare const out: (value: unknown) => void
interface Reader { read(at: number): number }
class Sensor ${heritage}{
  offset: number
  constructor(offset: number) { this.offset = offset }
  ${tag}
  read(at: number): number { return this.offset + at }
}
const one = new Sensor(10)
const two = new Sensor(20)
out(one.read(1))
out(two.read(2))
`

describe('a method tagged @cold', () => {
  let program: DeviceProgram

  beforeEach(() => { program = new DeviceProgram() })
  afterEach(() => program.remove())

  const options = (): { shorten: true, kept: string[], folders: string[] } => ({ shorten: true, kept: [], folders: [program.folder] })

  const build = (main: string): Promise<string> => {
    program.write('main.ts', main)
    return program.build(options())
  }

  it('is folded, though an interface has a member of its name', async () => {
    const code = await build(sensor('/** @cold */'))
    expect(code).toMatch(/^function gA\(a,b,c\)/)
    expect(program.run(code)).toEqual([11, 22])
  })

  it('is needed for that: without the tag the method stays one', async () => {
    const code = await build(sensor(''))
    expect(code).not.toMatch(/g\$/)
    expect(program.run(code)).toEqual([11, 22])
  })

  const WAYS: [what: string, heritage: string, use: string, through: string][] = [
    ['an interface that the class names', 'implements Reader ', 'function use(reader: Reader): number { return reader.read(1) }\nout(use(one))', 'Reader'],
    ['an interface that the class satisfies unsaid', '', 'function use(reader: Reader): number { return reader.read(1) }\nout(use(one))', 'Reader'],
    ['an interface, where nothing hands it an object yet', '', 'export function use(reader: Reader): number { return reader.read(1) }', 'Reader'],
    ['an interface that may be undefined', '', 'export function use(reader: Reader | undefined): number { return reader ? reader.read(1) : 0 }', 'Reader'],
    ['an object type without a name', '', 'export function use(reader: { read(at: number): number }): number { return reader.read(1) }', '{ read(at: number): number; }'],
    ['a type parameter that is bound to an interface', '', 'export function use<R extends Reader>(reader: R): number { return reader.read(1) }', 'Reader'],
    ['a member that is looked up and not called', '', 'export function use(reader: Reader): boolean { return reader.read === undefined }', 'Reader']
  ]
  for (const [what, heritage, use, through] of WAYS) {
    it(`is refused where it is met through ${what}`, async () => {
      program.write('main.ts', `${sensor('/** @cold */', heritage)}${use}\n`)
      const refusal = await program.refusal(options())
      expect(refusal).toMatch(/^main\.ts:14:\d+: Sensor\.read \(main\.ts:8:3\) is tagged @cold/)
      expect(refusal).toContain(`but it is a ${through}, through which 'read' is used here; take the tag away, or give the two members different names`)
    })
  }

  it('is not met through an interface that asks for more than the class has', async () => {
    const code = await build(`${sensor('/** @cold */')}interface Writer extends Reader { write(at: number): void }
function use(writer: Writer): number { return writer.read(1) }
for (const by of [7, 8]) out(use({ read: at => at * by, write(): void { /* nothing */ } }))
out(use({ read: at => at, write(): void { /* nothing */ } }))
`)
    expect(code).toMatch(/^function gA/)
    expect(program.run(code)).toEqual([11, 22, 7, 8, 1])
  })

  it('is not met through another class that has a method of its name', async () => {
    const code = await build(`${sensor('/** @cold */')}class Room {
  size: number
  constructor(size: number) { this.size = size }
  read(at: number): number { return this.size * at }
}
const rooms = [new Room(2), new Room(3)]
for (const room of rooms) out(room.read(5))
`)
    expect(program.run(code)).toEqual([11, 22, 10, 15])
  })
})
