import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DeviceProgram } from '../support/device-program.ts'

const TOPICS = `
export const ROOT = 'breva/'
export const STATE = 'state'
export const NODE_STATE = ROOT + 'a1b2c3/' + STATE
export const LIMIT = 20
export const RANGE = 'from 1 to ' + LIMIT
export const QUOTED = 'a "quoted" \\\\ and \\xff\\n'
export const BLANK = ''
export let changing = 'at first'
export function change(): void { changing = 'later' }
`

describe('a constant text that a module exports', () => {
  let program: DeviceProgram

  beforeEach(() => {
    program = new DeviceProgram()
    program.write('topics.ts', TOPICS)
  })

  afterEach(() => program.remove())

  const build = (names: string, body: string, shorten = true): Promise<string> => {
    program.write('main.ts', `import { ${names} } from './topics.ts'\ndeclare const out: (value: unknown) => void\n${body}`)
    return program.build({ shorten })
  }

  /** Long enough, and used often enough, that the minifier alone would keep a variable for it. */
  const TWICE = `for (const node of ['a', 'b']) {
  out(ROOT + node + '/' + STATE)
  out(node === ROOT)
  out({ ROOT, topic: ROOT })
  out(\`\${ROOT}\${node}\`)
}
`

  it('stands where it is used, and costs no variable', async () => {
    const code = await build('ROOT, STATE', TWICE)
    expect(code.match(/breva\//g)).toHaveLength(5)
    expect(code).not.toMatch(/(const|let) \w+="/)
    expect(program.run(code)).toEqual(program.run(await build('ROOT, STATE', TWICE, false)))
  })

  it('is a variable with its name in the readable script', async () => {
    expect(await build('ROOT, STATE', TWICE, false)).toMatch(/const ROOT = 'breva\/'/)
  })

  it('may be joined from others and from whole numbers', async () => {
    const code = await build('NODE_STATE, RANGE', `out(NODE_STATE)
out(NODE_STATE)
out(RANGE)
`)
    expect(code).toMatch(/"breva\/a1b2c3\/state".*"breva\/a1b2c3\/state".*"from 1 to 20"/)
    expect(code).not.toMatch(/(const|let) /)
  })

  it('is the same text with quotes, backslashes and bytes beyond ASCII, and when it is empty', async () => {
    const code = await build('QUOTED, BLANK', `out(QUOTED)
out(BLANK.length)
out([QUOTED, BLANK])
`)
    expect(program.run(code)).toEqual(['a "quoted" \\ and \xff\n', 0, ['a "quoted" \\ and \xff\n', '']])
    expect(code).toMatch(/^[\x20-\x7e\n]*$/)
  })

  it('is no constant when it can change', async () => {
    const code = await build('changing, change', `out(changing)
change()
out(changing)
`)
    expect(program.run(code)).toEqual(['at first', 'later'])
  })

  it('is for others: what a module keeps to itself stays one variable when it is long', async () => {
    const code = await build('ROOT', `const TABLE = 'a long text, and no other module knows of it'
out(ROOT + TABLE)
out(TABLE.length)
out(TABLE)
`)
    expect(code.match(/a long text/g)).toHaveLength(1)
  })
})

describe('a module that is taken for an object', () => {
  let program: DeviceProgram

  beforeEach(() => { program = new DeviceProgram() })
  afterEach(() => program.remove())

  it.each([true, false])('is refused with its place, minified: %s', async shorten => {
    program.write('topics.ts', TOPICS)
    program.write('main.ts', 'import * as topics from \'./topics.ts\'\ndeclare const out: (value: unknown) => void\nout(topics.LIMIT)\n')
    expect(await program.refusal({ shorten })).toBe('main.ts:1:8: \'* as topics\' takes a whole module for an object; import the names that are used, one by one')
  })
})
