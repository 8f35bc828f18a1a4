import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DeviceProgram } from '../support/device-program.ts'

const SENSOR = `
export const OK = 0
export const COMMAND = 0x300
export const PAIR = (COMMAND << 1) | 1
export interface Bus { write(code: number): number }
export class Sensor {
  pending: { pending: number }
  private pendingCount: number
  constructor(private readonly bus: Bus, later: (sensor: Sensor) => void) {
    this.pending = { pending: 5 }
    this.pendingCount = 1
    later(this)
    bus.write(1)
  }
  byIndex(list: number[]): number { return list[this.pendingCount] }
  sample(): number { return this.bus.write(COMMAND) === OK ? this.pendingCount + PAIR : this.wait() }
  private wait(): number { return -10000 }
}
`

describe('the build of the device scripts', () => {
  let program: DeviceProgram

  beforeEach(() => {
    program = new DeviceProgram()
    program.write('sensor.ts', SENSOR)
  })

  afterEach(() => program.remove())

  const build = (main: string, shorten: boolean): Promise<string> => {
    program.write('main.ts', main)
    return program.build({ supplied: { FIRMWARE_VERSION: '"1.2.3"' }, shorten })
  }

  const MAIN = `import { Sensor } from './sensor.ts'
declare const out: (value: unknown) => void
declare const FIRMWARE_VERSION: string
const sensor = new Sensor({ write: code => code - 0x300 }, () => undefined)
out(sensor.pending.pending)
out(sensor.sample())
out(FIRMWARE_VERSION)
`

  it('behaves alike readable and minified', async () => {
    expect(program.run(await build(MAIN, false))).toEqual([5, 1538, '1.2.3'])
    expect(program.run(await build(MAIN, true))).toEqual([5, 1538, '1.2.3'])
  })

  it('shortens private members and nothing else', async () => {
    const code = await build(MAIN, true)
    expect(code).not.toMatch(/pendingCount|wait|bus/)
    expect(code).toMatch(/\.pending\b/)
    expect(code).toMatch(/sample\(\)/)
  })

  it('keeps private names in the readable bundle', async () => {
    expect(await build(MAIN, false)).toMatch(/this\.pendingCount/)
  })

  it('puts constant numbers in their places, as integers', async () => {
    const code = await build(MAIN, true)
    expect(code).toMatch(/768/)
    expect(code).toMatch(/1537/)
    expect(code).toMatch(/-10000/)
    expect(code).not.toMatch(/const [a-z]=\d/)
  })

  it('refuses a private member reached by its text', async () => {
    await expect(build(MAIN + 'out(sensor[\'pendingCount\'])\n', true)).rejects.toThrow(/reached by its text/)
  })

  it('refuses a private name on an untyped object', async () => {
    await expect(build(MAIN + 'declare const loose: any\nout(loose.pendingCount)\n', true)).rejects.toThrow(/give the object a type/)
  })

  it('refuses a source with a type error', async () => {
    await expect(build(MAIN + 'const wrong: number = \'text\'\nout(wrong)\n', true)).rejects.toThrow(/not assignable/)
  })
})
