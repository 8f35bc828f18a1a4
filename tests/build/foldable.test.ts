import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DeviceProgram } from '../support/device-program.ts'

describe('a function that the build would fold', () => {
  let program: DeviceProgram

  beforeEach(() => { program = new DeviceProgram() })
  afterEach(() => program.remove())

  const options = (): { shorten: true, kept: string[], folders: string[] } => ({ shorten: true, kept: [], folders: [program.folder] })
  const write = (main: string): void => program.write('main.ts', `declare const out: (value: unknown) => void\n${main}\n`)

  const REFUSED: [what: string, source: string, message: string][] = [
    ['a rest parameter', 'function sum(...terms: number[]): number { return terms.length }\nout(sum(1, 2))', "'...terms: number[]' of sum is a rest parameter"],
    ['a default value', 'function sum(a: number, b = 2): number { return a + b }\nout(sum(1))', "'b = 2' of sum has a default value"],
    ['an object taken apart', 'function sum({ a }: { a: number }): number { return a }\nout(sum({ a: 1 }))', "'{ a }: { a: number }' of sum is taken apart"],
    ['a list taken apart', 'function sum([a]: number[]): number { return a }\nout(sum([1]))', "'[a]: number[]' of sum is taken apart"],
    ['arguments', 'function sum(): number { return arguments.length }\nout(sum())', "sum uses 'arguments'"],
    ['arguments in an arrow function', 'function sum(): number { return (() => arguments.length)() }\nout(sum())', "sum uses 'arguments'"],
    ['arguments in a method', 'class Counter {\n  sum(): number { return arguments.length }\n}\nout([new Counter(), new Counter()].map(one => one.sum()))', "sum uses 'arguments'"],
    ['a default value in a static method', 'class Counter {\n  static sum(a = 1): number { return a }\n}\nout(Counter.sum())', "'a = 1' of sum has a default value"]
  ]
  for (const [what, source, message] of REFUSED) {
    it(`is refused with ${what}, and the message names the way out`, async () => {
      write(source)
      const refusal = await program.refusal(options())
      expect(refusal).toContain(message)
      expect(refusal).toMatch(/^main\.ts:[23]:\d+: .*; write plain names, or tag sum @hot, so that it is not folded$/)
    })
  }

  it('may have them when it is tagged @hot', async () => {
    write(`/** @hot */
function sum(a: number, ...others: number[]): number { return a + others.length + arguments.length }
out(sum(1, 2, 3))
out(sum(4, 5))
`)
    const code = await program.build(options())
    expect(code).not.toMatch(/g\$/)
    expect(program.run(code)).toEqual([6, 7])
  })

  it('may have a function within that has them, and a member of that name', async () => {
    write(`function sum(a: { arguments: number }): number {
  const inner = function (): number { return arguments.length }
  return inner() + a.arguments
}
out(sum({ arguments: 1 }))
out(sum({ arguments: 2 }))
`)
    const code = await program.build(options())
    expect(code).toMatch(/^function gA/)
    expect(program.run(code)).toEqual([1, 2])
  })
})
