import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DeviceProgram } from '../support/device-program.ts'

/** Values of every kind, and comparisons of each with each, by their types. */
const KINDS: Record<string, { type: string, values: string[] }> = {
  number: { type: 'number', values: ['0', '1', 'NaN', '-1'] },
  text: { type: 'string', values: ['""', '"0"', '"1"', '"a"'] },
  truth: { type: 'boolean', values: ['true', 'false'] },
  optional: { type: 'number | undefined', values: ['0', '1', 'undefined'] },
  nullable: { type: 'number | null | undefined', values: ['0', 'null', 'undefined'] },
  mixed: { type: 'number | string', values: ['0', '"0"', '""'] },
  untold: { type: 'unknown', values: ['0', '"0"', '""', 'false', 'null', 'undefined'] }
}

describe('a comparison in the flashed script', () => {
  let program: DeviceProgram

  beforeEach(() => { program = new DeviceProgram() })

  afterEach(() => program.remove())

  const build = (body: string, shorten = true): Promise<string> => {
    program.write('main.ts', `declare const out: (value: unknown) => void\ndeclare const given: () => unknown\n${body}`)
    return program.build({ shorten })
  }

  const comparing = (left: string, right: string): string => `
const a = given() as ${left}
const b = given() as ${right}
out(a === b)
out(a !== b)
`

  it.each(Object.entries(KINDS))('of a %s with its like says what the source says, for every value', async (_name, { type, values }) => {
    const code = await build(comparing(type, type))
    for (const a of values) {
      for (const b of values) {
        const pair = [a, b].map(text => new Function(`return ${text}`)() as unknown)
        const queue = [...pair]
        const seen: unknown[] = []
        new Function('out', 'given', code)((value: unknown) => seen.push(value), () => queue.shift())
        expect(seen, `${a} and ${b}`).toEqual([pair[0] === pair[1], pair[0] !== pair[1]])
      }
    }
  })

  it.each(Object.entries(KINDS))('of a %s with undefined says what the source says, for every value', async (_name, { type, values }) => {
    const code = await build(`const a = given() as ${type}\nout((a as ${type} | undefined) === undefined)\nout(a !== undefined)\n`)
    for (const text of values) {
      const value = new Function(`return ${text}`)() as unknown
      expect(program.run(code, value), text).toEqual([value === undefined, value !== undefined])
    }
  })

  it('has one sign less where both sides are numbers, texts or truth values', async () => {
    for (const type of ['number', 'string', 'boolean']) expect(await build(comparing(type, type))).not.toMatch(/[!=]==/)
  })

  it('keeps its sign where a side is of several kinds, may be null, or is of no known type', async () => {
    for (const type of ['number | string', 'number | null', 'unknown', 'any']) expect(await build(comparing(type, type))).toMatch(/===.*!==/s)
  })

  it('is as it was in the readable script', async () => {
    expect(await build(comparing('number', 'number'), false)).toMatch(/a === b/)
  })
})
