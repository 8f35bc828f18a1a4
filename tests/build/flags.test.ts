import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DeviceProgram } from '../support/device-program.ts'

/** A class with a flag, and two places that ask it. `BODY` is what else is done with it. */
const source = (body: string): string => `
declare const out: (value: unknown) => void
class Door {
  ajar: boolean
  lock: boolean
  constructor() {
    this.ajar = true
    this.lock = this.ajar = true
  }
  /** @hot */
  shut(): void {
    this.ajar = false
  }
}
for (const door of [new Door(), new Door()]) {
  if (door.ajar && !door.lock) out('draught')
  if (door.ajar) out(1)
  door.shut()
  if (!door.ajar) out(2)
  ${body}
}
`

describe('a member that is true or false', () => {
  let program: DeviceProgram

  beforeEach(() => { program = new DeviceProgram() })
  afterEach(() => program.remove())

  const build = (body = ''): Promise<string> => {
    program.write('main.ts', source(body))
    return program.build({ shorten: true, kept: [], folders: [program.folder] })
  }
  const constants = (code: string): string[] => [...code.matchAll(/(?:true|false|!0|!1)/g)].map(([text]) => text)

  it('holds 1 and 0 where only its truth is asked', async () => {
    const code = await build()
    expect(constants(code)).toEqual([])
    expect(program.run(code)).toEqual([1, 2, 1, 2])
  })

  it('holds 1 and 0 where it is put into another such member', async () => {
    const code = await build('door.lock = door.ajar\nif (!door.lock) out(3)')
    expect(constants(code)).toEqual([])
    expect(program.run(code)).toEqual([1, 2, 3, 1, 2, 3])
  })

  const WAYS: [what: string, body: string, result: unknown][] = [
    ['is written into a text', "out('' + door.ajar)", 'false'],
    ['is handed on', 'out(door.ajar)', false],
    ['is compared', 'const truth: unknown = false\nout(door.ajar === truth)', true],
    ['is kept in a variable', 'const is = door.ajar\nout(is)', false],
    ['goes on behind an operator', 'out(door.ajar || door.lock)', true],
    ['is put into a member of which that is not so', 'door.lock = door.ajar\nout(door.lock)', false],
    ['is reached by a text', "out(door['ajar'])", false],
    ['is taken apart', 'const { lock } = door\nout(lock)', true]
  ]
  for (const [what, body, result] of WAYS) {
    it(`stays true or false where it ${what}`, async () => {
      expect(program.run(await build(body))).toEqual([1, 2, result, 1, 2, result])
    })
  }
})
